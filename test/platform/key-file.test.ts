import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareDataFolder } from '#bin/supervisor/data-folder.ts';
import { env } from '#platform/env.ts';
import { protectMasterKeys, readMasterKeys } from '#platform/key-file.ts';
import { keyPlace, keyWarning } from '#platform/key-place.ts';
import { forgetKeys, subkey } from '#platform/keys.ts';

const PASSPHRASE = 'visible words to remember';

describe('the key file', () => {
  beforeEach(() => {
    rmSync(env().keyFile, { force: true });
    forgetKeys();
  });
  afterEach(() => {
    delete env().keyPassphraseFile;
    delete env().credentialsDir;
  });

  function passphraseFile(text = PASSPHRASE, mode = 0o600): void {
    const file = join(env().dataDir, 'passphrase');
    rmSync(file, { force: true });
    writeFileSync(file, `${text}\n`, { mode });
    chmodSync(file, mode);
    env().keyPassphraseFile = file;
  }

  it('holds the key itself without a guard, and says so at every start while it lies with the data', () => {
    const before = subkey('codec').toString('hex');
    expect(keyPlace()).toEqual({ guard: 'file', inData: true });
    expect(keyWarning()).toContain('whoever copies the folder can read your secrets');
    expect(readFileSync(env().keyFile, 'utf8')).toContain(readMasterKeys().keys[0]?.toString('hex'));
    forgetKeys();
    expect(subkey('codec').toString('hex')).toBe(before);
  });

  it('gives nothing away under a passphrase, and the same keys to whoever knows it', () => {
    const before = subkey('codec').toString('hex');
    const master = readMasterKeys().keys[0]?.toString('hex');
    passphraseFile();
    protectMasterKeys('passphrase');
    forgetKeys();
    expect(readFileSync(env().keyFile, 'utf8')).not.toContain(master);
    expect(subkey('codec').toString('hex')).toBe(before);
    expect(keyWarning()).toBeNull();
    passphraseFile('another one');
    forgetKeys();
    expect(() => subkey('codec')).toThrow(/does not open with this passphrase/);
    delete env().keyPassphraseFile;
    expect(() => subkey('codec')).toThrow(/HEARTH_KEY_PASSPHRASE_FILE/);
  });

  it('is protected from its first day where a passphrase is named, whose file nobody else may read', () => {
    passphraseFile();
    subkey('codec');
    expect(readFileSync(env().keyFile, 'utf8')).toMatch(/^passphrase\./);
    passphraseFile(PASSPHRASE, 0o644);
    forgetKeys();
    expect(() => subkey('codec')).toThrow(/passphrase file .* can be read by others/);
  });

  it('opens with the credential of the unit, and with no other', () => {
    const folder = join(env().dataDir, 'credentials');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'hearth'), 'a long random credential');
    env().credentialsDir = folder;
    const before = subkey('codec').toString('hex');
    expect(readFileSync(env().keyFile, 'utf8')).toMatch(/^credential\./);
    forgetKeys();
    expect(subkey('codec').toString('hex')).toBe(before);
    writeFileSync(join(folder, 'hearth'), 'another one');
    forgetKeys();
    expect(() => subkey('codec')).toThrow(/does not open with this credential/);
    delete env().credentialsDir;
    expect(() => subkey('codec')).toThrow(/LoadCredentialEncrypted/);
  });

  it.each(['passphrase.c2FsdA.AAAA', 'passphrase.', 'credential.a', 'short', '# signed'])('refuses %s', (text) => {
    passphraseFile();
    writeFileSync(env().keyFile, `${text}\n`, { mode: 0o600 });
    expect(() => subkey('codec')).toThrow(/damaged/);
  });
});

describe('a data folder', () => {
  it.each([0o750, 0o704, 0o755])('that others can look into (%o) is refused, not closed in silence', (mode) => {
    const folder = join(env().dataDir, `loose-${mode}`);
    mkdirSync(folder);
    chmodSync(folder, mode);
    expect(() => prepareDataFolder(folder)).toThrow(/can be read by others\. Run: chmod 700/);
    chmodSync(folder, 0o700);
    expect(() => prepareDataFolder(folder)).not.toThrow();
  });

  it('of another user is refused', () => {
    const folder = join(env().dataDir, 'own');
    mkdirSync(folder, { mode: 0o700 });
    const other = vi.spyOn(process, 'getuid').mockReturnValue(12345);
    expect(() => prepareDataFolder(folder)).toThrow(/belongs to another user/);
    other.mockRestore();
  });
});
