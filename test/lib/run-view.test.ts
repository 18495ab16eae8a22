import { describe, expect, it } from 'vitest';
import type { RunEvent, RunEventBody } from '#lib/run-event.ts';
import { applyEvent, emptyRun, foldRun } from '#lib/run-view.ts';
import { inline, START } from '#test/lib/support/simulation.ts';

const drawing = { nodes: [{ id: 'a', type: 'note', name: 'Note it' }] };
const iso = (offset: number) => new Date(START + offset).toISOString();

function log(...entries: [string, RunEventBody][]): RunEvent[] {
  return entries.map(([stepId, body], index) => ({
    id: index + 1,
    seq: index + 1,
    runId: 'r',
    key: String(index),
    stepId,
    iteration: '',
    at: START + index,
    body,
  }));
}

function stepAfter(...bodies: RunEventBody[]) {
  return foldRun(log(...bodies.map((body) => ['a', body] as [string, RunEventBody])), drawing).steps[0];
}

const started = (attempt: number): RunEventBody => ({ type: 'step.started', attempt });
const done = (attempt: number, value = 1): RunEventBody => ({
  type: 'step.done',
  attempt,
  output: inline(value),
  port: 'out',
});
const error = { type: 'Refused', message: 'No.' };

describe('a run folded from its events', () => {
  it('shows a step from start to end', () => {
    const view = foldRun(
      log(
        ['', { type: 'run.started', input: inline({}) }],
        ['a', started(1)],
        ['a', { type: 'step.input', attempt: 1, input: inline({ x: 1 }) }],
        ['a', done(1)],
        ['', { type: 'run.done', output: inline(1) }],
      ),
      drawing,
    );
    expect(view).toMatchObject({
      status: 'done',
      startedAt: iso(0),
      endedAt: iso(4),
      output: inline(1),
      lastEventId: 5,
    });
    expect(view.steps).toMatchObject([
      {
        node: 'a',
        type: 'note',
        name: 'Note it',
        status: 'done',
        attempt: 1,
        input: inline({ x: 1 }),
        output: inline(1),
        startedAt: iso(1),
        endedAt: iso(3),
      },
    ]);
  });

  it('starts a later attempt anew and ignores what is heard of an earlier one', () => {
    const retrying: RunEventBody = { type: 'step.retrying', attempt: 1, attempts: 4, error, nextAt: START + 500 };
    expect(stepAfter(started(1), retrying)).toMatchObject({ status: 'retrying', error, attempts: 4, until: iso(500) });
    expect(stepAfter(started(1), retrying, started(2))).toMatchObject({
      status: 'running',
      attempt: 2,
      until: null,
      input: null,
    });
    expect(stepAfter(started(2), started(1), { type: 'step.input', attempt: 1, input: inline('old') })).toMatchObject({
      attempt: 2,
      input: null,
    });
  });

  it('never goes back from an end', () => {
    for (const end of [
      done(1),
      { type: 'step.failed', attempt: 1, error } as const,
      { type: 'step.skipped' } as const,
    ]) {
      const ended = stepAfter(started(1), end);
      const after = stepAfter(
        started(1),
        end,
        started(1),
        { type: 'step.waiting', approvalId: 'x' },
        { type: 'step.cancelled' },
        started(2),
      );
      expect(after).toEqual(ended);
    }
  });

  it('tells what happened even after a cancel', () => {
    expect(stepAfter(started(1), { type: 'step.cancelled' }, done(1))).toMatchObject({
      status: 'done',
      output: inline(1),
    });
  });

  it('shows who decided and goes on', () => {
    const waiting: RunEventBody = {
      type: 'step.waiting',
      approvalId: 'ap',
      until: START + 9,
      reason: 'untrusted-target',
    };
    expect(stepAfter(started(1), waiting)).toMatchObject({ status: 'waiting', approvalId: 'ap', until: iso(9) });
    const decided: RunEventBody = { type: 'step.decided', approvalId: 'ap', choice: 'approve', by: 'Ana' };
    expect(stepAfter(started(1), waiting, decided)).toMatchObject({
      status: 'running',
      decidedBy: { choice: 'approve', by: 'Ana' },
      until: null,
    });
  });

  it('is waiting only while nothing else runs', () => {
    const waiting: [string, RunEventBody] = ['a', { type: 'step.waiting', approvalId: 'ap' }];
    expect(foldRun(log(['a', started(1)], waiting), drawing).status).toBe('waiting');
    expect(foldRun(log(['a', started(1)], waiting, ['b', started(1)]), drawing).status).toBe('running');
  });

  it('is the same event by event, and deaf to what it has heard', () => {
    const events = log(
      ['', { type: 'run.started', input: inline({}) }],
      ['a', started(1)],
      ['a', done(1)],
      ['', { type: 'run.failed', error, stepId: 'a' }],
    );
    const whole = foldRun(events, drawing);
    const live = [...events, ...events].reduce(applyEvent, emptyRun(drawing));
    expect(live).toEqual(whole);
    expect(whole).toMatchObject({ status: 'failed', failure: error, failedStep: 'a' });
  });

  it('keeps the identity of steps that an event does not touch', () => {
    const events = log(['a', started(1)], ['b', started(1)], ['b', done(1)]);
    const before = foldRun(events.slice(0, 2), drawing);
    const after = applyEvent(before, events[2] as RunEvent);
    expect(after.steps[0]).toBe(before.steps[0]);
    expect(after.steps[1]).not.toBe(before.steps[1]);
    expect(before.steps[1]?.status).toBe('running');
  });

  it('keeps the first answer of a run', () => {
    const responded = (status: number): [string, RunEventBody] => [
      '',
      { type: 'run.responded', status, headers: {}, body: inline(status) },
    ];
    expect(foldRun(log(responded(201), responded(500)), drawing).response?.status).toBe(201);
  });
});
