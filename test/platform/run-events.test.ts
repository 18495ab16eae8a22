import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEventBody, RunEventDraft } from '#lib/run-event.ts';
import { appendRunEvents, eventsAfter, lastEventId, runEvents } from '#platform/run-events.ts';
import { db } from '#prisma/client.ts';
import { givenRun } from './given.ts';

const at = Date.UTC(2026, 0, 1);
const event = (key: string, body: RunEventBody, stepId = ''): RunEventDraft => ({
  key,
  stepId,
  iteration: '',
  at,
  body,
});
const started = event('run.started', {
  type: 'run.started',
  input: {
    kind: 'inline',
    value: null,
    labels: { rest: { integrity: 'trusted', confidentiality: 'public', origins: [] } },
  },
});
const done = event('run.done', { type: 'run.done' });
const step = (id: string, attempt = 1) => event(`${id}:started:${attempt}`, { type: 'step.started', attempt }, id);

async function statusOf(runId: string) {
  return (await db().run.findUniqueOrThrow({ where: { id: runId } })).status;
}

describe('run events', () => {
  let runId: string;
  beforeEach(async () => {
    runId = (await givenRun()).runId;
  });

  it('keep the order in which they were appended, without gaps', async () => {
    await appendRunEvents(runId, [started, step('a')]);
    await appendRunEvents(runId, [step('b'), done]);
    const events = await runEvents({ runId });
    expect(events.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
    expect(events.map((row) => row.key)).toEqual(['run.started', 'a:started:1', 'b:started:1', 'run.done']);
    expect(events[0]?.body).toEqual(started.body);
    expect(events[0]?.at).toBe(at);
  });

  it('are written once however often they are sent', async () => {
    await appendRunEvents(runId, [started, step('a')]);
    await appendRunEvents(runId, [started, step('a'), step('b')]);
    expect((await runEvents({ runId })).map((row) => row.seq)).toEqual([1, 2, 3]);
  });

  it('move a run forward and never back', async () => {
    await appendRunEvents(runId, [started]);
    expect(await statusOf(runId)).toBe('running');
    await appendRunEvents(runId, [event('a:waiting', { type: 'step.waiting', approvalId: 'x' }, 'a')]);
    expect(await statusOf(runId)).toBe('waiting');
    await appendRunEvents(runId, [
      event('a:decided', { type: 'step.decided', approvalId: 'x', choice: 'approve', by: 'Anna' }, 'a'),
    ]);
    expect(await statusOf(runId)).toBe('running');
    await appendRunEvents(runId, [
      event('run.failed', { type: 'run.failed', error: { type: 'Refused', message: 'no' } }),
    ]);
    await appendRunEvents(runId, [step('late'), done]);
    const run = await db().run.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ status: 'failed', error: 'no' });
    expect(run.startedAt?.getTime()).toBe(at);
    expect(run.endedAt?.getTime()).toBe(at);
  });

  it('of an end and a late step in one batch leave the run ended', async () => {
    await appendRunEvents(runId, [started, done, step('late')]);
    expect(await statusOf(runId)).toBe('done');
  });

  it('of many callers at once all arrive, in unbroken sequence', async () => {
    const other = (await givenRun()).runId;
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => appendRunEvents(index % 2 ? runId : other, [step(`s${index}`)])),
    );
    for (const id of [runId, other]) {
      expect((await runEvents({ runId: id })).map((row) => row.seq)).toEqual(
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
    }
  });

  it('of a run that does not exist fail alone, not their neighbours in the same commit', async () => {
    const results = await Promise.allSettled([
      appendRunEvents(runId, [step('a')]),
      appendRunEvents('no-such-run', [step('a')]),
      appendRunEvents(runId, [step('b')]),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await runEvents({ runId })).toHaveLength(2);
  });

  it('are read on from a cursor, for all runs or some', async () => {
    const other = (await givenRun()).runId;
    const before = await lastEventId();
    await appendRunEvents(runId, [step('a')]);
    await appendRunEvents(other, [step('b')]);
    await appendRunEvents(runId, [step('c')]);
    const all = await eventsAfter({ id: before, limit: 10 });
    expect(all.map((row) => row.stepId)).toEqual(['a', 'b', 'c']);
    const some = await eventsAfter({ id: before, runIds: [runId], limit: 10 });
    expect(some.map((row) => row.stepId)).toEqual(['a', 'c']);
    expect((await eventsAfter({ id: all[0]?.id ?? 0, limit: 1 })).map((row) => row.stepId)).toEqual(['b']);
    expect((await runEvents({ runId, after: some[0]?.id ?? 0 })).map((row) => row.stepId)).toEqual(['c']);
  });
});
