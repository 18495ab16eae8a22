/** The plan of an agent, from its step: what Hearth draws for it is compiled with the flow and published with it. */
import { z } from 'zod';
import { hasTemplate } from '#lib/expression.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';
import { own } from '#lib/own.ts';
import type { Plan, Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { agentFlow, filledFields, handedName, toolSpec } from '#nodes/agent-flow.ts';
import { agent, AgentTool, MOST_TOOLS } from '#nodes/agent.ts';
import type { Catalogue } from '#nodes/define.ts';
import { modelFields } from '#nodes/model-fields.ts';

/** The skill packs there are. `isOn`: undefined if there is none of that name. */
export type KnownSkills = { isOn: (name: string) => boolean | undefined };

type Making = {
  catalogue: Catalogue;
  report: (problem: Problem) => void;
  skills?: KnownSkills | undefined;
  compile: (flow: Flow, byModel: Record<string, readonly string[]>) => { plan?: Plan; problems: Problem[] };
};

/** Parts of an agent that shape its drawing: they stand there before any run has a value for them. */
const SHAPING = ['tools', 'skills', 'askPerson', 'timeLimit'];
const NOT_YET = 'This shapes the agent itself. Write it down instead of using an expression.';

/** The plan of a drawn agent; reports what is wrong with it at its step. */
export function agentPlan(node: FlowNode, { catalogue, report, compile, skills }: Making): Plan | undefined {
  const say = (field: string, message: string) => report({ node: node.id, field, message, severity: 'error' });
  const early = SHAPING.find((field) => typeof node.params[field] === 'string' && hasTemplate(node.params[field]));
  if (early !== undefined) return void say(early, NOT_YET);
  const named = z.array(z.string()).safeParse(node.params['skills'] ?? []).data ?? [];
  if (named.some((name) => hasTemplate(name))) return void say('skills', NOT_YET);
  for (const name of named) {
    const problem = skills && skillProblem(name, skills);
    if (problem !== undefined) return void say('skills', problem);
  }
  const tools = toolsIn(node);
  for (const tool of tools) {
    const problem = toolProblem(tool, catalogue);
    if (problem !== undefined) return void say('tools', `${tool.name}: ${problem}`);
  }
  const byModel = Object.fromEntries(tools.map((tool) => [tool.name, filledFields(tool, catalogue)]));
  const { plan, problems } = compile(drawAgent(node), byModel);
  for (const { node: at, field, message, severity } of problems) {
    if (severity === 'error' && at !== 'think') say('tools', `${at ?? ''}${field ? ` (${field})` : ''}: ${message}`);
  }
  return plan;
}

/** What Hearth draws for the step of an agent. Tolerates unfinished params. */
export function drawAgent(node: FlowNode): Flow {
  const { shape } = agent['agent.run'].input;
  return agentFlow({
    name: node.name,
    tools: toolsIn(node).map((tool) => ({ ...tool, params: handedOver(tool.name, tool.params) })),
    askPerson: shape.askPerson.safeParse(node.params['askPerson']).data ?? true,
    connection: node.connection,
    model: handedOver('think', pickModel(node)),
    timeLimit: shape.timeLimit.safeParse(node.params['timeLimit']).data ?? '7d',
  });
}

/** Its tools as far as they are drawn; what is wrong with the list is said where it is checked. */
function toolsIn({ params }: FlowNode): AgentTool[] {
  return (
    z
      .array(AgentTool)
      .max(MOST_TOOLS)
      .safeParse(params['tools'] ?? []).data ?? []
  );
}

function skillProblem(name: string, skills: KnownSkills): string | undefined {
  const isOn = skills.isOn(name);
  if (isOn === undefined) return `There is no skill pack "${name}". Upload it in Settings, Skills.`;
  return isOn ? undefined : `The skill pack "${name}" is off. Read it in Settings, Skills, and switch it on.`;
}

function toolProblem(tool: AgentTool, catalogue: Catalogue): string | undefined {
  const spec = toolSpec(tool.type, catalogue);
  if (!spec) return `"${tool.type}" cannot be a tool of an agent. Choose a step that does something.`;
  const unknown = tool.fill?.find((field) => !Object.hasOwn(spec.input.shape, field));
  return unknown === undefined ? undefined : `"${spec.title}" has no setting "${unknown}" that a model could fill in.`;
}

function pickModel({ params, type }: FlowNode): Record<string, Json> {
  const shape = (type === 'agent.chat' ? agent['agent.chat'] : agent['agent.run']).input.shape as Record<
    string,
    z.ZodType
  >;
  const fields = Object.keys(modelFields).map((name) => {
    const drawn = own(params, name);
    return [name, drawn === undefined ? (shape[name]?.safeParse(undefined).data as Json | undefined) : drawn] as const;
  });
  return Object.fromEntries(fields.filter((field): field is [string, Json] => field[1] !== undefined));
}

/** What the author drew stays in the drawing; what a template gives comes with the run. */
function handedOver(of: string, params: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(params).map(([field, value]) => [
      field,
      hasTemplate(value) ? `{{ trigger.${handedName(of, field)} }}` : value,
    ]),
  );
}
