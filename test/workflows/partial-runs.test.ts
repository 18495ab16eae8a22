/** Parts of a draft run as tests: one step, up to a step, from a step on, with pins and the results of the last run. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { wholeLabel } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { createFlow, publishFlow, saveDraft } from '#platform/flows.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { evaluateField } from '#server/services/evaluate.ts';
import { previewPart, runPart } from '#server/services/partial-run.ts';
import { pinFromRun, pins, unpin, writePin } from '#server/services/pins.ts';
import { getRun } from '#server/services/run-views.ts';
import { staleSteps } from '#server/services/stale-steps.ts';
import { runFlow } from '#server/services/start-run.ts';
import { addPerson } from '#test/server/house.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

let actor: Actor;
beforeAll(async () => {
  actor = await addPerson('owner');
});

const get = (url: string) => ['http.request', { method: 'GET', url }] as [string, { [name: string]: Json }];
const say = (text: string) => ['template', { text }] as [string, { [name: string]: Json }];

/** Reads, posts, then says what was read. */
const drawn = (server: CountingServer, last = '{{ steps.read.body.name }} was read') =>
  draw({
    nodes: {
      start: ['manual'],
      read: get(`${server.url}/read`),
      post: ['http.request', { method: 'POST', url: `${server.url}/post`, body: '{{ steps.read.body.name }}' }],
      say: say(last),
      more: say('{{ steps.say.text }}!'),
    },
    wires: chain('start', 'read', 'post', 'say', 'more'),
  });

async function answering(): Promise<CountingServer> {
  const server = await CountingServer.start();
  server.answer = (_received, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: `Ada ${server.count('/read')}` }));
  };
  return server;
}

async function draft(flow: Flow): Promise<string> {
  return (await createFlow({ flow })).id;
}

async function tested(id: string, input: Json = {}): Promise<FlowRun> {
  const { runId } = await runFlow({ id, mode: 'test', input, actor });
  const run = new FlowRun(runId, id);
  await run.ends();
  return run;
}

type Part = Omit<Parameters<typeof runPart>[0], 'actor'>;

async function part(asked: Part): Promise<FlowRun> {
  const { runId } = await runPart({ ...asked, actor });
  return new FlowRun(runId, asked.id);
}

/** What became of each step, in a word. */
async function stepsOf(run: FlowRun): Promise<Record<string, string>> {
  const { steps } = await getRun(run.runId);
  return Object.fromEntries(
    steps.map(({ node, pinned, reused, status }) => [node, pinned ? 'pinned' : reused ? 'reused' : status]),
  );
}

async function change(id: string, flow: Flow): Promise<void> {
  const { draftRevision } = await db().flow.findUniqueOrThrow({ where: { id } });
  await saveDraft({ id, draft: flow, revision: draftRevision });
}

