import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';
import { MODEL_SERVICES, modelFields } from '#nodes/model-fields.ts';

const MOST_PICTURES = 10;
const { model, ...choiceFields } = modelFields;

export const llm = {
  'llm.ask': action({
    title: 'Ask a model',
    help: 'Sends a prompt to a language model and gives back its text, or data that fits a JSON schema. The model has no tools and can do nothing by itself; its answer is as untrusted as what it read.',
    icon: 'sparkles',
    group: 'Models',
    version: 1,
    tier: 'activity',
    risk: 'read',
    repeat: 'safe',
    timeout: '10m',
    reads: 'model',
    connection: { types: MODEL_SERVICES },
    summary: '{model}: {prompt}',
    input: z.object({
      model,
      system: z.string().max(100_000).default('').meta({
        title: 'Instructions',
        description: 'What the model is to do, in your own words. Keep data that came from outside in the prompt.',
        role: 'control',
        widget: 'textarea',
      }),
      prompt: z.string().min(1).max(1_000_000).meta({
        title: 'Prompt',
        description: 'The question, with the data it is about.',
        role: 'content',
        widget: 'textarea',
        placeholder: 'Summarise in two sentences: {{ trigger.body.text }}',
      }),
      schema: z.record(z.string(), JsonValue).optional().meta({
        title: 'Answer as data',
        description: 'A JSON Schema of an object. The answer is checked against it and appears as json.',
        role: 'control',
        widget: 'schema',
        advanced: true,
      }),
      images: z.array(FileValue).max(MOST_PICTURES).default([]).meta({
        title: 'Pictures',
        description: 'PNG, JPEG, GIF or WebP files that a step gave, for a model that can see.',
        role: 'content',
        widget: 'json',
        placeholder: '[ "{{ steps.get.file }}" ]',
        advanced: true,
      }),
      ...choiceFields,
    }),
    output: z.object({
      text: z.string(),
      json: JsonValue.optional().meta({ title: 'Data', description: 'Set when a schema is given.' }),
      model: z.string(),
      stopReason: z.string(),
      usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() }),
    }),
  }),
};
