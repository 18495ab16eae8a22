/** The chat page with flows that answer. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { appRouter } from '#server/routers/index.ts';
import { addPerson } from '#test/server/house.ts';
import { calls, useModel } from '#test/support/agents.ts';
import { draw } from '#test/support/draw.ts';
import { published } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import type { Json } from '#lib/value.ts';

useHearth();
const model = useModel();

let owner: Actor;
const me = () => appRouter.createCaller({ actor: owner });
beforeAll(async () => {
  owner = await addPerson('owner');
});

async function open(flow: Flow): Promise<string> {
  return (await me().chat.create({ flowId: (await published(flow)).flowId })).id;
}

let sent = 0;
const send = async (id: string, text: string) =>
  (await me().chat.send({ id, text, clientId: `message-${(sent += 1)}` })).runId;
const entries = async (id: string) => (await me().chat.get({ id })).entries.map(({ role, text }) => [role, text]);
const said = (id: string, count: number) =>
  until(async () => ((await entries(id)).length === count ? entries(id) : undefined), { what: `${count} messages` });

function assistant(tools: Json[] = []): Flow {
  const params = {
    ...{ message: '{{ trigger.text }}', conversation: '{{ trigger.conversation }}', model: 'gpt-test' },
    ...{ tools, askPerson: false },
  };
  return draw({
    name: 'Assistant',
    nodes: { heard: ['chat.message'], agent: ['agent.chat', params, { connection: model.connection }] },
    wires: ['heard > agent'],
  });
}

describe('a chat', () => {
  it('has the answer that a flow responds, each once and in order', async () => {
    const nodes = { heard: ['chat.message'], answer: ['respond', { body: 'You said {{ trigger.text }}' }] } as const;
    const id = await open(
      draw({ nodes: { heard: [...nodes.heard], answer: [...nodes.answer] }, wires: ['heard > answer'] }),
    );
    await send(id, 'one');
    await said(id, 2);
    await Promise.all([entries(id), entries(id)]);
    await send(id, 'two');
    expect(await said(id, 4)).toEqual([
      ['person', 'one'],
      ['flow', 'You said one'],
      ['person', 'two'],
      ['flow', 'You said two'],
    ]);
  });

  it('goes on with an agent that remembers, and shows what its tools do', async () => {
    const count = { name: 'count', type: 'counter.add', params: { counter: 'chat' }, fill: ['add'] };
    const id = await open(assistant([count]));
    model.server.reply(calls(['count', { add: 2 }]), { text: 'Counted.' }, { text: 'Two, as I said.' });
    const runId = await send(id, 'Count two.');
    await said(id, 2);
    const work = await me().chat.work({ runId });
    expect(work).toMatchObject({ status: 'done', asked: [], writing: [] });
    expect(work.steps).toMatchObject([{ type: 'counter.add', name: 'count', status: 'done', target: 'chat' }]);
    expect(work.runs).toHaveLength(2);
    await send(id, 'How many?');
    expect((await said(id, 4))?.at(-1)).toEqual(['flow', 'Two, as I said.']);
    const last = JSON.stringify(model.server.questions.at(-1)?.body);
    expect(last).toContain('Count two.');
  });

  it('tells an agent at work more, and takes no second run for it', async () => {
    const id = await open(assistant());
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    model.server.reply({ text: 'Finished.', until: held }, { text: 'In French: terminé.' });
    const runId = await send(id, 'Write it.');
    await until(() => model.server.questions.length === 1, { what: 'the first question' });
    expect((await me().chat.work({ runId })).writing).toMatchObject([{ node: 'think' }]);
    expect(await send(id, 'In French, please.')).toBe(runId);
    release();
    expect(await said(id, 3)).toEqual([
      ['person', 'Write it.'],
      ['person', 'In French, please.'],
      ['flow', 'In French: terminé.'],
    ]);
  });

  it('says what waits for a person; a message in the chat is no yes', async () => {
    const ask = { title: 'Really?', buttons: [{ id: 'yes', title: 'Yes', style: 'primary' }] };
    const flow = draw({
      nodes: {
        heard: ['chat.message'],
        ask: ['approval', ask],
        done: ['set', { fields: { text: 'Done it.' } }],
      },
      wires: ['heard > ask', 'ask.yes > done'],
    });
    const id = await open(flow);
    const runId = await send(id, 'Do it.');
    const asked = await until(async () => (await me().chat.work({ runId })).asked[0], { what: 'the question' });
    await expect(send(id, 'yes')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await db().approval.findUniqueOrThrow({ where: { id: asked } })).status).toBe('waiting');
    await me().approvals.decide({ id: asked, choice: 'yes' });
    expect((await said(id, 2))?.at(-1)).toEqual(['flow', 'Done it.']);
    expect((await me().chat.work({ runId })).asked).toEqual([]);
  });

  it('says why there is no answer', async () => {
    const flow = draw({
      nodes: { heard: ['chat.message'], stop: ['stop', { outcome: 'failed', message: 'No calendar.' }] },
      wires: ['heard > stop'],
    });
    const id = await open(flow);
    const runId = await send(id, 'Tomorrow?');
    await until(async () => (await me().chat.work({ runId })).status === 'failed', { what: 'the failure' });
    expect((await me().chat.get({ id })).runs).toMatchObject([{ id: runId, status: 'failed', error: 'No calendar.' }]);
  });
});
