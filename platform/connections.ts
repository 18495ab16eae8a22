/** Connections: what is not secret in the open, secrets sealed to their connection and to the hosts they may go to. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { ConnectionView } from '#lib/views.ts';
import type { ConnectionType } from '#nodes/connection-type.ts';
import { connectionType, secretFields } from '#nodes/connections.ts';
import { MCP_STDIO } from '#nodes/mcp-connection.ts';
import { audit } from '#platform/audit.ts';
import { env, type Env } from '#platform/env.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { connectionUses } from '#platform/connection-uses.ts';
import { knowSecrets } from '#platform/known-secrets.ts';
import { openSecrets, sealedSecrets, secretNames } from '#platform/connection-secrets.ts';
import { checkedFolder } from '#platform/folder-rules.ts';
import { db, transact } from '#prisma/client.ts';
import type { Connection } from '#prisma/generated/client.ts';

/** A connection with its secrets. Only activities open one, for as long as they run. */
export type OpenConnection = {
  id: string;
  name: string;
  type: string;
  config: Record<string, unknown>;
  secrets: Record<string, string>;
  /** `host` or `host:port`: the only places its secrets may be sent to. */
  hosts: string[];
};

export type SaveConnection = {
  /** Absent: a new one. */
  id?: string;
  name: string;
  type: string;
  config: Record<string, unknown>;
  /** A secret that is left out stays as it is. */
  secrets: Record<string, string>;
  /** Given: it is changed only while its settings are still these. */
  was?: Record<string, unknown>;
  by: string;
};

/** Opens a connection for use. */
export async function openConnection(id: string): Promise<OpenConnection> {
  const row = await findConnection(id);
  const { name, type } = row;
  const secrets = openSecrets(row);
  knowSecrets(Object.values(secrets));
  return { id, name, type, secrets, ...whereTo({ type, config: configOf(row), hosts: hostsOf(row) }) };
}

type Place = { type: string; config: Record<string, unknown>; hosts: string[] };

/** A connection that names no address goes where the owner of this machine says (HEARTH_OPENAI_URL …), if anywhere else. */
function whereTo({ type, config, hosts }: Place): Omit<Place, 'type'> {
  const baseUrl = env().baseUrls[type as keyof Env['baseUrls']];
  if (baseUrl === undefined || config.baseUrl !== undefined) return { config, hosts };
  return { config: { ...config, baseUrl }, hosts: [new URL(baseUrl).host] };
}

/** Creates or changes a connection; everything is checked against its type first. */
export async function saveConnection(save: SaveConnection): Promise<{ id: string }> {
  const type = knownType(save.type);
  const id = save.id ?? randomUUID();
  for (const path of foldersOf(save)) await checkedFolder(path);
  await transact(async (tx) => {
    const old = save.id === undefined ? null : await findConnection(save.id, tx);
    if (old && old.type !== save.type)
      throw new Invalid('A connection cannot become one of another kind. Make a new one.');
    if (old && save.was && old.config !== JSON.stringify(save.was))
      throw new Conflict('Somebody has changed this connection meanwhile. Look at it again.');
    const keep = old ? secretNames(old).filter((field) => !Object.hasOwn(save.secrets, field)) : [];
    const { config, secrets: given } = checked(type, { ...save, keep });
    const hosts = type.hostsOf(config);
    if (old) refuseMovedSecrets({ keep, before: hostsOf(old), after: hosts });
    const row = { id, type: save.type, hosts: JSON.stringify(hosts), secret: old?.secret ?? null };
    const data = {
      name: checkedName(save.name),
      config: JSON.stringify(config),
      secret: sealedSecrets(row, { given, keep }),
      hosts: row.hosts,
      testedAt: null,
      testResult: null,
    };
    await tx.connection.upsert({ where: { id }, create: { id, type: save.type, ...data }, update: data });
    const detail = { name: data.name, type: save.type, hosts, secretsGiven: Object.keys(save.secrets) };
    await audit(tx, {
      actor: save.by,
      action: old ? 'connection.change' : 'connection.create',
      subject: `connection:${id}`,
      detail,
    });
  });
  return { id };
}

/** Deletes a connection and its secrets. Steps that use it fail from then on and say why. */
export async function deleteConnection({ id, by }: { id: string; by: string }): Promise<void> {
  await transact(async (tx) => {
    const { name } = await findConnection(id, tx);
    await tx.connection.delete({ where: { id } });
    await audit(tx, { actor: by, action: 'connection.remove', subject: `connection:${id}`, detail: { name } });
  });
}

