import { describe, expect, it } from 'vitest';
import { agentFlow, calls, useModel, workOf } from '#test/support/agents.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import { TRUSTED } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { addMessage } from '#platform/agent-messages.ts';
import { saveConnection } from '#platform/connections.ts';
import { ingest } from '#platform/ingest.ts';
import { startRun } from '#platform/start-run.ts';
import { db } from '#prisma/client.ts';
import { getRun } from '#server/services/run-views.ts';

useHearth();
const model = useModel();

const COUNT = { name: 'count', type: 'counter.add', params: { counter: 'turns' }, fill: ['add'] };
type Told = { role: string; content: string; tool_calls?: { id: string; function: { name: string } }[] };
const askedAt = (index: number) => model.server.questions[index]?.body as { messages: Told[]; tools?: Json[] };
const toldLast = () => askedAt(model.server.questions.length - 1).messages;
const answersOf = (messages: Told[]) => messages.filter(({ role }) => role === 'tool').map(({ content }) => content);

const run = (task: string, more: Record<string, Json> = {}, tools = [COUNT]): Promise<FlowRun> =>
  testFlow(agentFlow({ connection: model.connection, tools, more }), { input: { task } });
const counted = async (name = 'turns') => (await db().counter.findUnique({ where: { name } }))?.value ?? 0;

