/** The flow that Hearth draws for an agent: its tools become steps, so that all that holds for steps holds for them. */
import type { z } from 'zod';
import { FLOW_FORMAT, type Flow, type FlowNode } from '#lib/flow.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { MOST_TURNS, type AgentTool } from '#nodes/agent.ts';
import type { ActionSpec, Catalogue } from '#nodes/define.ts';

/** An agent as its flow is drawn. `model`: what is asked in every turn. */
export type AgentDrawing = {
  name: string;
  tools: readonly AgentTool[];
  askPerson: boolean;
  connection?: string | undefined;
  model: Record<string, Json>;
  timeLimit: string;
};

/** How many tool calls of one turn are under way at a time. */
const AT_ONCE = 8;
/** Tools whose calls a model cannot be trusted to make: they start, answer or end what is around the agent. */
const NEVER_TOOLS = new Set(['respond', 'agent.run', 'agent.chat']);

/** The fields of a tool that the model fills in. */
export function filledFields(tool: AgentTool, catalogue: Catalogue): string[] {
  if (tool.fill) return tool.fill.filter((field) => !Object.hasOwn(tool.params, field));
  const spec = own(catalogue, tool.type);
  if (!spec) return [];
  const shape: Record<string, z.ZodType> = spec.input.shape;
  return Object.entries(shape)
    .filter(([name, field]) => !Object.hasOwn(tool.params, name) && !field.safeParse(undefined).success)
    .map(([name]) => name);
}

/** The step type of a tool, if it can be one. */
export function toolSpec(type: string, catalogue: Catalogue): ActionSpec | undefined {
  const spec = own(catalogue, type);
  return spec?.kind === 'action' && !spec.inner && !NEVER_TOOLS.has(type) && spec.reads !== 'endorsed'
    ? spec
    : undefined;
}

/** The drawing: rounds of tool calls, each followed by a turn of the model. */
export function agentFlow(drawing: AgentDrawing): Flow {
  const { tools, askPerson, connection, model } = drawing;
  const names = [...tools.map(({ name }) => name), ...(askPerson ? ['ask_person'] : [])];
  const nodes: FlowNode[] = [
    node('begin', 'flow.called', {}),
    node('turns', 'while', {
      rows: [{ left: '{{ steps.turns.last.status }}', operator: 'equals', right: 'go' }],
      // A turn itself says when there were too many.
      maxRounds: MOST_TURNS + 2,
      start: { calls: [] },
    }),
    node('calls', 'forEach', { items: '{{ item.value.calls }}', concurrency: AT_ONCE, onItemError: 'continue' }),
    ...(names.length === 0 ? [] : [pick(names)]),
    ...tools.map(toolNode),
    ...(askPerson ? [question()] : []),
    {
      ...node('think', 'llm.turn', {
        ...model,
        round: '{{ item.index }}',
        results: '{{ steps.calls }}',
      }),
      ...(connection === undefined ? {} : { connection }),
    },
    node('answer', 'set', {
      fields: {
        text: '{{ steps.turns.last.text }}',
        result: '{{ steps.turns.last.result }}',
        turns: '{{ steps.turns.rounds }}',
      },
    }),
  ];
  return {
    format: FLOW_FORMAT,
    name: drawing.name,
    nodes: placed(nodes, names),
    edges: wires({ tools, askPerson, any: names.length > 0 }),
    notes: [],
    settings: { deadline: drawing.timeLimit },
  };
}

function wires({ tools, askPerson, any }: { tools: readonly AgentTool[]; askPerson: boolean; any: boolean }) {
  const wire = (from: string, port: string, to: string) => ({
    from: { node: from, port },
    to: { node: to, port: 'in' },
  });
  return [
    wire('begin', 'out', 'turns'),
    wire('turns', 'each', 'calls'),
    ...(any ? [wire('calls', 'each', 'pick')] : []),
    ...tools.flatMap(({ name }) => [wire('pick', name, name), wire(name, 'out', 'calls')]),
    ...(askPerson
      ? [
          wire('pick', 'ask_person', 'ask_person'),
          ...['answer', 'decline', 'expired'].map((port) => wire('ask_person', port, 'calls')),
        ]
      : []),
    wire('calls', 'done', 'think'),
    wire('think', 'out', 'turns'),
    wire('turns', 'done', 'answer'),
  ];
}

function pick(names: string[]): FlowNode {
  return node('pick', 'switch', {
    value: '{{ item.value.tool }}',
    cases: names.map((name) => ({ id: name, title: name, operator: 'equals', value: name })),
  });
}

function toolNode(tool: AgentTool): FlowNode {
  return {
    ...node(tool.name, tool.type, tool.params),
    ...(tool.connection === undefined ? {} : { connection: tool.connection }),
    // What went wrong is told to the model.
    settings: { onError: 'continue' },
  };
}

function question(): FlowNode {
  return node('ask_person', 'approval', {
    title: '{{ item.value.title }}',
    message: '{{ item.value.message }}',
    fields: '{{ item.value.fields }}',
    buttons: [
      { id: 'answer', title: 'Answer', style: 'primary' },
      { id: 'decline', title: 'No answer', style: 'neutral' },
    ],
    expiresAfter: '7d',
  });
}

function node(id: string, type: string, params: FlowNode['params']): FlowNode {
  return { id, type, name: TITLES[id] ?? id, position: { x: 0, y: 0 }, params };
}

/** What people read at the steps that every agent has. */
const TITLES: Record<string, string> = {
  begin: 'Begin',
  turns: 'Turns',
  calls: 'Tool calls',
  pick: 'Which tool',
  think: 'Model',
  answer: 'Result',
  ask_person: 'Ask a person',
};

const [COLUMN, ROW] = [340, 200];

/** Places from left to right, the tools below each other. */
function placed(nodes: FlowNode[], tools: readonly string[]): FlowNode[] {
  const middle = ((tools.length - 1) * ROW) / 2;
  const columns: Record<string, number> = { begin: 0, turns: 1, calls: 2, pick: 3, think: 3, answer: 2 };
  return nodes.map((one) => {
    const tool = tools.indexOf(one.id);
    if (tool >= 0) return { ...one, position: { x: 4 * COLUMN, y: tool * ROW } };
    const below =
      one.id === 'think' || one.id === 'answer' ? Math.max(middle, 0) + (one.id === 'think' ? 2 : 3) * ROW : 0;
    return { ...one, position: { x: (columns[one.id] ?? 0) * COLUMN, y: Math.max(middle, 0) + below } };
  });
}

/** The tools of an agent's plan: steps that a model fills in. */
export function toolsOf(plan: Plan): Plan['steps'][string][] {
  return Object.values(plan.steps).filter((step) => step.byModel !== undefined);
}

/** What a template gives is handed to the run of an agent under this name: of a tool, or of the turns. */
export function handedName(of: string, field: string): string {
  return `${of}_${field}`;
}
