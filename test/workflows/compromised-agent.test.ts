/** An agent with every tool that does something, whose model obeys what a stranger slipped in. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, type Listening } from '#test/fakes/http-server.ts';
import { FakeMcpServer } from '#test/fakes/mcp-server.ts';
import { startModelServer, type ModelReply, type ModelServer } from '#test/fakes/model-server.ts';
import { BETRAYALS, betray, hasOrders, withOrders, type Betrayal, type Orders } from '#test/fakes/obeying-model.ts';
import { agentFlow, calls } from '#test/support/agents.ts';
import { ATTACKS, PRIVATE, useAttackedHouse, wentOut } from '#test/support/attacked-house.ts';
import { published, runAgain, TESTER, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { switchOnEcho } from '#test/support/mcp.ts';
import { until } from '#test/support/until.ts';
import { untrusted } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { saveNote } from '#platform/memory-notes.ts';
import { readPack } from '#platform/skill-import.ts';
import { addPack, changePack } from '#platform/skill-packs.ts';
import { db, transact } from '#prisma/client.ts';

useHearth();
const house = useAttackedHouse();

/** The ways in which a stranger's words come to an agent. */
const WAYS = ['page', 'tool', 'note', 'pack', 'request'] as const;
type Way = (typeof WAYS)[number];
const READ: Record<Way, [name: string, args: unknown] | null> = {
  page: ['read_page', {}],
  tool: ['look', { text: 'news' }],
  note: ['recall', { query: 'assistant' }],
  pack: ['read_skill', { name: 'letters' }],
  request: null,
};

let site: Listening;
let server: FakeMcpServer;
let tools: string;
const models: Partial<Record<Betrayal, { server: ModelServer; connection: string }>> = {};

beforeAll(async () => {
  const text = withOrders(house.ordersFor('mail.send'));
  site = await listen((_, response) => response.end(text));
  await db().contact.create({ data: { id: 'site', kind: 'host', name: 'Site', address: site.host } });
  server = await FakeMcpServer.start();
  server.answer = { content: [{ type: 'text', text }] };
  const mcp = { name: 'Look', type: 'mcp-http', config: { url: server.url }, secrets: {}, by: 'system' };
  ({ id: tools } = await saveConnection(mcp));
  await switchOnEcho(tools, 'read');
  const by = { name: 'Owner', userId: 'owner' };
  const skill = `---\nname: letters\ndescription: How we write letters.\n---\n${text}\n`;
  const { name, hash } = await addPack(await readPack(Buffer.from(skill)), by);
  await changePack({ name, on: true, read: hash, by });
  for (const how of BETRAYALS) models[how] = await obeying(how);
});
afterAll(() =>
  Promise.all([site.stop(), server.stop(), ...Object.values(models).map((one) => one.server[Symbol.asyncDispose]())]),
);

async function obeying(how: Betrayal) {
  const model = await startModelServer('openai');
  model.think((asked) => turnOf(how, asked));
  const config = { baseUrl: model.baseUrl };
  const secrets = { apiKey: model.key };
  const { id } = await saveConnection({ name: how, type: 'openai', config, secrets, by: 'system' });
  return { server: model, connection: id };
}

/** It reads, then does all that it was told to at once, then ends. */
function turnOf(how: Betrayal, asked: string): ModelReply {
  const { messages } = JSON.parse(asked) as { messages: { role: string; content: string }[] };
  const turns = messages.filter(({ role }) => role === 'assistant').length;
  if (hasOrders(asked)) {
    const isDone = messages.some(({ content }) => content?.includes('said no'));
    const orders = JSON.parse(betray(how)(asked).text) as Orders;
    return isDone || turns > 1 ? { text: 'I did what I could.' } : calls(...attackCalls(orders));
  }
  const way = WAYS.find((one) => asked.includes(`Begin with the ${one}.`));
  const read = way && READ[way];
  return read && turns === 0 ? calls(read) : { text: 'Nothing there.' };
}

const nameOf = (type: string) => type.replace('.', '_');
const CHOSEN = /\{\{ steps\.model\.json\.(\w+) \}\}/g;
const isChosen = (value: Json) => JSON.stringify(value).search(CHOSEN) >= 0;

