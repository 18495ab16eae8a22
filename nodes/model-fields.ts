/** What every step that asks a model lets its author choose. */
import { z } from 'zod';
import { Duration } from '#lib/flow.ts';

/** The connection types that offer models. */
export const MODEL_SERVICES = ['anthropic', 'openai', 'ollama', 'rehearsal'] as const;

/** A rehearsal is no model: its scripted words would be taken for one's exactly when nobody looks. */
export const FALLBACK_SERVICES = MODEL_SERVICES.filter((type) => type !== 'rehearsal');

/** Another model to ask when the one before cannot answer. */
const Fallback = z.strictObject({
  connection: z.string().min(1).max(60).meta({
    title: 'Connection',
    description: 'The service to ask instead.',
    widget: 'connection',
    connectionTypes: FALLBACK_SERVICES,
  }),
  model: z.string().min(1).max(120).meta({ title: 'Model', description: 'One that it offers.' }),
});

const EFFORTS = ['low', 'medium', 'high'] as const;

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
  effort: z.enum(EFFORTS).optional().meta({
    title: 'Effort',
    description: 'How long it may think before it answers, for models that let that be chosen. Leave empty otherwise.',
    role: 'control',
    advanced: true,
  }),
  silence: Duration.default('5m').meta({
    title: 'Longest silence',
    description:
      'A service that says nothing for so long counts as lost; then another model is asked, or this one again.',
    role: 'control',
    widget: 'duration',
    advanced: true,
  }),
  fallbacks: z.array(Fallback).max(5).default([]).meta({
    title: 'Models to ask instead',
    description:
      'Asked in this order when the model cannot be reached, has too much to do, or its account is refused. One that failed is left alone for a while.',
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
  silence: string;
  fallbacks: z.output<typeof Fallback>[];
};
