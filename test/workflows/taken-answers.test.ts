/** Answers of a model, taken over into a rehearsal: the same flow then runs the same way without the model. */
import { beforeAll, describe, expect, it } from 'vitest';
import { agentFlow, calls, useModel, workOf } from '#test/support/agents.ts';
import { draw } from '#test/support/draw.ts';
import { testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { addPerson, callApi, tokenOf } from '#test/server/house.ts';
import type { Json } from '#lib/value.ts';
import type { AnswerToTake } from '#lib/views-rehearsal.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';

useHearth();
const model = useModel();
let admin: string;
let editor: string;

beforeAll(async () => {
  admin = await tokenOf(await addPerson('admin'), ['admin']);
  editor = await tokenOf(await addPerson('editor'), ['edit', 'view']);
});

const rehearsal = async (script: Json = []) =>
  (
    await saveConnection({
      name: 'Stage',
      type: 'rehearsal',
      config: { script: JSON.stringify(script) },
      secrets: {},
      by: 'system',
    })
  ).id;
const scriptOf = async (id: string) => {
  const { config } = await db().connection.findUniqueOrThrow({ where: { id } });
  return JSON.parse((JSON.parse(config) as { script: string }).script) as Json[];
};

type Place = { node: string; connection: string; iteration?: string; when?: string };
const look = (run: FlowRun, place: Place, token = admin) =>
  callApi(`/runs/${run.runId}/rehearsal?${new URLSearchParams(place).toString()}`, { token });
const take = (run: FlowRun, body: Place & { seen: string }, token = admin) =>
  callApi(`/runs/${run.runId}/rehearsal`, { method: 'POST', token, body });
/** Looks, and takes what was shown. */
async function taken(run: FlowRun, place: Place): Promise<AnswerToTake> {
  const shown = (await look(run, place)).body as unknown as AnswerToTake;
  expect((await take(run, { ...place, seen: shown.seen })).status).toBe(200);
  return shown;
}

const letter = (connection: string) =>
  draw({
    nodes: {
      start: ['manual'],
      facts: [
        'llm.extract',
        {
          model: 'gpt-test',
          content: '{{ trigger.text }}',
          schema: { type: 'object', properties: { sum: { type: 'integer' }, password: { type: 'string' } } },
        },
        { connection },
      ],
      words: ['llm.ask', { model: 'gpt-test', prompt: 'Put it nicely: {{ steps.facts.data.sum }}' }, { connection }],
    },
    wires: ['start > facts', 'facts > words'],
  });
const KEY = `sk-${'a'.repeat(24)}`;

describe('what a model answered', () => {
  it('is the script by which the same flow runs without it; no credential is among it', async () => {
    model.server.reply({ text: '{"sum": 12, "password": "hunter22"}' }, { text: `Twelve, with ${KEY}.` });
    const text = 'My bill is over twelve.';
    await using real = await testFlow(letter(model.connection), { input: { text } });
    expect(await real.ends()).toMatchObject({ type: 'run.done' });

    const stage = await rehearsal([{ when: text, answer: 'Old' }, { answer: 'Any' }]);
    const first = await taken(real, { node: 'facts', connection: stage });
    expect(first).toMatchObject({
      line: { when: text, data: { sum: 12, password: '[redacted]' } },
      replaces: { when: text, answer: 'Old' },
      hides: 0,
    });
    await taken(real, { node: 'words', connection: stage });
    expect(await scriptOf(stage)).toEqual([
      { when: 'Put it nicely: 12', answer: 'Twelve, with [redacted].' },
      { when: text, data: { sum: 12, password: '[redacted]' } },
      { when: '', answer: 'Any' },
    ]);

    const asked = model.server.questions.length;
    await using again = await testFlow(letter(stage), { input: { text } });
    expect(await again.output()).toMatchObject({ text: 'Twelve, with [redacted].', model: 'rehearsal' });
    expect(model.server.questions).toHaveLength(asked);
    const refused = await look(again, { node: 'words', connection: stage });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('from a rehearsal already') as string } },
    });
  });

  it('in the turns of an agent makes it play its part again, with the same calls', async () => {
    const tools = [{ name: 'count', type: 'counter.add', params: { counter: 'taken' }, fill: ['add'] }];
    model.server.reply(calls(['count', { add: 3 }]), { text: 'Counted to three.' });
    await using real = await testFlow(agentFlow({ connection: model.connection, tools }), {
      input: { task: 'Count the cups.' },
    });
    await real.output();
    const work = await workOf(real);
    const stage = await rehearsal();
    const { line } = await taken(work, { node: 'think', iteration: '0', connection: stage });
    expect(line).toEqual({ when: 'Count the cups.', calls: [{ name: 'count', args: { add: 3 } }] });
    const last = await taken(work, { node: 'think', iteration: '1', connection: stage });
    expect(last.line).toMatchObject({ when: expect.stringMatching(/^count\n/) as string, answer: 'Counted to three.' });
    // The result has another number in the next run.
    await taken(work, { node: 'think', iteration: '1', connection: stage, when: 'count\n' });

    await using again = await testFlow(agentFlow({ connection: stage, tools }), { input: { task: 'Count the cups.' } });
    expect(await again.output()).toMatchObject({ text: 'Counted to three.', turns: 2 });
    expect((await db().counter.findUnique({ where: { name: 'taken' } }))?.value).toBe(6);
  });

  it('is written by who may change connections, into a rehearsal, as it was looked at', async () => {
    model.server.reply({ text: '{"sum": 1}' }, { text: 'One.' });
    await using real = await testFlow(letter(model.connection), { input: { text: 'One.' } });
    await real.ends();
    const stage = await rehearsal();
    const place = { node: 'words', connection: stage };
    const { seen } = (await look(real, place, editor)).body as unknown as AnswerToTake;
    expect((await take(real, { ...place, seen }, editor)).status).toBe(403);
    await taken(real, { ...place, when: 'nicely' });
    expect((await take(real, { ...place, seen })).status).toBe(409);
    expect(await scriptOf(stage)).toEqual([{ when: 'nicely', answer: 'One.' }]);
    expect((await look(real, { ...place, connection: model.connection })).status).toBe(400);
    expect((await look(real, { ...place, node: 'start' })).status).toBeGreaterThanOrEqual(400);
    expect((await look(real, { ...place, when: 'x'.repeat(1001) })).status).toBe(400);
  });
});
