/** The tools of an agent as its model is told of them. */
import { z } from 'zod';
import type { ToolSpec } from '#activities/connections/model-client.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import { toolsOf } from '#nodes/agent-flow.ts';
import { inputFieldsOf } from '#nodes/call-input.ts';
import type { ActionSpec, FieldRole } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import { inputFields } from '#nodes/action-fields.ts';
import { askedFields } from '#platform/calls.ts';
import { skillTool } from '#activities/agent-skills.ts';
import { pinnedTools } from '#platform/mcp-tools.ts';
import type { UsableSkill } from '#platform/skill-packs.ts';

/** One tool. `within`: the model's arguments all go into this field. */
export type Tool = {
  name: string;
  step: PlanStep;
  spec: ActionSpec;
  told: ToolSpec;
  within?: string;
  roles: Record<string, FieldRole | 'other'>;
};

export const FINISH = 'finish';
export const ASK_PERSON = 'ask_person';

/** What an agent may ask a person. */
export const Question = z.strictObject({
  question: z.string().min(1).max(200).meta({ description: 'In one line.' }),
  details: z.string().max(5000).default('').meta({ description: 'What the person needs to know to answer it.' }),
  answer: z
    .enum(['text', 'number', 'yesno', 'choice'])
    .default('text')
    .meta({ description: 'What kind of answer you need.' }),
  choices: z.array(z.string().min(1).max(120)).min(2).max(20).optional().meta({ description: 'For a choice.' }),
});

/** The tools that are drawn in the plan of an agent. `help`: what the author says of them, by name. */
export async function drawnTools(plan: Plan, help: Record<string, string>): Promise<Tool[]> {
  return Promise.all(toolsOf(plan).map((step) => toolOf(step, own(help, step.id))));
}

async function toolOf(step: PlanStep, help: string | undefined): Promise<Tool> {
  const spec = catalogue[step.type] as ActionSpec;
  const roles = Object.fromEntries(Object.entries(inputFields(spec)).map(([name, { role }]) => [name, role]));
  const asked = await ownSchema(step);
  const description = help ?? asked?.description ?? spec.help;
  const told = { name: step.id, description, schema: asked?.schema ?? schemaOf(spec, step.byModel ?? []) };
  return { name: step.id, step, spec, told, roles, ...(asked ? { within: asked.within } : {}) };
}

type OwnSchema = { within: string; schema: Record<string, Json>; description?: string };

/** What a flow asks for when it is called stands in that flow, and what an MCP tool asks for as a person has read it. */
async function ownSchema(step: PlanStep): Promise<OwnSchema | undefined> {
  return step.type === 'mcp.call' ? mcpSchema(step) : flowSchema(step);
}

async function mcpSchema({ params, connection, byModel }: PlanStep): Promise<OwnSchema | undefined> {
  const { tool } = params;
  const toolName = tool?.kind === 'literal' ? tool.value : undefined;
  if (typeof toolName !== 'string' || connection === undefined || !byModel?.includes('arguments')) return undefined;
  const pinned = (await pinnedTools(connection)).find(({ name, status }) => name === toolName && status === 'on');
  return pinned && { within: 'arguments', schema: pinned.schema, description: pinned.description };
}

async function flowSchema(step: PlanStep): Promise<OwnSchema | undefined> {
  const target = step.params['flow'];
  const flowId = target?.kind === 'literal' ? target.value : undefined;
  if (step.type !== 'flow.call' || typeof flowId !== 'string' || !step.byModel?.includes('input')) return undefined;
  const fields = inputFieldsOf(await askedFields(flowId));
  const types = { text: 'string', number: 'number', boolean: 'boolean' } as const;
  const properties = fields.map(({ name, title, type }) => [
    name,
    { ...(type === 'json' ? {} : { type: types[type] }), ...(title ? { description: title } : {}) },
  ]);
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const schema = { type: 'object', properties: Object.fromEntries(properties) as Json, required };
  return { within: 'input', schema };
}

/** JSON Schema of the fields that the model fills in, without what is for forms alone. */
function schemaOf(spec: ActionSpec, fields: readonly string[]): Record<string, Json> {
  const whole = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' });
  const properties = Object.entries(whole.properties ?? {}).filter(([name]) => fields.includes(name));
  const required = (whole.required ?? []).filter((name) => fields.includes(name));
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(([name, schema]) => [name, plain(schema as Json)])),
    required,
    additionalProperties: false,
  };
}

const FOR_FORMS = new Set(['role', 'widget', 'placeholder', 'showIf', 'advanced', 'options', 'recipient', 'secret']);

function plain(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(plain);
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(([key]) => !FOR_FORMS.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'properties' ? mapped(value) : plain(value)]));
}

/** Names in there are fields, whatever they are called. */
function mapped(properties: Json): Json {
  if (properties === null || typeof properties !== 'object' || Array.isArray(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, plain(schema)]));
}

/** What there is beside the drawn tools. */
export function builtInTools(given: {
  askPerson: boolean;
  skills: readonly UsableSkill[];
  schema?: Record<string, Json> | undefined;
}): ToolSpec[] {
  const ask: ToolSpec = {
    name: ASK_PERSON,
    description: 'Asks the person you work for. It may take days; ask only what you cannot find out.',
    schema: z.toJSONSchema(Question, { io: 'input' }) as Record<string, Json>,
  };
  const finish: ToolSpec = {
    name: FINISH,
    description: 'Hands in the result. Call it alone, once everything is done. It is checked.',
    schema: given.schema ?? {},
  };
  return [...(given.askPerson ? [ask] : []), ...skillTool(given.skills), ...(given.schema ? [finish] : [])];
}
