/** Where the key of a data folder lies when nobody says so. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { env } from '#platform/env.ts';
import { keyFileFor, keyNote } from '#platform/key-at.ts';
import { moveMasterKeys, readMasterKeys } from '#platform/key-file.ts';
import { keyPlace, keyWarning } from '#platform/key-place.ts';
import { forgetKeys } from '#platform/keys.ts';

let dataDir: string;
let configFolder: string;
let before: { dataDir: string; keyFile: string };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hearth-data-'));
  configFolder = mkdtempSync(join(tmpdir(), 'hearth-config-'));
  before = { dataDir: env().dataDir, keyFile: env().keyFile };
});
afterEach(() => {
  Object.assign(env(), before);
  forgetKeys();
  for (const folder of [dataDir, configFolder]) rmSync(folder, { recursive: true });
});

const place = (usual = true) => keyFileFor({ dataDir, usual, configFolder });

/** What a start in that folder would take for its key file. */
function starts(usual = true): string {
  Object.assign(env(), { dataDir, keyFile: place(usual) });
  forgetKeys();
  readMasterKeys();
  return env().keyFile;
}

describe('a new data folder', () => {
  it('in the usual place has its key among the settings of the person, noted beside the data', () => {
    const file = starts();
    expect(file.startsWith(join(configFolder, 'keys'))).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dataDir, 'hearth.key'))).toBe(false);
    expect(readFileSync(keyNote(dataDir), 'utf8')).toBe(`${file}\n`);
    expect([keyPlace(), keyWarning()]).toEqual([{ guard: 'file', inData: false }, null]);
    // Another folder has another one.
    expect(keyFileFor({ dataDir: `${dataDir}-2`, usual: true, configFolder })).not.toBe(file);
  });

  it('that somebody named has it beside the data, with a warning', () => {
    expect(starts(false)).toBe(join(dataDir, 'hearth.key'));
    expect(keyWarning()).toContain('hearth key move');
  });
});

describe('a data folder that is there', () => {
  it('keeps the key that lies in it, wherever it is', () => {
    writeFileSync(join(dataDir, 'hearth.key'), '', { mode: 0o600 });
    expect(place()).toBe(join(dataDir, 'hearth.key'));
  });

  it('knows its key after it was moved, or named', () => {
    const file = starts();
    expect(keyFileFor({ dataDir, usual: false, configFolder: '/elsewhere' })).toBe(file);
  });

  it('never gets a new key in place of one that is missing: nothing could be read any more', () => {
    const file = starts();
    writeFileSync(join(dataDir, 'app.db'), '');
    rmSync(file);
    expect(() => starts()).toThrow(/is not there, and what is kept cannot be read without it/);
    expect(existsSync(file)).toBe(false);
  });

  it('with a note that says nothing is refused', () => {
    writeFileSync(keyNote(dataDir), 'somewhere\n');
    expect(() => place()).toThrow(/whole path of the key file/);
  });
});

describe('moving the key', () => {
  it('leaves it nowhere else, and the data folder knows where it went', () => {
    starts(false);
    const keys = readMasterKeys().keys.map((key) => key.toString('hex'));
    const to = join(configFolder, 'safe', 'my.key');
    moveMasterKeys(to);
    expect(existsSync(join(dataDir, 'hearth.key'))).toBe(false);
    expect(starts(false)).toBe(to);
    expect(readMasterKeys().keys.map((key) => key.toString('hex'))).toEqual(keys);
    expect(keyWarning()).toBeNull();
  });

  it('goes neither into the data folder nor over another file', () => {
    const file = starts(false);
    expect(() => moveMasterKeys(join(dataDir, 'sub', 'x.key'))).toThrow(/lies in the data folder/);
    const taken = join(configFolder, 'taken');
    writeFileSync(taken, 'mine');
    expect(() => moveMasterKeys(taken)).toThrow(/already/);
    expect([readFileSync(taken, 'utf8'), existsSync(file)]).toEqual(['mine', true]);
  });
});
