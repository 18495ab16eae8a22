import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { env } from '#platform/env.ts';
import { forgetKeys, subkey } from '#platform/keys.ts';
import { seal, sealBytes, unseal, unsealBytes } from '#platform/seal.ts';

const place = { purpose: 'seal' as const, context: 'connection:1' };

describe('the key file', () => {
  afterEach(() => {
    rmSync(env().keyFile, { force: true });
    forgetKeys();
  });

  it('is made on first use and only its owner can read it', () => {
    forgetKeys();
    subkey('seal');
    expect(statSync(env().keyFile).mode & 0o777).toBe(0o600);
  });

  it('gives every purpose a key of its own, the same in the next process', () => {
    forgetKeys();
    const [seal1, codec1] = [subkey('seal').toString('hex'), subkey('codec').toString('hex')];
    expect(seal1).not.toBe(codec1);
    expect(readFileSync(env().keyFile, 'utf8')).not.toContain(seal1);
    forgetKeys();
    expect(subkey('seal').toString('hex')).toBe(seal1);
  });

  it('is refused when others can read it', () => {
    forgetKeys();
    subkey('seal');
    chmodSync(env().keyFile, 0o640);
    forgetKeys();
    expect(() => subkey('seal')).toThrow(/can be read by others.*chmod 600/);
  });

  it('is refused when it is damaged, and not replaced', () => {
    writeFileSync(env().keyFile, 'short\n', { mode: 0o600 });
    forgetKeys();
    expect(() => subkey('seal')).toThrow(/damaged/);
    expect(readFileSync(env().keyFile, 'utf8')).toBe('short\n');
  });

  it('is one file even when processes make it at the same moment', async () => {
    const script = `const { subkey } = await import('#platform/keys.ts'); process.stdout.write(subkey('seal').toString('hex'));`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: process.env,
      });
    const keys = (await Promise.all([run(), run(), run()])).map(({ stdout }) => stdout);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(keys).size).toBe(1);
  }, 60_000);
});

describe('a sealed value', () => {
  it('comes back whole', () => {
    const text = 'sk-grüße-💡'.repeat(100);
    const sealed = seal(place, text);
    expect(sealed).not.toContain('sk-');
    expect(unseal(place, sealed)).toBe(text);
    expect(unseal(place, seal(place, ''))).toBe('');
  });

  it('is never the same twice', () => {
    expect(seal(place, 'x')).not.toBe(seal(place, 'x'));
  });

  it('opens only where it belongs', () => {
    const sealed = seal(place, 'secret');
    expect(() => unseal({ ...place, context: 'connection:2' }, sealed)).toThrow(/does not belong here/);
    expect(() => unseal({ ...place, purpose: 'blob' }, sealed)).toThrow(/another key/);
  });

  it('is refused when any byte was changed or cut', () => {
    const sealed = sealBytes(place, Buffer.from('secret'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unsealBytes(place, changed)).toThrow();
      expect(() => unsealBytes(place, sealed.subarray(0, at))).toThrow();
    }
  });
});
