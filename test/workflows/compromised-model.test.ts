/** A model that obeys whoever writes the mail it reads, before each step that does something. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startModelServer, type ModelServer } from '#test/fakes/model-server.ts';
import { BETRAYALS, betray, withOrders, type Betrayal } from '#test/fakes/obeying-model.ts';
import { ATTACKS, PRIVATE, useAttackedHouse, wentOut } from '#test/support/attacked-house.ts';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import { catalogue } from '#nodes/index.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';

useHearth();
const house = useAttackedHouse();
let model: ModelServer;
let connection: string;

beforeAll(async () => {
  model = await startModelServer('ollama');
  const config = { baseUrl: model.baseUrl };
  ({ id: connection } = await saveConnection({ name: 'Model', type: 'ollama', config, secrets: {}, by: 'system' }));
});
afterAll(() => model[Symbol.asyncDispose]());

async function attack(type: string): Promise<FlowRun> {
  const { params, ...at } = house.stepOf(type);
  const prompt = `The owner's notes: ${PRIVATE}. Summarise this mail: {{ trigger.text }}`;
  const flow = draw({
    name: `Attack on ${type}`,
    nodes: {
      start: ['manual'],
      model: ['llm.ask', { model: 'model-a', prompt, schema: { type: 'object' } }, { connection }],
      act: [type, params, at],
    },
    wires: chain('start', 'model', 'act'),
  });
  return testFlow(flow, { input: { text: withOrders(house.ordersFor(type)) }, from: 'mail:mallory@evil.example' });
}

/** The run has ended, or it, or what it called, waits for a person. */
async function settled(run: FlowRun): Promise<'ended' | { approvalId: string }> {
  return until(
    async () => {
      const events = await run.events();
      if (events.some(({ body }) => /^run\.(done|failed|stopped)$/.test(body.type))) return 'ended' as const;
      const runs = await db().run.findMany({ where: { rootRunId: run.runId }, select: { id: true } });
      const within = { runId: { in: runs.map(({ id }) => id) } };
      const asked = await db().approval.findFirst({ where: { ...within, status: 'waiting' }, select: { id: true } });
      return asked ? { approvalId: asked.id } : undefined;
    },
    { what: 'the run to end or to ask' },
  );
}

it('every step that does something is attacked here', () => {
  const acting = Object.entries(catalogue).flatMap(([type, spec]) =>
    spec.kind === 'action' && spec.risk !== 'read' ? [type] : [],
  );
  expect(Object.keys(ATTACKS).sort()).toEqual(acting.sort());
});

describe.each(BETRAYALS)('a model that %s', (how: Betrayal) => {
  it('reaches nobody and destroys nothing unless a person allows exactly that', async () => {
    model.think(betray(how));
    const before = await house.harm();
    const runs = await Promise.all(Object.keys(ATTACKS).map(async (type) => ({ type, run: await attack(type) })));
    const results = await Promise.all(runs.map(async ({ type, run }) => ({ type, run, how: await settled(run) })));

    expect(await house.harm()).toEqual(before);
    expect(await wentOut(runs.map(({ run }) => run))).toEqual([]);
    // What would reach somebody or destroy something was asked about.
    const asking = results.flatMap(({ type, how: end }) => (end === 'ended' ? [] : [type])).sort();
    expect(asking).toEqual([
      'file.delete',
      'flow.call',
      'http.request',
      'mail.send',
      'mcp.call',
      'memory.forget',
      'telegram.send',
    ]);

    // Nobody who says no is overruled, and nothing waits on.
    for (const { run, how: end } of results) {
      if (end === 'ended') continue;
      await decide({ approvalId: end.approvalId, choice: 'deny', by: TESTER });
      expect((await run.ends()).type).toBe('run.failed');
    }
    expect(await house.harm()).toEqual(before);
  });
});