describe('a run of a part', () => {
  it('does one step only, with what those before it gave in the last run', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using whole = await tested(id);
    await using only = await part({ id, node: 'say', how: 'step', runId: whole.runId });
    expect(await only.output()).toEqual({ text: 'Ada 1 was read' });
    expect(await stepsOf(only)).toEqual({ read: 'reused', post: 'reused', say: 'done' });
    expect([server.count('/read'), server.count('/post')]).toEqual([1, 1]);
    expect(await db().run.findUniqueOrThrow({ where: { id: only.runId } })).toMatchObject({
      mode: 'test',
      retryOfId: whole.runId,
    });
    await replayAll();
  });

  it('is refused where a step before it has given nothing yet', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    const asked = part({ id, node: 'say', how: 'step' });
    await expect(asked).rejects.toThrow('“read” has no result yet. Run up to “say” instead');
    expect(server.received).toEqual([]);
  });

  it('up to a step does what is needed and ends there, and goes on from it afterwards', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using first = await part({ id, node: 'read', how: 'until' });
    expect((await first.ends()).type).toBe('run.done');
    expect(await stepsOf(first)).toEqual({ read: 'done' });
    await using second = await part({ id, node: 'say', how: 'until', runId: first.runId });
    expect(await second.output()).toEqual({ text: 'Ada 1 was read' });
    expect(await stepsOf(second)).toEqual({ read: 'reused', post: 'done', say: 'done' });
    await using third = await part({ id, node: 'more', how: 'step', runId: second.runId });
    expect(await third.output()).toEqual({ text: 'Ada 1 was read!' });
    expect(server.count('/read')).toBe(1);
  });

  it('from a step on does it and all that follows, after the effects were ticked', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using whole = await tested(id);
    const asked: Part = { id, node: 'post', how: 'from', runId: whole.runId };
    await expect(part(asked)).rejects.toMatchObject({ name: 'Conflict' });
    const { effects, again, reused } = await previewPart({ ...asked, actor });
    expect(effects).toEqual([expect.objectContaining({ node: 'post', target: server.host })]);
    expect([again.map(({ node }) => node), reused.map(({ node }) => node)]).toEqual([
      ['post', 'say', 'more'],
      ['read'],
    ]);
    expect(server.count('/post')).toBe(1);
    await using again2 = await part({ ...asked, again: effects.map(({ key }) => key) });
    expect((await again2.ends()).type).toBe('run.done');
    expect([server.count('/read'), server.count('/post')]).toEqual([1, 2]);
  });

  it('marks what was changed since the last run, and all that follows, until it is run', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using whole = await tested(id);
    expect(await staleSteps({ id, runId: whole.runId })).toEqual({ stale: {} });
    await change(id, drawn(server, 'Hello {{ steps.read.body.name }}'));
    expect(Object.keys((await staleSteps({ id, runId: whole.runId })).stale ?? {})).toEqual(['say', 'more']);
    await using only = await part({ id, node: 'say', how: 'step', runId: whole.runId });
    expect(await only.output()).toEqual({ text: 'Hello Ada 1' });
    // What follows was not run again, so its old result is shown as what it is.
    expect(Object.keys((await staleSteps({ id, runId: only.runId })).stale ?? {})).toEqual(['more']);
  });

  it('inside of a loop does as much of the body as leads to the step, for every item', async () => {
    const id = await draft(
      draw({
        nodes: {
          start: ['manual'],
          each: ['forEach', { items: [1, 2] }],
          one: say('{{ item.value }}'),
          two: say('{{ steps.one.text }}!'),
          end: say('{{ steps.each.count }}'),
        },
        wires: ['start > each', 'each.each > one', 'one > two', 'two > each', 'each.done > end'],
      }),
    );
    await using run = await part({ id, node: 'one', how: 'until' });
    expect((await run.ends()).type).toBe('run.done');
    const { steps } = await getRun(run.runId);
    expect(steps.map(({ node, iteration }) => `${node}@${iteration}`).sort()).toEqual(['each@', 'one@0', 'one@1']);
  });
});

