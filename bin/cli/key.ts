import { Argument, type Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Invalid } from '#lib/errors.ts';
import { Conflict } from '#platform/errors.ts';
import { env } from '#platform/env.ts';
import {
  givePassphrase,
  KEY_GUARDS,
  moveMasterKeys,
  protectMasterKeys,
  wantsPassphrase,
  type KeyGuard,
} from '#platform/key-file.ts';
import { forgetKeys } from '#platform/keys.ts';
import { keyPlace, keyWarning } from '#platform/key-place.ts';
import { rotateKeys } from '#platform/settle-keys.ts';
import { lockDataFolder } from '#bin/supervisor/lock.ts';
import { actOnData } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';
import { askHidden, askNewPassword } from '#bin/cli/prompt.ts';

const SHORTEST = 10;

/** `hearth key …`: what seals everything. Each of them needs Hearth to be stopped. */
export function addKeyCommands(program: Command, io: Io): void {
  const key = program.command('key').description('the key that seals what is kept');

  actOnData(io, key.command('status').description('where the key is and what protects it'), async () => {
    await unlock(io);
    const data = { file: env().keyFile, ...keyPlace() };
    const warning = keyWarning();
    return { data, lines: [data.file, `Protected by: ${data.guard}`, ...(warning === null ? [] : [warning])] };
  });

  const rotate = key.command('rotate').description('put a new key in front; Hearth must not run');
  actOnData(io, rotate, async () => {
    const data = await alone(async () => {
      await unlock(io);
      return rotateKeys('system');
    });
    return {
      data,
      lines: ['There is a new key. Copy the key file again: old backups need the old key, which stays in it.'],
    };
  });

  addMove(key, io);

  const protect = key.command('protect').description('protect the key file; Hearth must not run');
  protect.addArgument(new Argument('<by>', 'file: nothing but its mode').choices(KEY_GUARDS));
  actOnData<object, [KeyGuard]>(io, protect, async (_, guard) => {
    await alone(async () => {
      await unlock(io);
      const passphrase = guard === 'passphrase' ? await newPassphrase(io) : undefined;
      protectMasterKeys(guard, passphrase);
      forgetKeys();
    });
    return { data: { guard }, lines: [`Protected by: ${guard}`] };
  });
}

function addMove(key: Command, io: Io): void {
  const move = key.command('move').description('have the key lie outside the data folder; Hearth must not run');
  move.addArgument(new Argument('<file>', 'where it will be'));
  actOnData<object, [string]>(io, move, async (_, file) => {
    const to = resolve(file);
    await alone(async () => {
      await unlock(io);
      moveMasterKeys(to);
      forgetKeys();
    });
    return { data: { file: to }, lines: [`The key is ${to} now. Keep a copy of it apart from the data.`] };
  });
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  const lock = lockDataFolder(env().dataDir);
  if (lock.leftOver.length > 0) {
    lock.release();
    throw new Conflict('Parts of Hearth still run. Start it and stop it again, then try once more.');
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function unlock(io: Io): Promise<void> {
  if (wantsPassphrase() && existsSync(env().keyFile)) givePassphrase(await askHidden(io, 'Passphrase of the key'));
}

async function newPassphrase(io: Io): Promise<string | undefined> {
  if (env().keyPassphraseFile !== undefined) return undefined;
  const given = await askNewPassword(io);
  if (given.length < SHORTEST) throw new Invalid(`Use at least ${SHORTEST} characters.`);
  return given;
}
