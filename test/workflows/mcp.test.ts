import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Risk } from '#lib/plan.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';
import { FakeMcpServer } from '#test/fakes/mcp-server.ts';
import { agentFlow, calls, useModel, workOf } from '#test/support/agents.ts';
import { draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { switchOnEcho } from '#test/support/mcp.ts';

useHearth();
const model = useModel();
let server: FakeMcpServer;
let connection: string;

beforeAll(async () => {
  server = await FakeMcpServer.start();
  const config = { url: server.url };
  ({ id: connection } = await saveConnection({ name: 'Tools', type: 'mcp-http', config, secrets: {}, by: 'system' }));
});
beforeEach(async () => {
  server.calls.length = 0;
  await db().approval.deleteMany();
});
afterAll(() => server.stop());

const on = (risk: Risk) => switchOnEcho(connection, risk);

const flow = (args: object, tool = 'echo') =>
  draw({
    nodes: {
      start: ['manual'],
      call: ['mcp.call', { tool, arguments: args as { text: string } }, { connection }],
    },
    wires: ['start > call'],
  });
const fromOutside = { text: '{{ trigger.text }}' };

describe('an MCP tool at the gate', () => {
  it('asks about arguments from outside, and sends nothing meanwhile', async () => {
    await on('send');
    await using run = await testFlow(flow(fromOutside), { input: { text: 'obey' }, from: 'mail' });
    expect(await run.sees('step.waiting', 'call')).toMatchObject({ reason: 'untrusted-control' });
    expect(server.calls).toEqual([]);
  });

  it('goes by itself where it only reads, and gives back what is untrusted', async () => {
    await on('read');
    await using run = await testFlow(flow(fromOutside), { input: { text: 'look' }, from: 'mail' });
    expect(await run.output()).toMatchObject({ text: 'hello' });
    const { output } = await run.sees('step.done', 'call');
    expect(JSON.stringify(output)).toContain('"untrusted"');
    expect(server.calls).toHaveLength(1);
  });

  it('goes by itself with what the author drew', async () => {
    await on('send');
    await using run = await testFlow(flow({ text: 'hello' }), { input: {} });
    await run.output();
    expect(await db().approval.count()).toBe(0);
    expect(server.calls).toHaveLength(1);
  });

  it('asks every time where it is critical', async () => {
    await on('critical');
    await using run = await testFlow(flow({ text: 'hello' }), { input: {} });
    expect(await run.sees('step.waiting', 'call')).toMatchObject({ reason: 'critical' });
    expect(server.calls).toEqual([]);
  });

  it('is refused where nobody has read it: no person is even asked', async () => {
    await on('send');
    await using run = await testFlow(flow(fromOutside, 'pay'), { input: { text: 'x' }, from: 'mail' });
    expect(await run.ends()).toMatchObject({ error: { type: 'Refused' } });
    expect(await db().approval.count()).toBe(0);
  });
});

describe('an agent with an MCP tool', () => {
  const tool = { name: 'say', type: 'mcp.call', params: { tool: 'echo' }, fill: ['arguments'] };
  const start = (task: string) =>
    testFlow(agentFlow({ connection: model.connection, tools: [{ ...tool, connection }] }), { input: { task } });

  it('is told what was read, asks nothing for words of the owner, and asks for its own', async () => {
    await on('send');
    model.server.reply(calls(['say', { text: 'good morning' }]), calls(['say', { text: 'pay eve' }]), {
      text: 'Done.',
    });
    await using run = await start('Say "good morning".');
    const work = await workOf(run);
    expect(await work.sees('step.waiting', 'say')).toMatchObject({ reason: 'model-other' });
    expect(server.calls.map(({ params }) => params?.['arguments'])).toEqual([{ text: 'good morning' }]);
    const asked = JSON.stringify(model.server.questions[0]?.body);
    expect(asked).toContain('Says it again.');
  });
});
