import { expect, test } from 'vitest';
import { iterationsOf } from '#lib/iterations.ts';
import { countOf } from '#lib/node-view.ts';
import { factsOf } from '#lib/output-facts.ts';
import type { RunEvent, RunEventBody } from '#lib/run-event.ts';
import { applyEvents, emptyRun, foldRun, keepSome, type RunProgress } from '#lib/run-view.ts';
import { isFinal } from '#lib/step-view.ts';
import { inline, START } from '#test/lib/support/simulation.ts';
import { stepView } from '#test/support/step-view.ts';

const drawing = {
  nodes: [
    { id: 'each', type: 'forEach', name: 'Each' },
    { id: 'a', type: 'set', name: 'A' },
    { id: 'b', type: 'set', name: 'B' },
  ],
};

type Entry = [step: string, iteration: string, body: RunEventBody];

function log(entries: Entry[]): RunEvent[] {
  return entries.map(([stepId, iteration, body], index) => ({
    ...{ id: index + 1, seq: index + 1, runId: 'r', key: String(index), stepId, iteration },
    at: START + index * 10,
    body,
  }));
}

const started = (attempt = 1): RunEventBody => ({ type: 'step.started', attempt });
const done = (value: Parameters<typeof inline>[0], port?: string): RunEventBody => ({
  type: 'step.done',
  attempt: 1,
  output: inline(value),
  ...(port ? { port } : {}),
});
const error = { type: 'Refused', message: 'No.' };

function loop(rounds: number): RunEvent[] {
  const entries: Entry[] = [
    ['', '', { type: 'run.started', input: inline({}) }],
    ['each', '', started()],
    ['each', '', { type: 'step.input', attempt: 1, input: inline({}), items: rounds }],
  ];
  for (let index = 0; index < rounds; index += 1) {
    const at = String(index);
    entries.push(['a', at, started()]);
    if (index % 5 === 4)
      entries.push(['a', at, { type: 'step.failed', attempt: 1, error }], ['b', at, { type: 'step.skipped' }]);
    else entries.push(['a', at, done({ rows: [1, 2] })], ['b', at, started()], ['b', at, done(index)]);
  }
  return log(entries);
}

const nodesOf = (view: RunProgress) => Object.fromEntries(view.nodes);

test('a node says how many of its steps stand where, by which port they left, and with how many items', () => {
  const view = foldRun(loop(10), drawing);
  const { a, b, each } = nodesOf(view);
  expect(a).toMatchObject({
    counts: { done: 8, failed: 2 },
    ports: { out: 8 },
    items: 16,
    last: { failed: '9', done: '8' },
  });
  expect(b).toMatchObject({ counts: { done: 8, skipped: 2 } });
  expect(each).toMatchObject({ counts: { running: 1 }, total: 10 });
  expect(a && countOf(a)).toBe(10);
  expect(view.stepCount).toBe(21);
});

test('a page that holds only some of the steps counts on as if it held all', () => {
  const events = loop(40);
  const whole = foldRun(events, drawing);
  let page = emptyRun(drawing);
  for (let from = 0; from < events.length; from += 7)
    page = keepSome(applyEvents(page, events.slice(from, from + 7)), 12);
  expect(page.steps.length).toBeLessThanOrEqual(19);
  expect(nodesOf(page)).toEqual(nodesOf(whole));
  expect(page).toMatchObject({ status: whole.status, stepCount: whole.stepCount });
});

test('what is under way, what is outside of loops and the last of each kind stay', () => {
  const page = keepSome(foldRun(loop(40), drawing), 10);
  const kept = page.steps.map(({ node, iteration }) => `${node}@${iteration}`);
  expect(kept).toEqual(expect.arrayContaining(['each@', 'a@38', 'a@39', 'b@38', 'b@39']));
  expect(kept).not.toContain('a@0');
  expect(page.steps.every(({ node, status }) => node === 'each' || isFinal(status))).toBe(true);
});

test('a late end after a cancelled step takes its place in the counts', () => {
  const view = foldRun(
    log([
      ['a', '', started()],
      ['a', '', { type: 'step.cancelled' }],
      ['a', '', done(1)],
    ]),
    drawing,
  );
  expect(nodesOf(view).a?.counts).toEqual({ running: 0, cancelled: 0, done: 1 });
});

test('attempts and waits are told apart', () => {
  const retrying: RunEventBody = { type: 'step.retrying', attempt: 1, error, nextAt: START + 500, attempts: 3 };
  const view = foldRun(
    log([
      ['a', '', started(1)],
      ['a', '', retrying],
      ['a', '', started(2)],
      ['a', '', { type: 'step.waiting', approvalId: 'x', reason: 'target' }],
      ['a', '', { type: 'step.decided', approvalId: 'x', choice: 'approve', by: 'Ann' }],
      ['a', '', done(1)],
    ]),
    drawing,
  );
  expect(view.steps[0]?.phases.map(({ kind }) => kind)).toEqual([
    'running',
    'retrying',
    'running',
    'waiting',
    'running',
  ]);
  expect(view.steps[0]?.waitReason).toBe('target');
});

test('an output tells the length of the one list in it and the tokens of a model', () => {
  expect(factsOf(inline([1, 2, 3]))).toEqual({ items: 3, tokens: null });
  expect(factsOf(inline({ rows: [1], count: 1 }))).toEqual({ items: 1, tokens: null });
  expect(factsOf(inline({ rows: [1], others: [] }))).toEqual({ items: null, tokens: null });
  expect(factsOf(inline({ text: 'x', usage: { inputTokens: 3, outputTokens: 4 } }))).toEqual({
    items: null,
    tokens: 7,
  });
  expect(factsOf(inline('text'))).toEqual({ items: null, tokens: null });
});

test('the rounds of a loop in a loop are those of that round alone, in order', () => {
  const parents = new Map([
    ['inner', 'outer'],
    ['a', 'inner'],
    ['x', 'other'],
  ]);
  const steps = [
    stepView('outer'),
    stepView('inner', { iteration: '10' }),
    stepView('inner', { iteration: '2', status: 'running' }),
    stepView('a', { iteration: '2/1', status: 'failed' }),
    stepView('a', { iteration: '2/0' }),
    stepView('a', { iteration: '10/0', status: 'failed', port: 'error' }),
    stepView('x', { iteration: '0' }),
  ];
  const outer = iterationsOf(steps, { node: 'outer', iteration: '', parents });
  expect(outer.map(({ iteration, status, steps: own }) => [iteration, status, own.length])).toEqual([
    ['2', 'failed', 1],
    ['10', 'done', 1],
  ]);
  const inner = iterationsOf(steps, { node: 'inner', iteration: '2', parents });
  expect(inner.map(({ iteration, status }) => [iteration, status])).toEqual([
    ['2/0', 'done'],
    ['2/1', 'failed'],
  ]);
});
