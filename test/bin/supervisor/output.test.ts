import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createOutput } from '#bin/supervisor/output.ts';

async function shown(format: 'pretty' | 'json', lines: string[]): Promise<string[]> {
  const target = new PassThrough();
  const source = new PassThrough();
  createOutput(target, { format, colour: false }).follow('worker', source);
  source.end(lines.map((line) => `${line}\n`).join(''));
  const out: string[] = [];
  for await (const chunk of target) {
    out.push(...String(chunk).trimEnd().split('\n'));
    if (out.length >= lines.length) break;
  }
  return out;
}

const LINE = JSON.stringify({
  level: 'warn',
  time: '2026-01-01T10:00:00.000Z',
  component: 'gate',
  msg: 'asked',
  runId: 'r1',
});

test('on a terminal a line says when, who, what, and its fields', async () => {
  const [line] = await shown('pretty', [LINE]);
  expect(line).toMatch(/^\d\d:\d\d:\d\d worker +WARN gate: asked runId=r1$/);
});

test('with HEARTH_LOG=json every line is JSON and names its process, plain text too', async () => {
  const lines = await shown('json', [LINE, '\u001b[1mwelcome\u001b[0m']);
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(parsed[0]).toMatchObject({ level: 'warn', process: 'worker', component: 'gate', msg: 'asked', runId: 'r1' });
  expect(parsed[1]).toMatchObject({ level: 'info', process: 'worker', msg: 'welcome' });
});

test('plain text passes as it is on a terminal', async () => {
  expect(await shown('pretty', ['│ Set-up code │'])).toEqual(['│ Set-up code │']);
});
