import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
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
