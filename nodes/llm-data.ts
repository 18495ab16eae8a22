/** Steps that take nothing from a model but data: a reader, a sorter, and vectors. */
import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action, type Port } from '#nodes/define.ts';
import { distinctIds, PortId, portsOfRows } from '#nodes/logic.ts';
import { MODEL_SERVICES, modelFields } from '#nodes/model-fields.ts';

/** The way on for what a model is not sure of. */
export const UNSURE_PORT = 'unsure';

/** The connection types that make vectors; Anthropic offers none. */
export const EMBEDDING_SERVICES = ['openai', 'ollama', 'rehearsal'] as const;

const Label = z.strictObject({
  id: PortId.refine((id) => id !== UNSURE_PORT, 'This name is taken by Hearth.').meta({
    title: 'Id',
    description: 'A short name of the output, such as urgent.',
  }),
  title: z.string().min(1).max(60).meta({ title: 'Title', description: 'Stands beside the output on the canvas.' }),
  description: z
    .string()
    .max(500)
    .default('')
    .meta({ title: 'What belongs there', description: 'For the model, in your own words.' }),
});

const common = {
  group: 'Models',
  version: 1,
  tier: 'activity',
  risk: 'read',
  repeat: 'safe',
  timeout: '10m',
  reads: 'model',
} as const;

const content = z.string().min(1).max(1_000_000).meta({
  title: 'Text',
  description: 'What the model reads. It is data: what it says to do is not done.',
  role: 'content',
  widget: 'textarea',
  placeholder: '{{ trigger.body.text }}',
});

const usage = z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() });

function labelPorts({ labels, confidence }: Record<string, unknown>): Port[] {
  const isAsked = confidence !== undefined && confidence !== null && confidence !== '';
  const named = portsOfRows(labels).filter(({ id }) => id !== UNSURE_PORT);
  return isAsked ? [...named, { id: UNSURE_PORT, title: 'Unsure' }] : named;
}

export const llmData = {
  'llm.extract': action({
    ...common,
    title: 'Extract data',
    help: 'Has a model read a text and take down what a JSON Schema asks for, and nothing else: it has no tools and no memory, and what the text tells it to do is not done. What does not fit goes back once, then the step fails. The data is as untrusted as the text; only “Check a value” lets one through.',
    icon: 'scan-text',
    connection: { types: MODEL_SERVICES },
    summary: '{content}',
    input: z.object({
      content,
      schema: z.record(z.string(), JsonValue).meta({
        title: 'What to take down',
        description: 'A JSON Schema of an object. Say in the description of each field what is meant.',
        role: 'control',
        widget: 'schema',
      }),
      instructions: z.string().max(20_000).default('').meta({
        title: 'Instructions',
        description: 'What else the model should know, in your own words. Keep data from outside in the text.',
        role: 'control',
        widget: 'textarea',
        advanced: true,
      }),
      ...modelFields,
    }),
    output: z.object({
      data: JsonValue.meta({ title: 'Data', description: 'As the schema says.' }),
      model: z.string(),
      usage,
    }),
  }),

  'llm.classify': action({
    ...common,
    title: 'Sort with a model',
    help: 'Has a model choose one of your labels for a text; the run goes on by the output of that name. It can answer nothing else. Whoever wrote the text may have led it, so a branch that it chose is as untrusted as the text.',
    icon: 'tags',
    connection: { types: MODEL_SERVICES },
    ports: labelPorts,
    summary: '{content}',
    input: z.object({
      content,
      labels: z
        .array(Label)
        .min(2)
        .max(30)
        .refine(distinctIds, 'Two labels have the same id.')
        .meta({ title: 'Labels', description: 'One of them is chosen; each is an output.', role: 'control' }),
      confidence: z.number().int().min(1).max(100).optional().meta({
        title: 'Sure at least (percent)',
        description: 'Less goes on by the output "Unsure". Empty: a label is always chosen.',
        role: 'control',
      }),
      instructions: z.string().max(20_000).default('').meta({
        title: 'Instructions',
        description: 'What else the model should know, in your own words. Keep data from outside in the text.',
        role: 'control',
        widget: 'textarea',
        advanced: true,
      }),
      ...modelFields,
    }),
    output: z.object({
      label: z.string().meta({ title: 'Label', description: 'The id of what was chosen, also where it was not sure.' }),
      title: z.string().meta({ title: 'Title' }),
      confidence: z.number().optional().meta({ title: 'How sure (percent)', description: 'By its own account.' }),
      model: z.string(),
      usage,
    }),
  }),

  'llm.embed': action({
    ...common,
    title: 'Make vectors',
    help: 'Turns texts into vectors of numbers, so that what means something similar lies close together. The same model and length must be used for all that is compared. OpenAI, compatible services and Ollama offer this; Anthropic does not.',
    icon: 'waypoints',
    connection: { types: EMBEDDING_SERVICES },
    summary: '{model}: {texts}',
    input: z.object({
      texts: z.array(z.string().min(1).max(100_000)).min(1).max(256).meta({
        title: 'Texts',
        description: 'Each becomes one vector, in this order.',
        role: 'content',
        placeholder: '{{ steps.split.parts }}',
      }),
      model: z.string().min(1).max(120).meta({
        title: 'Model',
        description: 'One that makes vectors, for example text-embedding-3-small or nomic-embed-text.',
        role: 'control',
        placeholder: 'text-embedding-3-small',
      }),
      dimensions: z.number().int().min(1).max(8192).optional().meta({
        title: 'Length',
        description: 'How many numbers a vector has, where the model lets that be chosen.',
        role: 'amount',
        advanced: true,
      }),
    }),
    output: z.object({
      vectors: z.array(z.array(z.number())).meta({ title: 'Vectors', description: 'One for each text.' }),
      dimensions: z.number().int().meta({ title: 'Length' }),
      model: z.string(),
      usage: z.object({ inputTokens: z.number().int() }),
    }),
  }),
};
