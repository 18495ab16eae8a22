import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';

useHearth();

let folder: string;
let connection: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-files-'));
  const config = { path: folder, access: 'write' };
  ({ id: connection } = await saveConnection({ name: 'Papers', type: 'folder', config, secrets: {}, by: 'system' }));
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files in a flow', () => {
  it('carry where their content comes from into the next run', async () => {
    const writing = draw({
      nodes: {
        start: ['manual'],
        write: ['file.write', { path: 'a.txt', content: '{{ trigger.text }}' }, { connection }],
      },
      wires: ['start > write'],
    });
    await using first = await testFlow(writing, { input: { text: 'Hi' }, from: 'webhook:hook' });
    expect((await first.ends()).type).toBe('run.done');
    const reading = draw({
      nodes: { start: ['manual'], read: ['file.read', { path: 'a.txt' }, { connection }] },
      wires: ['start > read'],
    });
    await using second = await testFlow(reading);
    const { output } = await second.sees('step.done', 'read');
    expect(output).toMatchObject({
      value: { content: 'Hi' },
      labels: { rest: { integrity: 'untrusted', origins: ['webhook:hook'] } },
    });
  });

  it('are deleted where somebody else says so only after a person was asked', async () => {
    await writeFile(join(folder, 'bill.txt'), 'bill');
    const flow = draw({
      nodes: { start: ['manual'], drop: ['file.delete', { path: '{{ trigger.path }}' }, { connection }] },
      wires: ['start > drop'],
    });
    await using run = await testFlow(flow, { input: { path: 'bill.txt' }, from: 'webhook:hook' });
    const { approvalId = '' } = await run.sees('step.waiting', 'drop');
    expect(await readFile(join(folder, 'bill.txt'), 'utf8')).toBe('bill');
    await decide({ approvalId, choice: 'approve', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    await expect(readFile(join(folder, 'bill.txt'))).rejects.toThrow();
  });

  it('cannot be reached by a path that leads out of the folder', async () => {
    const flow = draw({
      nodes: { start: ['manual'], read: ['file.read', { path: '{{ trigger.path }}' }, { connection }] },
      wires: chain('start', 'read'),
    });
    await using run = await testFlow(flow, { input: { path: '../../etc/passwd' }, from: 'webhook:hook' });
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Invalid' } });
  });
});
