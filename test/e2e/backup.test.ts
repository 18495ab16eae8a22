/** A backup made while flows run is one moment of all that was kept: restored, it is whole. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { draw } from '../support/draw.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const RUNS = 30;

const hearth = useProduct();
const folder = mkdtempSync(join(tmpdir(), 'hearth-backup-'));
let api: ReturnType<typeof apiOf>;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  const page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
});

/** The command line in a process of its own, with the key of the running product. */
function cli(args: string[], dataDir: string): Promise<{ code: number; out: string }> {
  const env = { ...process.env, HEARTH_DATA: dataDir, HEARTH_KEY_FILE: hearth().keyFile };
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/hearth.ts', ...args, '--json'], { env });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out })));
}

test('what is restored from a backup of a busy Hearth is whole, and nothing in it is half done', async () => {
  const flow = draw({
    name: 'Busy',
    nodes: {
      start: ['manual'],
      large: ['template', { text: 'x'.repeat(12_000) }],
      count: ['counter.add', { counter: 'steps' }],
      keep: ['table.insert', { table: 'Steps', row: { text: '{{ steps.large.text }}' } }],
    },
    wires: ['start > large', 'large > count', 'count > keep'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  const started = Promise.all(
    Array.from({ length: RUNS }, () => api.flows.run.mutate({ id, mode: 'test', input: {} })),
  );
  await until(async () => (await api.tables.list.query()).some(({ rows }) => rows > 0), { what: 'the first row' });
  const [saved, restored] = [join(folder, 'saved'), join(folder, 'restored')];
  expect(await cli(['backup', saved], hearth().dataDir)).toMatchObject({ code: 0 });
  await started;

  const ended = await cli(['restore', saved], restored);
  expect(ended).toMatchObject({ code: 0 });
  expect(await cli(['audit', 'verify'], restored)).toMatchObject({ code: 0 });
  const database = createClient({ url: `file:${join(restored, 'app.db')}` });
  const all = async (sql: string) => (await database.execute(sql)).rows;
  expect(await all('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
  expect(await all('PRAGMA foreign_key_check')).toEqual([]);
  // No run is left open, and one that is done has told how it ended.
  expect(await all(`SELECT "id" FROM "Run" WHERE "status" NOT IN ('done', 'stopped')`)).toEqual([]);
  const untold = `SELECT r."id" FROM "Run" r WHERE r."status" = 'done' AND NOT EXISTS
    (SELECT 1 FROM "RunEvent" e WHERE e."runId" = r."id" AND e."type" = 'run.done')`;
  expect(await all(untold)).toEqual([]);
  // A step that is done has done what it says: its row is there.
  const [rows, done] = await Promise.all([
    all('SELECT COUNT(*) AS "n" FROM "DataRow"'),
    all(`SELECT COUNT(*) AS "n" FROM "RunEvent" WHERE "stepId" = 'keep' AND "type" = 'step.done'`),
  ]);
  expect(Number(rows[0]?.n)).toBeGreaterThanOrEqual(Number(done[0]?.n));
  expect(Number(rows[0]?.n)).toBeGreaterThan(0);
  const blobs = (await all('SELECT "path" FROM "Blob"')) as unknown as { path: string }[];
  expect(blobs.filter(({ path }) => !existsSync(join(restored, path)))).toEqual([]);
  expect(blobs.length).toBeGreaterThan(0);
  database.close();
});
