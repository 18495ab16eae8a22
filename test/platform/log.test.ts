import { expect, test } from 'vitest';
import { knowSecrets } from '#platform/known-secrets.ts';
import { loggerTo } from '#platform/log.ts';

function logged(write: (log: ReturnType<typeof loggerTo>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(loggerTo({ write: (line) => void lines.push(line) }, 'info'));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

test('a line says its level by name, its time and its message', () => {
  const line = logged((log) => log.info({ runId: 'r1' }, 'started'));
  expect(line).toMatchObject({ level: 'info', msg: 'started', runId: 'r1' });
  expect(Date.parse(String(line.time))).not.toBeNaN();
});

test('fields with a secret-looking name are replaced at any depth, others are kept', () => {
  const secrets = { password: 'hunter2', apiKey: 'k-123456', headers: { Authorization: 'x-y-z', cookie: 'sid=9' } };
  const line = logged((log) => log.info({ request: { ...secrets, keys: ['a'] }, tokens: 12 }, 'call'));
  expect(JSON.stringify(line)).not.toMatch(/hunter2|k-123456|x-y-z|sid=9/);
  expect(line).toMatchObject({ request: { password: '[redacted]', keys: ['a'] }, tokens: 12 });
});

test('a credential inside a message, an address or an error is replaced', () => {
  const error = Object.assign(new Error('401 for Bearer abcdef1234567890'), { config: { token: 'inner-token' } });
  const line = logged((log) =>
    log.warn({ err: error, url: 'https://me:pw-1234@example.com/x' }, 'tried sk-abcdefghijklmnop1234'),
  );
  expect(JSON.stringify(line)).not.toMatch(/abcdef1234567890|inner-token|pw-1234|sk-abcdefghijklmnop1234/);
  expect(JSON.stringify(line)).toContain('401 for Bearer [redacted]');
});

test.each([
  ['plain', (secret: string) => secret],
  ['in base64', (secret: string) => Buffer.from(`x${secret}`).toString('base64')],
  ['in base64 for URLs', (secret: string) => Buffer.from(secret).toString('base64url')],
  ['in hexadecimal', (secret: string) => Buffer.from(secret).toString('hex')],
  ['in an address', (secret: string) => encodeURIComponent(secret)],
])('a secret that this process has opened is in no line, %s', (_form, write) => {
  const secret = 'visible/secret+of=a connection';
  knowSecrets([secret]);
  const written = write(secret);
  const line = logged((log) => log.info({ said: `It was ${written}.`, err: new Error(written) }, `got ${written}`));
  expect(JSON.stringify(line)).not.toContain(written);
  expect(JSON.stringify(line)).toContain('[secret]');
});
