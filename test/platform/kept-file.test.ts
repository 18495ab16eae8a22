import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { putBlob } from '#platform/blobs.ts';
import { openKeptFile } from '#platform/kept-file.ts';
import { db } from '#prisma/client.ts';

type Kin = { rootRunId?: string; retryOfId?: string; parentRunId?: string; failedRunId?: string };

async function givenRun({ rootRunId, ...kin }: Kin = {}): Promise<string> {
  const id = randomUUID();
  const rest = { flowId: 'f', versionId: 'v', planHash: 'p', triggerId: 't', mode: 'production', input: '{}' };
  await db().run.create({ data: { id, status: 'done', rootRunId: rootRunId ?? id, ...kin, ...rest } });
  return id;
}

/** Whether a run may open a file of another one that text from outside named. */
async function opens(runId: string, owner: string | null, label = untrusted('webhook')): Promise<boolean> {
  const file = await putBlob({ runId: owner, bytes: Buffer.from('x'), contentType: 'text/plain' });
  return openKeptFile({ file, label, runId }).then(
    ({ bytes }) => bytes.toString() === 'x',
    (error: Error) => {
      expect(error.message).toContain('another run');
      return false;
    },
  );
}

test('a run opens files of its own and of nobody', async () => {
  const run = await givenRun();
  expect([await opens(run, run), await opens(run, null)]).toEqual([true, true]);
});

test('a stranger’s file is opened only when nobody outside named it', async () => {
  const [run, stranger] = [await givenRun(), await givenRun()];
  expect([await opens(run, stranger), await opens(run, stranger, TRUSTED)]).toEqual([false, true]);
});

test('a retry, and a retry of that, open files of what they repeat, never the other way', async () => {
  const first = await givenRun();
  const second = await givenRun({ retryOfId: first });
  const third = await givenRun({ retryOfId: second });
  expect([await opens(third, first), await opens(second, first), await opens(first, third)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a called run opens files of its caller, and the caller those of what it called', async () => {
  const caller = await givenRun();
  const called = await givenRun({ rootRunId: caller, parentRunId: caller });
  const again = await givenRun({ retryOfId: caller });
  expect([await opens(called, caller), await opens(caller, called), await opens(again, called)]).toEqual([
    ...[true, true, true],
  ]);
});

test('a run about a failed one opens its files', async () => {
  const failed = await givenRun();
  expect(await opens(await givenRun({ failedRunId: failed }), failed)).toBe(true);
});
