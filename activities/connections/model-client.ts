import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import { ANTHROPIC_URL, OLLAMA_URL, OPENAI_URL } from '#nodes/connections.ts';
import type { ActivityContext } from '#activities/context.ts';
import type { OpenConnection } from '#platform/connections.ts';

export type Turn = { role: 'user' | 'assistant'; text: string };

export type Question = {
  model: string;
  system: string;
  turns: Turn[];
  /** JSON Schema the answer should fit; the caller checks that it does. */
  schema?: Record<string, Json>;
  maxTokens: number;
  temperature?: number;
  onText: (text: string) => void;
};

/** `stopReason`: `end`, `length` (cut off at maxTokens), or the provider's own word. */
export type Answer = {
  text: string;
  model: string;
  stopReason: string;
  usage: { inputTokens: number; outputTokens: number };
};

/** A signed-in model service. Both methods throw `Refused` or `Unreachable`. */
export type ModelClient = {
  ask: (question: Question) => Promise<Answer>;
  /** Signs in and says what was found, e.g. "3 models: …". */
  check: () => Promise<string>;
};

/** What a client is made of. `fetch` is the egress bound to the connection. */
export type ModelDeps = {
  connection: OpenConnection;
  service: string;
  baseUrl: string;
  fetch: ActivityContext['fetch'];
  signal: AbortSignal;
  now: () => Date;
};

type Wiring = Pick<ModelDeps, 'connection' | 'fetch' | 'signal' | 'now'>;

/** Makes the client for a connection. SDKs are loaded on first use: an idle worker stays small. */
export async function openModel(wiring: Wiring): Promise<ModelClient> {
  const { type } = wiring.connection;
  switch (type) {
    case 'anthropic': {
      const { anthropicClient } = await import('#activities/connections/anthropic.ts');
      return anthropicClient(depsOf(wiring, 'Anthropic', ANTHROPIC_URL));
    }
    case 'openai': {
      const { openaiClient } = await import('#activities/connections/openai.ts');
      return openaiClient(depsOf(wiring, 'OpenAI', OPENAI_URL));
    }
    case 'ollama': {
      const { ollamaClient } = await import('#activities/connections/ollama.ts');
      return ollamaClient(depsOf(wiring, 'Ollama', OLLAMA_URL));
    }
    default:
      throw new Invalid(`A connection of type "${type}" has no models. Choose Anthropic, OpenAI or Ollama.`);
  }
}

function depsOf(wiring: Wiring, title: string, usual: string): ModelDeps {
  const { baseUrl } = wiring.connection.config;
  if (typeof baseUrl !== 'string' || baseUrl === '' || baseUrl === usual)
    return { ...wiring, baseUrl: usual, service: title };
  // A compatible service must not be taken for OpenAI.
  return { ...wiring, baseUrl, service: wiring.connection.type === 'openai' ? new URL(baseUrl).host : title };
}

/** A secret field of the connection as text. */
export function secretOf(connection: OpenConnection, field: string): string {
  const value = connection.secrets[field];
  if (typeof value !== 'string' || value === '') {
    throw new Invalid(`The connection "${connection.name}" has no ${field}. Set it in Connections.`);
  }
  return value;
}

/** A prompt's extra paragraph for services that do not enforce a schema themselves. */
export function withSchema(system: string, schema: Record<string, Json> | undefined): string {
  if (!schema) return system;
  const rule = `Answer with one JSON value that fits this JSON Schema, and nothing else:\n${JSON.stringify(schema)}`;
  return system === '' ? rule : `${system}\n\n${rule}`;
}
