import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Invalid } from '#lib/errors.ts';
import { parseEnv } from '#platform/env.ts';

test('without any variable Hearth listens on loopback and keeps its data in ./data', () => {
  const parsed = parseEnv({ XDG_CONFIG_HOME: '/home/ada/.settings' });
  expect(parsed).toMatchObject({ port: 3000, host: '127.0.0.1', temporalPort: 7233, log: 'pretty', baseUrls: {} });
  expect(parsed.dataDir).toBe(resolve('data'));
  const named = parseEnv({ HEARTH_DATA: '/srv/hearth', HEARTH_KEY_FILE: '/srv/hearth.key' });
  expect([named.keyFile, named.keyNamed, parsed.keyNamed]).toEqual(['/srv/hearth.key', true, false]);
  expect(parseEnv({ HEARTH_DATA: '/srv/hearth' }).keyFile).toBe('/srv/hearth/hearth.key');
  expect(parsed.publicUrl).toBe('http://localhost:3000');
  expect(parsed).not.toHaveProperty('temporalAddress');
});

test('an empty variable counts as not set', () => {
  expect(parseEnv({ HEARTH_PORT: '', TEMPORAL_ADDRESS: '' })).toEqual(parseEnv({}));
});

test('one error names every bad variable and what it must be', () => {
  const source = {
    HEARTH_PORT: 'many',
    HEARTH_LOG: 'loud',
    HEARTH_PUBLIC_URL: 'hearth.example',
    TEMPORAL_ADDRESS: 'nowhere',
  };
  const attempt = () => parseEnv(source);
  expect(attempt).toThrow(Invalid);
  for (const name of Object.keys(source)) expect(attempt).toThrow(name);
  expect(attempt).toThrow('HEARTH_LOG: must be pretty or json');
});

test.each([
  [{ HEARTH_TLS_CERT: 'cert.pem' }, 'HEARTH_TLS_KEY: must be set too, because HEARTH_TLS_CERT is'],
  [{ HEARTH_TLS_KEY: 'key.pem' }, 'HEARTH_TLS_CERT: must be set too, because HEARTH_TLS_KEY is'],
  [{ HEARTH_TRUSTED_PROXIES: '10.0.0.1, somewhere' }, '"somewhere" is neither an IP address nor a range'],
  [{ HEARTH_PUBLIC_URL: 'https://hearth.example/sub' }, 'must be an origin without a path'],
  [{ HEARTH_PORT: '70000' }, 'HEARTH_PORT'],
])('%j is refused', (source, message) => {
  expect(() => parseEnv(source)).toThrow(message);
});

test('trusted proxies are a list of addresses and ranges', () => {
  expect(parseEnv({ HEARTH_TRUSTED_PROXIES: '127.0.0.1, fd00::/8' }).trustedProxies).toEqual(['127.0.0.1', 'fd00::/8']);
});

test('the public address follows TLS and the port unless it is given', () => {
  const tls = { HEARTH_TLS_CERT: 'cert.pem', HEARTH_TLS_KEY: 'key.pem', HEARTH_PORT: '8443' };
  expect(parseEnv(tls).publicUrl).toBe('https://localhost:8443');
  expect(parseEnv({ ...tls, HEARTH_PUBLIC_URL: 'https://hearth.example/' }).publicUrl).toBe('https://hearth.example');
});