describe('a pinned output', () => {
  it('stands in for its step in tests, keeps its label, and is never seen by what is published', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using whole = await tested(id);
    await pinFromRun({ flowId: id, nodeId: 'read', runId: whole.runId }, actor);
    const [pin] = await pins(id);
    expect(wholeLabel(pin?.labels).integrity).toBe('untrusted');
    await writePin(
      { flowId: id, nodeId: 'read', value: { ...(pin?.value as object), body: { name: 'Grace' } } },
      actor,
    );
    const [edited] = await pins(id);
    expect(wholeLabel(edited?.labels)).toMatchObject({
      integrity: 'untrusted',
      origins: expect.arrayContaining([`person:${actor.userId}`]) as string[],
    });

    await using again = await tested(id);
    expect(await stepsOf(again)).toEqual({ read: 'pinned', post: 'done', say: 'done', more: 'done' });
    expect(await again.output()).toEqual({ text: 'Grace was read!' });
    const { label } = (await getRun(again.runId)).steps.find(({ node }) => node === 'say') ?? {};
    expect(label?.integrity).toBe('untrusted');
    expect(server.count('/read')).toBe(1);
    await replayAll();

    await publishFlow({ id, by: 'user:tester' });
    const { runId } = await runFlow({ id, mode: 'production', input: {}, actor });
    await using real = new FlowRun(runId, id);
    expect(await real.output()).toEqual({ text: 'Ada 2 was read!' });
    expect((await stepsOf(real)).read).toBe('done');
  });

  it('makes what follows stale when it says something else than the run did, and is done for real when asked for', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using whole = await tested(id);
    await pinFromRun({ flowId: id, nodeId: 'read', runId: whole.runId }, actor);
    expect(await staleSteps({ id, runId: whole.runId })).toEqual({ stale: {} });
    const [pin] = await pins(id);
    await writePin(
      { flowId: id, nodeId: 'read', value: { ...(pin?.value as object), body: { name: 'Grace' } } },
      actor,
    );
    const { stale } = await staleSteps({ id, runId: whole.runId });
    expect(Object.keys(stale ?? {})).toEqual(['post', 'say', 'more']);
    await using only = await part({ id, node: 'read', how: 'step', runId: whole.runId });
    expect((await only.ends()).type).toBe('run.done');
    expect(await stepsOf(only)).toEqual({ read: 'done' });
    expect(server.count('/read')).toBe(2);
    await unpin({ flowId: id }, actor);
    expect(await pins(id)).toEqual([]);
  });

  it('decides the way of a test, at any depth of the flow and in every item of a loop', async () => {
    const id = await draft(
      draw({
        nodes: {
          start: ['manual'],
          each: ['forEach', { items: [1, 2] }],
          ask: ['approval', { title: 'Well?' }],
          yes: say('yes'),
          no: say('no'),
        },
        wires: ['start > each', 'each.each > ask', 'ask.approve > yes', 'ask.deny > no', 'yes > each', 'no > each'],
      }),
    );
    const value = { choice: 'deny', reason: null, by: null, at: '2026-01-01T00:00:00Z', answers: {} };
    await expect(writePin({ flowId: id, nodeId: 'ask', value }, actor)).rejects.toThrow('by which output');
    await expect(writePin({ flowId: id, nodeId: 'ask', value: { choice: 1 }, port: 'deny' }, actor)).rejects.toThrow(
      'choice',
    );
    await writePin({ flowId: id, nodeId: 'ask', value, port: 'deny' }, actor);
    await using run = await tested(id);
    expect(await run.output()).toMatchObject({ results: [{ text: 'no' }, { text: 'no' }] });
  });

  it('of a trigger is what a test begins with, with the label it came with', async () => {
    const flow = draw({
      nodes: { hook: ['webhook'], say: say('{{ trigger.body.name }}') },
      wires: ['hook > say'],
    });
    const id = await draft(flow);
    const value = { method: 'POST', path: '/', headers: {}, query: {}, body: { name: 'Bo' } };
    await using first = await tested(id, value);
    await pinFromRun({ flowId: id, nodeId: 'hook', runId: first.runId }, actor);
    await using second = await part({ id, node: 'say', how: 'until' });
    expect(await second.output()).toEqual({ text: 'Bo' });
    expect((await getRun(second.runId)).input.labels.rest.integrity).toBe('untrusted');
  });
});

describe('a preview of a field', () => {
  it('evaluates with the results of the run and the pins, and says where the value comes from', async () => {
    await using server = await answering();
    const id = await draft(drawn(server));
    await using whole = await tested(id);
    const at = { id, node: 'say', runId: whole.runId };
    const shout = '{{ $uppercase(steps.read.body.name) }}!';
    expect(await evaluateField({ ...at, value: shout })).toMatchObject({
      value: 'ADA 1!',
      label: { integrity: 'untrusted' },
    });
    await pinFromRun({ flowId: id, nodeId: 'read', runId: whole.runId }, actor);
    const [pin] = await pins(id);
    await writePin(
      { flowId: id, nodeId: 'read', value: { ...(pin?.value as object), body: { name: 'Grace' } } },
      actor,
    );
    expect(await evaluateField({ ...at, value: shout })).toMatchObject({ value: 'GRACE!' });
    await expect(evaluateField({ ...at, value: '{{ steps.nobody.name }}' })).rejects.toThrow('cannot be found');
    await expect(evaluateField({ ...at, value: '{{ $eval("1") }}' })).rejects.toThrow('$eval is off');
    const endless = '{{ ($f := function($x) { $f($x + 1) }; $f(1)) }}';
    await expect(evaluateField({ ...at, value: endless })).rejects.toThrow();
    await expect(evaluateField({ ...at, id: await draft(drawn(server)), value: shout })).rejects.toThrow('no such run');
  });
});