/** Calls a connection something else; all else about it stays, also what its last test said. */
export async function renameConnection({ id, name, by }: { id: string; name: string; by: string }): Promise<void> {
  await transact(async (tx) => {
    const { name: before } = await findConnection(id, tx);
    await tx.connection.update({ where: { id }, data: { name: checkedName(name) } });
    const detail = { from: before, to: checkedName(name) };
    await audit(tx, { actor: by, action: 'connection.rename', subject: `connection:${id}`, detail });
  });
}

/** All connections as people may see them: names of secrets, never their values. */
export async function listConnections(): Promise<ConnectionView[]> {
  const rows = await db().connection.findMany({ orderBy: { name: 'asc' } });
  const uses = await connectionUses();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    config: configOf(row),
    secretsSet: secretNames(row),
    hosts: hostsOf(row),
    testedAt: row.testedAt?.toISOString() ?? null,
    testResult: row.testResult === null ? null : (JSON.parse(row.testResult) as { ok: boolean; message: string }),
    usedBy: uses.get(row.id) ?? [],
  }));
}

type Reader = Pick<ReturnType<typeof db>, 'connection'>;

async function findConnection(id: string, tx: Reader = db()): Promise<Connection> {
  const row = await tx.connection.findUnique({ where: { id } });
  if (!row) throw new NotFound('The connection that this uses was deleted. Choose another one in the editor.');
  return row;
}

function knownType(name: string): ConnectionType {
  const type = connectionType(name);
  if (!type) throw new Invalid(`There is no kind of connection called "${name}".`);
  return type;
}

function foldersOf({ type, config }: SaveConnection): string[] {
  const named = type === 'folder' ? [config['path']] : type === MCP_STDIO ? config['folders'] : [];
  return Array.isArray(named) ? named.filter((path) => typeof path === 'string') : [];
}

type Fields = { config: Record<string, Json>; secrets: Record<string, string> };

/** Kept secrets were checked when they were given; the web cannot open them to check them again. */
function checked(type: ConnectionType, save: SaveConnection & { keep: string[] }): Fields {
  const hidden = secretFields(type);
  const stray = Object.keys(save.secrets).find((field) => !hidden.includes(field));
  if (stray !== undefined) throw new Invalid(`"${stray}" is not a secret of this kind of connection.`);
  refuseOwnTokens(save);
  const open = Object.fromEntries(Object.entries(save.config).filter(([field]) => !hidden.includes(field)));
  const given = { ...open, ...save.secrets };
  const kept = Object.fromEntries(save.keep.map((field) => [field, 'kept']));
  const issues = type.fields.safeParse({ ...given, ...kept }).error?.issues ?? [];
  const problems = issues
    // A rule of several fields (`custom`) holds for kept ones too.
    .filter(({ path, code }) => code === 'custom' || !save.keep.includes(String(path[0])))
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  if (problems.length > 0) throw new Invalid('This connection is not complete.', problems);
  const rest = Object.entries(type.fields.shape).filter(([field]) => !save.keep.includes(field));
  const entries = Object.entries(z.object(Object.fromEntries(rest)).parse(given) as Record<string, Json>);
  return {
    config: Object.fromEntries(entries.filter(([field]) => !hidden.includes(field))),
    secrets: Object.fromEntries(entries.filter(([field]) => hidden.includes(field))) as Record<string, string>,
  };
}

/** With a token of its own a flow could decide what it asks for. */
function refuseOwnTokens({ config, secrets }: SaveConnection): void {
  const own = /hearth_[\w-]{20,}/;
  const field = Object.entries({ ...config, ...secrets }).find(([, value]) => own.test(JSON.stringify(value)))?.[0];
  if (field === undefined) return;
  const message = 'This is a token of Hearth itself. Flows may not call Hearth.';
  throw new Invalid(message, [{ path: field, message }]);
}

type Move = { keep: string[]; before: string[]; after: string[] };

/** Secrets are write-only: whoever edits a connection must not learn one by sending it to a host of their own. */
function refuseMovedSecrets({ keep, before, after }: Move): void {
  const added = after.filter((host) => !before.includes(host));
  if (keep.length === 0 || added.length === 0) return;
  throw new Invalid(`Enter the secret again: it would be sent to ${added.join(', ')} from now on.`, [
    ...keep.map((field) => ({ path: field, message: 'Enter it again.' })),
  ]);
}

function checkedName(name: string): string {
  const text = name.trim();
  if (text === '' || text.length > 120) throw new Invalid('Give the connection a name of at most 120 characters.');
  return text;
}

function configOf(row: Connection): Record<string, unknown> {
  return JSON.parse(row.config) as Record<string, unknown>;
}

function hostsOf(row: Connection): string[] {
  return JSON.parse(row.hosts) as string[];
}