describe('an agent', () => {
  it('works with its tools, several at once, and ends with its words', async () => {
    const before = await counted();
    model.server.reply(calls(['count', { add: 2 }], ['count', { add: 3 }]), { text: 'It is done.' });
    await using made = await run('Count.');
    expect(await made.output()).toEqual({ text: 'It is done.', result: 'It is done.', turns: 2 });
    const told = askedAt(1).messages.slice(1);
    expect(told.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool']);
    expect(told[0]?.content).toBe('Count.');
    expect(model.server.questions[0]?.body).toMatchObject({ model: 'gpt-test', max_tokens: 4096 });
    expect(await counted()).toBe(before + 5);
  });

  it('tells the model of the arguments that are left to it, and of no other', async () => {
    model.server.reply({ text: 'Nothing to do.' });
    await using made = await run('Rest.');
    await made.output();
    const [tool] = askedAt(0).tools as { function: { name: string; parameters: { properties: object } } }[];
    expect(tool?.function.name).toBe('count');
    expect(Object.keys(tool?.function.parameters.properties ?? {})).toEqual(['add']);
    expect(JSON.stringify(tool)).not.toContain('placeholder');
  });

  it('gives back to the model what it did wrong', async () => {
    const before = await counted();
    model.server.reply(
      calls(['count', { add: 'many' }]),
      calls(['count', { add: 1, counter: 'other' }]),
      calls(['shell_run', { command: 'id' }]),
      { text: '', calls: [{ id: 'x', name: 'count', raw: '{"add":' }] },
      calls(['count', { add: 1 }]),
      { text: 'Done.' },
    );
    await using made = await run('Count.');
    await made.output();
    const [wrongType, fixed, unknown, cutOff] = answersOf(toldLast());
    expect(wrongType).toMatch(/add: .*number/);
    expect(fixed).toContain('takes no "counter"');
    expect(unknown).toBe('There is no tool "shell_run". You have: count, ask_person.');
    expect(cutOff).toContain('not JSON');
    expect(await counted()).toBe(before + 1);
    expect(await counted('other')).toBe(0);
  });

  it('is told what went wrong in a tool, and goes on', async () => {
    const broken = { name: 'read', type: 'json.parse', params: { text: '{"oops' }, fill: [] as string[] };
    model.server.reply(calls(['read']), { text: 'It is broken.' });
    await using made = await run('Look.', {}, [broken as never]);
    await made.output();
    expect(answersOf(toldLast())[0]).toMatch(/^It failed \(Invalid\): .*JSON/);
  });

  it('is done only when its result fits', async () => {
    const schema = { type: 'object', properties: { late: { type: 'integer' } }, required: ['late'] };
    model.server.reply(
      { text: 'I am done.' },
      calls(['finish', { late: 'three' }]),
      calls(['finish', { late: 2 }], ['count', { add: 1 }]),
      calls(['finish', { late: 3 }]),
    );
    await using made = await run('How many are late?', { schema });
    expect(await made.output()).toMatchObject({ result: { late: 3 }, turns: 4 });
    expect(toldLast().some(({ role, content }) => role === 'user' && content.includes('"finish"'))).toBe(true);
    const [wrong, early] = answersOf(toldLast());
    expect(wrong).toContain('does not fit');
    expect(early).toContain('alone');
  });

  it('ends when it has taken all of its turns', async () => {
    let turn = 0;
    model.server.think(() => calls(['count', { add: (turn += 1) }]));
    await using made = await run('Never end.', { maxTurns: 3 });
    expect(await made.ends()).toMatchObject({
      type: 'run.failed',
      error: { message: expect.stringContaining('3 turns') as string },
    });
    expect(model.server.questions).toHaveLength(3);
    model.server.think(undefined);
  });

  it('is stopped when it only repeats itself', async () => {
    const before = await counted();
    model.server.think(() => calls(['count', { add: 1 }]));
    await using made = await run('Loop.', { maxRepeats: 2 });
    const work = await workOf(made);
    expect(await work.ends()).toMatchObject({ type: 'run.failed', error: { type: 'AgentLoop' } });
    expect(await counted()).toBe(before + 2);
    model.server.think(undefined);
  });

  it('ends when it has used all of its tokens', async () => {
    model.server.reply({ ...calls(['count', { add: 1 }]), usage: { input: 900, output: 200 } });
    await using made = await run('Spend.', { maxTotalTokens: 1000 });
    const work = await workOf(made);
    expect(await work.ends()).toMatchObject({ error: { type: 'AgentLimit' } });
    expect(model.server.questions).toHaveLength(1);
  });

  it('stops at once with a bound on its cost and a model of unknown price', async () => {
    model.server.reply(calls(['count', { add: 1 }]));
    await using made = await run('Spend.', { maxCost: 1 });
    expect(await (await workOf(made)).ends()).toMatchObject({
      error: { type: 'AgentLimit', message: expect.stringContaining('not known') as string },
    });
  });

  it('hears what a person says meanwhile before it ends', async () => {
    let release = () => {};
    const until_ = new Promise<void>((resolve) => (release = resolve));
    model.server.reply({ text: 'Finished.', until: until_ }, { text: 'In French: terminé.' });
    await using made = await run('Write it.');
    const work = await workOf(made);
    await until(() => model.server.questions.length === 1, { what: 'the first question' });
    await addMessage({ runId: work.runId, text: 'In French, please.', by: 'Tess', label: TRUSTED });
    release();
    expect(await made.output()).toMatchObject({ text: 'In French: terminé.', turns: 2 });
    expect(
      toldLast()
        .slice(1)
        .map(({ role, content }) => [role, content]),
    ).toEqual([
      ['user', 'Write it.'],
      ['assistant', 'Finished.'],
      ['user', 'In French, please.'],
    ]);
  });

  it('uses another flow as a tool, with what that flow asks for', async () => {
    const greet = draw({
      name: 'Greet',
      nodes: {
        begin: ['flow.called', { fields: [{ name: 'name', type: 'text', required: true, title: 'Whom' }] }],
        greet: ['set', { fields: { text: 'Hello {{ trigger.name }}' } }],
      },
      wires: chain('begin', 'greet'),
    });
    const { flowId } = await published(greet);
    const tool = { name: 'greet', type: 'flow.call', params: { flow: flowId }, fill: ['input'] };
    model.server.reply(calls(['greet', { name: 'Bo' }]), { text: 'Greeted.' });
    await using made = await run('Greet Bo.', {}, [tool as never]);
    await made.output();
    expect(JSON.stringify(askedAt(0).tools)).toContain('"name":{"type":"string","description":"Whom"}');
    expect(answersOf(toldLast())).toEqual(['{"text":"Hello Bo"}']);
  });

  it('asks the model that a template names', async () => {
    model.server.reply({ text: 'Here.' });
    const flow = agentFlow({ connection: model.connection, task: 'Work.', more: { model: '{{ trigger.model }}' } });
    await using made = await testFlow(flow, { input: { model: 'gpt-other' } });
    await made.output();
    expect(model.server.questions[0]?.body).toMatchObject({ model: 'gpt-other' });
  });

  it('keeps what templates fixed away from the model', async () => {
    const tool = { name: 'count', type: 'counter.add', params: { counter: '{{ trigger.counter }}' }, fill: ['add'] };
    model.server.reply(calls(['count', { add: 7 }]), { text: 'Counted.' });
    const flow = agentFlow({ connection: model.connection, tools: [tool] });
    // What looks like a template in a value is text.
    await using made = await testFlow(flow, { input: { task: 'Count.', counter: 'of: trigger.task' } });
    await made.output();
    expect(await counted('of: trigger.task')).toBe(7);
  });
});

describe('the conversation of an agent', () => {
  const chat = (more: Record<string, Json> = {}) =>
    draw({
      nodes: {
        start: ['manual'],
        agent: [
          'agent.chat',
          {
            ...{ message: '{{ trigger.text }}', conversation: '{{ trigger.person }}', model: 'gpt-test' },
            ...{ instructions: 'RULE: never curse.', ...more },
          },
          { connection: model.connection },
        ],
      },
      wires: ['start > agent'],
    });
  const later = async (flowId: string, input: Json) => {
    const flow = await db().flow.findUniqueOrThrow({ where: { id: flowId } });
    const version = await db().flowVersion.findUniqueOrThrow({ where: { id: flow.publishedId ?? '' } });
    const { runId } = await ingest({
      ...{ triggerId: `${flowId}:start`, flowId, versionId: version.id, planHash: version.planHash },
      ...{
        input,
        labels: { rest: TRUSTED },
        mode: 'production',
      },
    });
    await startRun(runId);
    return new FlowRun(runId, flowId);
  };

  it('goes on over runs, for each person by himself', async () => {
    model.server.reply({ text: 'Hello Ann.' }, { text: 'Hello Ben.' }, { text: 'You are Ann.' });
    const first = await testFlow(chat(), { input: { text: 'I am Ann.', person: 'ann' } });
    await first.output();
    await (await later(first.flowId, { text: 'I am Ben.', person: 'ben' })).output();
    await (await later(first.flowId, { text: 'Who am I?', person: 'ann' })).output();
    const said = toldLast()
      .slice(1)
      .map(({ content }) => content);
    expect(said).toEqual(['I am Ann.', 'Hello Ann.', 'Who am I?']);
  });

  it('is told in short when it grows too long, and its standing rules stay word for word', async () => {
    const long = 'All work and no play. '.repeat(4000);
    model.server.think((prompt) => ({ text: prompt.includes('Sum up') ? 'SUMMARY of it all.' : 'Yes.' }));
    const first = await testFlow(chat(), { input: { text: `1 ${long}`, person: 'eve' } });
    await first.output();
    for (const text of ['2', '3', '4', '5']) await (await later(first.flowId, { text, person: 'eve' })).output();
    model.server.think(undefined);
    const told = model.server.questions.map(({ body }) => body as { messages: Told[] });
    const at = told.findIndex(({ messages }) => messages.at(-1)?.content.startsWith('Sum up'));
    const { messages: summed } = told[at] ?? { messages: [] };
    const { messages: after } = told[at + 1] ?? { messages: [] };
    expect(JSON.stringify(summed)).toContain('All work');
    const [system, summary, ...rest] = after;
    expect(system?.content).toContain('RULE: never curse.');
    expect(summary?.content).toContain('SUMMARY of it all.');
    expect(rest.at(-1)?.content).toBe('5');
    expect(JSON.stringify(rest)).not.toContain('All work');
  });
});

describe('a rehearsal', () => {
  it('plays an agent and a sorter without any model, and the run says so', async () => {
    const script = JSON.stringify([
      { when: 'how many', calls: [{ name: 'count', args: { add: 4 } }] },
      { when: 'count', answer: 'Counted.' },
      { when: 'bill', data: { label: 'bill' } },
    ]);
    const by = 'user:tester';
    const { id } = await saveConnection({ name: 'Script', type: 'rehearsal', config: { script }, secrets: {}, by });
    const labels = ['other', 'bill'].map((label) => ({ id: label, title: label }));
    const sort = { content: 'A bill', model: 'any', labels };
    const flow = agentFlow({ connection: id, tools: [COUNT], task: 'How many?' });
    flow.nodes.push(
      ...draw({
        nodes: { sort: ['llm.classify', sort, { connection: id }], pay: ['set', { fields: { pay: true } }] },
        wires: [],
      }).nodes,
    );
    flow.edges.push(...draw({ nodes: {}, wires: ['agent > sort', 'sort.bill > pay'] }).edges);
    const [before, asked] = [await counted(), model.server.questions.length];
    await using made = await testFlow(flow);
    expect(await made.output()).toEqual({ pay: true });
    expect(await counted()).toBe(before + 4);
    expect(model.server.questions).toHaveLength(asked);
    const work = await workOf(made);
    for (const runId of [made.runId, work.runId]) expect((await getRun(runId)).rehearsal).toBe(true);
    expect(await db().modelCall.findMany({ where: { rootRunId: made.runId, cost: { not: 0 } } })).toEqual([]);
  });
});
