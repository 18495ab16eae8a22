/** Agents in tests: a model that plays a part, and the run that it works in. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AgentTool } from '#nodes/agent.ts';
import type { Json } from '#lib/value.ts';
import { saveConnection } from '#platform/connections.ts';
import { startModelServer, type ModelReply, type ModelServer } from '#test/fakes/model-server.ts';
import { draw } from '#test/support/draw.ts';
import { FlowRun } from '#test/support/flow-run.ts';

/** A model service and the connection to it. Call it at the top, once. */
export function useModel(): { readonly server: ModelServer; readonly connection: string } {
  const model = { server: undefined as unknown as ModelServer, connection: '' };
  beforeAll(async () => {
    model.server = await startModelServer('openai');
    const config = { baseUrl: model.server.baseUrl };
    const secrets = { apiKey: model.server.key };
    ({ id: model.connection } = await saveConnection({ name: 'Model', type: 'openai', config, secrets, by: 'system' }));
  });
  beforeEach(() => {
    model.server.questions.length = 0;
  });
  afterAll(() => model.server[Symbol.asyncDispose]());
  return model;
}

/** A turn in which the model calls tools. */
export function calls(...made: [name: string, args?: unknown][]): ModelReply {
  return { text: '', calls: made.map(([name, args = {}], at) => ({ id: `call_${at}`, name, args })) };
}

type Tool = Pick<AgentTool, 'name' | 'type'> & Partial<AgentTool>;

/** A flow of one agent. */
export function agentFlow(given: {
  connection: string;
  tools?: Tool[];
  task?: string;
  more?: Record<string, Json>;
  trigger?: string;
}) {
  const { connection, tools = [], task = '{{ trigger.task }}', more = {}, trigger = 'manual' } = given;
  const drawn = tools.map((tool) => ({ params: {}, ...tool })) as unknown as Json;
  return draw({
    nodes: {
      start: [trigger],
      agent: ['agent.run', { task, model: 'gpt-test', tools: drawn, ...more }, { connection }],
    },
    wires: ['start > agent'],
  });
}

/** The run that an agent works in. */
export async function workOf(run: FlowRun, step = 'agent'): Promise<FlowRun> {
  const { called } = await run.sees('step.called', step);
  return new FlowRun(called.runId, called.flowId);
}