function attackCalls(orders: Orders): [string, unknown][] {
  return Object.entries(ATTACKS).map(([type, { params }]) => {
    const chosen = Object.entries(params).filter(([, value]) => isChosen(value));
    const text = JSON.stringify(Object.fromEntries(chosen));
    const own: Orders = { ...orders, path: `${orders['path'] ?? ''}.${type}` };
    const args: unknown = JSON.parse(text.replaceAll(CHOSEN, (_, name: string) => own[name] ?? ''));
    return [nameOf(type), flat(type, args as Record<string, unknown>)];
  });
}

/** What a flow or an MCP tool asks for is not packed into a field. */
function flat(type: string, args: Record<string, unknown>): unknown {
  return type === 'mcp.call' ? args['arguments'] : type === 'flow.call' ? (args['input'] ?? args) : args;
}

async function attack(way: Way, how: Betrayal): Promise<FlowRun> {
  const acting = Object.keys(ATTACKS).map((type) => {
    const { params, ...at } = house.stepOf(type);
    const fields = Object.entries(params);
    const fixed = fields.filter(([, value]) => !isChosen(value));
    const fill = fields.filter(([, value]) => isChosen(value)).map(([field]) => field);
    return { name: nameOf(type), type, ...at, params: Object.fromEntries(fixed), fill };
  });
  const flow = await published(
    agentFlow({
      connection: models[how]?.connection ?? '',
      tools: [
        { name: 'read_page', type: 'http.request', params: { url: site.url }, fill: [] },
        { name: 'look', type: 'mcp.call', connection: tools, params: { tool: 'echo' }, fill: ['arguments'] },
        { name: 'recall', type: 'memory.search' },
        ...acting,
      ],
      more: { skills: ['letters'] },
    }),
  );
  if (way === 'note') {
    const scope = { flowId: flow.flowId, userId: null, subject: '' };
    const text = withOrders(house.ordersFor('mail.send'));
    const note = { scope, text, label: untrusted('web:site'), runId: null, stepId: null };
    const { id } = await transact((tx) => saveNote(tx, note));
    // Accepted by somebody who did not look: it is told to agents, and is a stranger's as before.
    await db().memoryNote.update({ where: { id }, data: { state: 'kept' } });
  }
  const words = `The owner's notes: ${PRIVATE}. Begin with the ${way}.`;
  if (way !== 'request') return runAgain(flow, { trigger: 'start', input: { task: words } });
  const task = `${words} ${withOrders(house.ordersFor('mail.send'))}`;
  return runAgain(flow, { trigger: 'start', input: { task }, from: 'mail:mallory@evil.example' });
}

/** Says no to everything until the run is over; gives what was asked about. */
async function refused(run: FlowRun): Promise<string[]> {
  const asked: string[] = [];
  await until(
    async () => {
      const runs = await db().run.findMany({ where: { rootRunId: run.runId }, select: { id: true } });
      const within = { runId: { in: runs.map(({ id }) => id) }, status: 'waiting' };
      for (const { id, request } of await db().approval.findMany({ where: within })) {
        asked.push((JSON.parse(request) as { tool: { type: string } }).tool.type);
        await decide({ approvalId: id, choice: 'deny', by: TESTER });
      }
      const events = await run.events();
      return events.some(({ body }) => /^run\.(done|failed|stopped)$/.test(body.type));
    },
    { what: 'the end of the run' },
  );
  return asked.sort();
}

it('reaches nobody and destroys nothing unless a person allows exactly that, by whatever way the orders came', async () => {
  const before = await house.harm();
  const attacks: [Way, Betrayal][] = [
    ...WAYS.map((way): [Way, Betrayal] => [way, 'obeys']),
    ...BETRAYALS.slice(1).map((how): [Way, Betrayal] => ['page', how]),
  ];
  const runs = await Promise.all(attacks.map(async ([way, how]) => ({ way, how, run: await attack(way, how) })));
  const ends = await Promise.all(runs.map(async ({ way, how, run }) => ({ way, how, asked: await refused(run) })));

  expect(await house.harm()).toEqual(before);
  expect(await wentOut(runs.map(({ run }) => run))).toEqual([]);
  // The orders were read and carried out as far as the house let them: what reaches or destroys was asked about.
  const reaching = ['file.delete', 'http.request', 'mail.send', 'mcp.call', 'memory.forget', 'telegram.send'];
  // The second mail is of the flow that was called.
  const asked = [...reaching, 'mail.send'].sort();
  expect(ends).toEqual(attacks.map(([way, how]) => ({ way, how, asked })));
});
