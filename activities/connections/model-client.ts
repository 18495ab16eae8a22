import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { ListedModel } from '#lib/views-models.ts';
import type { ActivityContext } from '#activities/context.ts';
import type { OpenConnection } from '#platform/connections.ts';

/** A picture for a model that takes some. */
export type Image = { mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'; base64: string };

/** A tool as a model is told of it. `schema`: JSON Schema of an object, its arguments. */
export type ToolSpec = { name: string; description: string; schema: Record<string, Json> };

/** What a model wants done. `unreadable`: what it wrote instead of JSON; `args` is null then. */
export type ToolCall = { id: string; name: string; args: Json; unreadable?: string };

export type ToolResult = { id: string; name: string; text: string; isError: boolean };

/** `opaque`: what the provider wants to see again as it was, such as signed thoughts. */
export type Turn =
  | { role: 'user'; text: string; images?: Image[] }
  | { role: 'assistant'; text: string; calls?: ToolCall[]; opaque?: Json }
  | { role: 'tool'; results: ToolResult[] };

export type Question = {
  model: string;
  system: string;
  turns: Turn[];
  /** JSON Schema the answer should fit; the caller checks that it does. */
  schema?: Record<string, Json> | undefined;
  /** What the model may ask to be done. */
  tools?: ToolSpec[];
  maxTokens: number;
  temperature?: number | undefined;
  /** How long it may think, where the provider lets that be chosen. */
  effort?: 'low' | 'medium' | 'high' | undefined;
  onText: (text: string) => void;
  /**
   * What is known to be used up so far, as soon as the service tells: it is paid for even if the rest never comes.
   * `whole`: no more will come.
   */
  onUsage?: (usage: Usage, whole?: boolean) => void;
};

/** `stopReason`: `end`, `tools`, `length` (cut off at maxTokens), or the provider's own word. */
export type Answer = {
  text: string;
  calls: ToolCall[];
  opaque?: Json;
  model: string;
  stopReason: string;
  usage: Usage;
};

/** Tokens of one request. `inputTokens` counts all that was sent; of those, some were read from or written to a cache. */
export type Usage = { inputTokens: number; outputTokens: number; cachedTokens?: number; cacheWriteTokens?: number };

/** A signed-in model service. All methods throw `Refused` or `Unreachable`. */
export type ModelClient = {
  ask: (question: Question) => Promise<Answer>;
  /** Signs in and lists what there is. */
  models: () => Promise<ListedModel[]>;
  /** Has the service fetch a model, where it is one that does. */
  pull?: (asked: { model: string; onProgress: (now: PullProgress) => void }) => Promise<void>;
};

/** How far a service is with a model. In bytes; `bytesAll` is 0 while it is not known. */
export type PullProgress = { stage: string; bytes: number; bytesAll: number };

/** What a client is made of. `fetch` is the egress bound to the connection. */
export type ModelDeps = {
  connection: OpenConnection;
  service: string;
  baseUrl: string;
  fetch: ActivityContext['fetch'];
  signal: AbortSignal;
  now: () => Date;
  /** How long the service may say nothing. */
  silenceMs?: number | undefined;
  /** How long all of an answer may take, and how much it may be, where that is more than usual. */
  whole?: { timeoutMs: number; maxBytes: number } | undefined;
};

/** A tool call from what the model wrote as its arguments. No text at all means none. */
export function readCall({ id, name, text }: { id: string; name: string; text: string }): ToolCall {
  try {
    return { id, name, args: text.trim() === '' ? {} : (JSON.parse(text) as Json) };
  } catch {
    return { id, name, args: null, unreadable: text };
  }
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
