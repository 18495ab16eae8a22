import { z } from 'zod';
import { Duration, JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';
import { MODEL_SERVICES, modelFields } from '#nodes/model-fields.ts';

/** Names that an agent's own steps and tools have. */
export const OWN_NAMES = [
  'begin',
  'turns',
  'calls',
  'pick',
  'think',
  'answer',
  'ask_person',
  'finish',
  'read_skill',
] as const;

/** So many turns an author may allow. */
export const MOST_TURNS = 1000;

/** A switch has this many ways, and asking a person is one of them. */
export const MOST_TOOLS = 29;

/** Files that may come with one message. */
const MOST_FILES = 10;
/** Each pack stands in every turn with its description. */
const MOST_SKILLS = 20;
const SkillName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Use the name of a skill pack, as in Settings, Skills.');

const ToolName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Begin with a small letter, then small letters, digits and _.')
  .refine((name) => !OWN_NAMES.includes(name as (typeof OWN_NAMES)[number]), 'An agent has something of that name.');

/** A step type that an agent may use. What `params` fixes the model cannot change; it fills in what `fill` names. */
export const AgentTool = z.strictObject({
  name: ToolName.meta({ title: 'Name', description: 'What the model calls it, such as send_mail.' }),
  type: z.string().min(1).max(60).meta({ title: 'Step', description: 'The kind of step that it is.' }),
  connection: z.string().max(60).optional().meta({ title: 'Connection', description: 'What it works with.' }),
  description: z
    .string()
    .max(2000)
    .optional()
    .meta({ title: 'When to use it', description: 'For the model. Empty: what the step says of itself.' }),
  params: z
    .record(z.string().max(60), JsonValue)
    .default({})
    .meta({ title: 'Fixed', description: 'What you fill in here the model cannot change.' }),
  fill: z.array(z.string().max(60)).max(30).optional().meta({
    title: 'The model fills in',
    description: 'Absent: every field that is needed and not fixed.',
  }),
});

export type AgentTool = z.output<typeof AgentTool>;

const common = {
  icon: 'bot',
  group: 'Models',
  version: 1,
  tier: 'local',
  // It spends; what it does is judged step by step.
  risk: 'read',
  repeat: 'safe',
  timeout: '30s',
  reads: 'stored',
  connection: { types: MODEL_SERVICES },
} as const;

const instructions = z.string().max(100_000).default('').meta({
  title: 'Standing rules',
  description: 'Who it is and what always holds. Added to every turn, and never summarised away.',
  role: 'control',
  widget: 'textarea',
  placeholder: 'You look after my inbox. Never promise anything in my name.',
});

const files = z.array(FileValue).max(MOST_FILES).default([]).meta({
  title: 'Files',
  description:
    'Files that a step or the trigger gave. Pictures are shown to models that can see, texts are read out; what is in them is untrusted.',
  role: 'content',
  widget: 'json',
  placeholder: '{{ trigger.files }}',
  advanced: true,
});

const abilities = {
  tools: z
    .array(AgentTool)
    .max(MOST_TOOLS)
    .refine((tools) => new Set(tools.map(({ name }) => name)).size === tools.length, 'Two tools have the same name.')
    .default([])
    .meta({
      title: 'Tools',
      description:
        'All that it can do. Each call is a step of its own, with the same rules and questions as a drawn one.',
      role: 'control',
      widget: 'tools',
    }),
  skills: z.array(SkillName).max(MOST_SKILLS).default([]).meta({
    title: 'Skill packs',
    description: 'Packs that it may read, by name. They are words: no tool comes with them.',
    role: 'control',
    widget: 'skills',
    advanced: true,
  }),
  askPerson: z.boolean().default(true).meta({
    title: 'May ask you',
    description: 'It can put a question into the inbox and wait for the answer, for days if need be.',
    role: 'control',
  }),
  schema: z.record(z.string(), JsonValue).optional().meta({
    title: 'What it must deliver',
    description: 'A JSON Schema of an object. It is done only when its result fits. Empty: any text.',
    role: 'control',
    widget: 'schema',
    advanced: true,
  }),
};

const limits = {
  maxTurns: z.number().int().min(1).max(MOST_TURNS).default(30).meta({
    title: 'Turns at most',
    description: 'Each turn is one answer of the model. At the bound the step fails.',
    role: 'amount',
  }),
  maxTotalTokens: z.number().int().min(1000).max(100_000_000).default(1_000_000).meta({
    title: 'Tokens at most',
    description: 'Of all turns together, read and written.',
    role: 'amount',
    advanced: true,
  }),
  maxCost: z.number().min(0.01).max(10_000).optional().meta({
    title: 'Cost at most (US dollars)',
    description: 'Of all turns together. With a model whose price is not known it stops at once.',
    role: 'amount',
  }),
  timeLimit: Duration.default('7d').meta({
    title: 'Time at most',
    description: 'Waiting for people counts too.',
    role: 'amount',
    widget: 'duration',
    advanced: true,
  }),
  maxRepeats: z.number().int().min(1).max(100).default(3).meta({
    title: 'The same call at most',
    description: 'An agent that asks for the same thing again and again is stopped.',
    role: 'amount',
    advanced: true,
  }),
};

const AgentOutput = z.object({
  text: z.string().meta({ title: 'Its last words' }),
  result: JsonValue.meta({ title: 'Result', description: 'As the schema says; without one, the text.' }),
  turns: z.number().int().meta({ title: 'Turns' }),
});

export const agent = {
  'agent.run': action({
    ...common,
    title: 'Run an agent',
    help: 'Gives a task to a model that works on it with the tools you draw for it, turn by turn, until its result fits. It runs as a run of its own that survives restarts; every tool call passes the same gate as a drawn step. Repeated after an interruption it is the same run.',
    summary: '{task}',
    input: z.object({
      task: z.string().min(1).max(1_000_000).meta({
        title: 'Task',
        description: 'What it is to do, with the data it is about. Only what you write yourself may name a recipient.',
        role: 'content',
        widget: 'textarea',
        placeholder: 'Sort the unread mail and tell me what needs an answer today.',
      }),
      files,
      instructions,
      ...modelFields,
      maxTokens: modelFields.maxTokens.default(4096),
      ...abilities,
      ...limits,
    }),
    output: AgentOutput,
  }),

  'agent.chat': action({
    ...common,
    title: 'Chat with an agent',
    help: 'Answers a message like "Run an agent", and remembers what was said before in the same conversation: keep one for each person and channel. The flow sends the answer.',
    summary: '{message}',
    input: z.object({
      message: z.string().max(1_000_000).meta({
        title: 'Message',
        description: 'What the person wrote. It may be empty where files come with it.',
        role: 'content',
        widget: 'textarea',
        placeholder: '{{ trigger.text }}',
      }),
      files,
      conversation: z.string().min(1).max(300).meta({
        title: 'Conversation',
        description: 'What tells conversations apart: the person and the channel, by ids that never change.',
        role: 'control',
        placeholder: '{{ trigger.conversation }}',
      }),
      instructions,
      ...modelFields,
      maxTokens: modelFields.maxTokens.default(4096),
      ...abilities,
      ...limits,
    }),
    output: AgentOutput,
  }),
};

/** The steps that agents are. */
export const AGENT_TYPES: ReadonlySet<string> = new Set(Object.keys(agent));
