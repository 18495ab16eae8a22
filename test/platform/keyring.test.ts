/** The key under the keyring of a desktop: a real one, of a session of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { env } from '#platform/env.ts';
import { readMasterKeys } from '#platform/key-file.ts';
import { forgetKeys } from '#platform/keys.ts';

const PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool'];
const has = (program: string) => {
  try {
    return execFileSync('which', [program]).length > 0;
  } catch {
    return false;
  }
};
const missing = PROGRAMS.filter((program) => !has(program));
if (missing.length > 0) console.warn(`The keyring is not tried: ${missing.join(', ')} is not there.`);

let home: string;
let before: { dataDir: string; keyFile: string };
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-home-'));
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  before = { dataDir: env().dataDir, keyFile: env().keyFile };
});
afterEach(() => {
  Object.assign(env(), before);
  forgetKeys();
  rmSync(home, { recursive: true });
});

it.skipIf(missing.length > 0)('opens in the session of its person, and nowhere else', { timeout: 60_000 }, () => {
  const keyFile = join(home, 'hearth.key');
  const session = 'printf words | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"';
  const program = [process.execPath, '--import', 'tsx', 'test/support/keyring-session.ts'];
  const out = execFileSync('dbus-run-session', ['--', 'sh', '-c', session, 'sh', ...program], {
    env: {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      HEARTH_DATA: home,
      HEARTH_KEY_FILE: keyFile,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(JSON.parse(out.toString())).toEqual({ same: true, guard: 'keyring', inTheOpen: false });
  // Without the session the file is not enough.
  Object.assign(env(), { dataDir: home, keyFile });
  forgetKeys();
  expect(() => readMasterKeys()).toThrow(/keyring/);
});
