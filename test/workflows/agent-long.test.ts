import { expect, it } from 'vitest';
import { agentFlow, calls, useModel, workOf } from '#test/support/agents.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { workflowIdOf } from '#lib/messages.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';

// A history that is called long sooner.
useHearth({ config: ['limit.historyCount.suggestContinueAsNew=600'] });
const model = useModel();

const TURNS = 200;
const COUNT = { name: 'count', type: 'counter.add', params: { counter: 'long' }, fill: ['add'] };

it(`takes ${TURNS} turns over several histories, and each stays small`, { timeout: 120_000 }, async () => {
  let turn = 0;
  const padding = 'Thought. '.repeat(50);
  model.server.think((prompt) => {
    if (prompt.includes('Sum up')) return { text: 'It counts.' };
    turn += 1;
    if (turn >= TURNS) return { text: 'Done.' };
    return { ...calls(['count', { add: turn }]), text: padding };
  });
  const more = { maxTurns: TURNS, maxTotalTokens: 50_000_000 };
  const flow = agentFlow({ connection: model.connection, tools: [COUNT] as never, task: 'Go on.', more });
  await using run = await testFlow(flow);
  const work = await workOf(run);
  expect(await run.output(110_000)).toMatchObject({ text: 'Done.', turns: TURNS });
  expect((await db().counter.findUniqueOrThrow({ where: { name: 'long' } })).value).toBe((TURNS * (TURNS - 1)) / 2);

  const client = await temporalClient();
  let [histories, bytes] = [0, 0];
  for await (const one of client.workflow.list({ query: `WorkflowId = '${workflowIdOf(work.runId)}'` })) {
    histories += 1;
    bytes += Number(one.raw.historySizeBytes ?? 0);
  }
  expect(histories).toBeGreaterThan(1);
  // What was said lies in the database.
  expect(bytes / TURNS).toBeLessThan(10_000);
});
