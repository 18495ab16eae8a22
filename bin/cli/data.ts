import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { migrate } from '#bin/migrate.mjs';
import { Invalid } from '#lib/errors.ts';
import type { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { env } from '#platform/env.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { RIGHTS } from '#server/rights.ts';
import { parseFlowFile } from '#server/services/flow-file.ts';
import type { Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { readAllInput } from '#bin/cli/prompt.ts';

/** Whoever can read the data folder owns this Hearth: the command line acts as its owner. */
export async function hostActor(): Promise<Actor> {
  const owner = await db().user.findFirst({ where: { role: 'owner' }, select: { id: true, name: true, email: true } });
  const { id: userId, name, email } = owner ?? { id: 'host', name: 'Command line', email: '' };
  return { userId, name, email, role: 'owner', via: 'cli', rights: [...RIGHTS] };
}

/** Makes the data folder and its database when there are none yet, so that a headless server can be set up first. */
export async function prepareData(): Promise<void> {
  const { dataDir } = env();
  const file = join(dataDir, 'app.db');
  if (existsSync(file)) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await migrate(file);
}

/** A flow by its id or by its name, when only one has it. */
export async function findFlowId(api: Api, idOrName: string): Promise<string> {
  const { items } = await api.get<{ items: { id: string; name: string }[] }>('/flows');
  const found = items.filter(({ id, name }) => id === idOrName || name === idOrName);
  if (found.length > 1) throw new Conflict(`More than one flow is called "${idOrName}". Use the id.`);
  if (!found[0]) throw new NotFound(`There is no flow "${idOrName}". See: hearth flow list`);
  return found[0].id;
}

/** The text of a file, `-` meaning standard input. Paths count from where the person typed the command. */
export async function readText(io: Io, path: string): Promise<string> {
  if (path === '-') return readAllInput(io);
  return readFile(placeOf(io, path), 'utf8').catch((cause: Error) => {
    throw new Invalid(`Cannot read ${path}: ${cause.message}`);
  });
}

/** Where a path typed on the command line points to. */
export function placeOf(io: Io, path: string): string {
  return resolve(io.folder, path);
}

/** A flow from a file. */
export async function readFlow(io: Io, path: string): Promise<Flow> {
  return parseFlowFile(await readText(io, path));
}

/** JSON given in place, as `@file`, or as `-` for standard input. */
export async function readJsonOption(io: Io, text: string): Promise<Json> {
  const source = text === '-' || text.startsWith('@') ? await readText(io, text.replace(/^@/, '')) : text;
  try {
    return JSON.parse(source) as Json;
  } catch {
    throw new Invalid('This is not valid JSON. In a shell, put it in single quotes.');
  }
}
