import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import { putBlob, readBlob } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import { ingest } from '#platform/ingest.ts';
import { setResume } from '#platform/resume.ts';
import { closeDb, db, transactSql } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';
import { published } from '#test/support/flow-run.ts';
import { startTidying } from '#worker/tidy.ts';

afterAll(closeDb);

it('removes files without a row once they are old, and snapshots of runs that have ended, and nothing else', async () => {
  const kept = await putBlob({ runId: null, bytes: Buffer.from('kept'), contentType: 'text/plain' });
  const folder = join(env().dataDir, 'blobs', 'shared');
  mkdirSync(folder, { recursive: true });
  const [old, young] = [join(folder, 'a'.repeat(32)), join(folder, 'b'.repeat(32))];
  for (const file of [old, young]) writeFileSync(file, 'left by a crash');
  utimesSync(old, new Date(0), new Date(0));
  utimesSync(join(folder, kept.ref), new Date(0), new Date(0));

  const flow = await published(
    draw({ nodes: { start: ['manual'], a: ['set', { fields: {} }] }, wires: ['start > a'] }),
  );
  const [open = '', ended = ''] = await Promise.all(
    [1, 2].map(async () => {
      const event = { triggerId: 'start', dedupeKey: randomUUID(), input: {}, labels: { rest: TRUSTED } };
      const { runId } = await ingest({ ...flow, ...event, mode: 'production' });
      await transactSql((tx) => setResume(tx, runId, {}));
      return runId;
    }),
  );
  await db().run.update({ where: { id: ended }, data: { status: 'done', endedAt: new Date() } });

  await startTidying()();
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  expect((await readBlob(kept)).toString()).toBe('kept');
  expect(await db().resume.findMany({ select: { runId: true } })).toEqual([{ runId: open }]);
});
