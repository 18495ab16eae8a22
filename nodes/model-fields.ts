/** What every step that asks a model lets its author choose. */
import { z } from 'zod';

/** Another model to ask when the one before cannot answer. */
export const Fallback = z.strictObject({
  connection: z.string().min(1).max(60).meta({ title: 'Connection', description: 'The service to ask instead.' }),
  model: z.string().min(1).max(120).meta({ title: 'Model', description: 'One that it offers.' }),
});

export const EFFORTS = ['low', 'medium', 'high'] as const;

/** The connection types that offer models. */
export const MODEL_SERVICES = ['anthropic', 'openai', 'ollama', 'rehearsal'] as const;

/** Connection types that nobody pays for by the token. */
export const FREE_SERVICES: ReadonlySet<string> = new Set(['ollama', 'rehearsal']);

export const modelFields = {
  model: z.string().min(1).max(120).meta({
    title: 'Model',
    description: 'One that the connection offers, for example claude-sonnet-5 or llama3.2.',
    role: 'control',
    widget: 'model',
    placeholder: 'claude-sonnet-5',
  }),
  maxTokens: z.number().int().min(1).max(200_000).default(1024).meta({
    title: 'Longest answer (tokens)',
    description: 'A token is about four letters. A longer answer is cut off.',
    role: 'amount',
  }),
  temperature: z.number().min(0).max(2).optional().meta({
    title: 'Temperature',
    description: '0 is the most predictable. Leave empty for models that do not take one.',
    role: 'control',
    advanced: true,
  }),
};

/** Which model is asked, and how. */
export type ModelChoice = {
  model: string;
  maxTokens: number;
  temperature?: number | undefined;
  effort?: (typeof EFFORTS)[number] | undefined;
  fallbacks?: z.output<typeof Fallback>[] | undefined;
};
