import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { listen, textOf } from './http-server.ts';
import { anthropicWire, ollamaWire, openaiWire, type Said, type StreamTrouble, type Wire } from './model-wire.ts';

export type ModelReply =
  | Said
  /** Half of it at once, the rest when that has come. */
  | (Said & { until: Promise<void> })
  /** Headers, and then nothing. */
  | { silent: true }
  /** An error instead of a stream. */
  | { status: number; headers?: Record<string, string>; type?: string; message?: string; raw?: string }
  /** The connection is dropped in the middle of the text (`drop`), or closed as if all were said (`end`). */
  | { cut: 'drop' | 'end'; text: string }
  /** Something that is not JSON where a part of the stream should be. */
  | { garbage: string }
  | { trouble: StreamTrouble };

type Recorded = { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };
type Kind = 'anthropic' | 'openai' | 'ollama';

const WIRES: Record<Kind, Wire> = { anthropic: anthropicWire, openai: openaiWire, ollama: ollamaWire };
const MODEL_LISTS: Record<string, true> = { '/v1/models': true, '/api/tags': true };

export type ModelServer = {
  /** What goes into the connection as its address. */
  baseUrl: string;
  host: string;
  /** Questions in the order they came. */
  questions: Recorded[];
  /** Replies in turn; the last one stays. */
  reply: (...replies: ModelReply[]) => void;
  /** Makes each reply from what was asked. */
  think: (how: ((prompt: string) => ModelReply) | undefined) => void;
  models: string[];
  /** Names that an Ollama was told to fetch, in the order they came. */
  pulls: string[];
  /** How it fetches; by itself it has the model at once. */
  fetch: (how: Fetching | undefined) => void;
  key: string;
  /** How many callers have gone away before the end of their answer. */
  hungUp: () => number;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** `until`: half of the model is there at once, the rest when that has come. `error`: what it says instead of the rest. */
export type Fetching = { until?: Promise<void>; error?: string; cut?: boolean };

type Fetched = { models: string[]; pulls: string[]; fetching: Fetching | undefined };

/** `POST /api/pull` as Ollama answers it: a line of JSON for each piece of news. */
async function pull(response: ServerResponse, asked: string, state: Fetched): Promise<void> {
  // Clients of before and after it was renamed.
  const { name = '', model = name } = JSON.parse(asked) as { name?: string; model?: string };
  state.pulls.push(model);
  const { until, error, cut } = state.fetching ?? {};
  const say = (news: object) => void response.write(`${JSON.stringify(news)}\n`);
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  say({ status: 'pulling manifest' });
  const part = { status: 'pulling 6a0746a1ec1a', digest: 'sha256:6a0746a1ec1a', total: 4_000_000_000 };
  say({ ...part, completed: 1_000_000_000 });
  await until;
  if (error !== undefined) return void response.end(`${JSON.stringify({ error })}\n`);
  if (cut) return void response.destroy();
  say({ ...part, completed: 4_000_000_000 });
  say({ status: 'verifying sha256 digest' });
  if (!state.models.includes(model)) state.models.push(model);
  response.end(`${JSON.stringify({ status: 'success' })}\n`);
}

/** A model service in the wire format of one provider. It refuses every key but its own. */
export async function startModelServer(kind: Kind): Promise<ModelServer> {
  const wire = WIRES[kind];
  const state = {
    replies: [] as ModelReply[],
    think: undefined as ((prompt: string) => ModelReply) | undefined,
    questions: [] as Recorded[],
    models: ['model-a', 'model-b'],
    key: 'key-for-tests-4711',
    hungUp: 0,
    pulls: [] as string[],
    fetching: undefined as Fetching | undefined,
  };
  const at = await listen((request, response) => {
    response.on('close', () => {
      if (!response.writableEnded) state.hungUp += 1;
    });
    void textOf(request).then((text) => {
      const path = new URL(request.url ?? '/', 'http://model').pathname;
      if (kind !== 'ollama' && !hasKey(request.headers, state.key)) {
        return fail(response, wire, { status: 401, type: 'authentication_error', message: `bad key ${state.key}` });
      }
      if (MODEL_LISTS[path]) return send(response, wire.models(state.models));
      if (kind === 'ollama' && path === '/api/pull') return void pull(response, text, state);
      state.questions.push({ path, headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
      if (state.think) return answer(response, wire, state.think(text));
      const reply = (state.replies.length > 1 ? state.replies.shift() : state.replies[0]) ?? { text: 'Hello.' };
      answer(response, wire, reply);
    });
  });
  return {
    baseUrl: kind === 'openai' ? `${at.url}/v1` : at.url,
    host: at.host,
    questions: state.questions,
    reply: (...replies) => void (state.replies = replies),
    think: (how) => void (state.think = how),
    models: state.models,
    pulls: state.pulls,
    fetch: (how) => void (state.fetching = how),
    hungUp: () => state.hungUp,
    get key() {
      return state.key;
    },
    set key(key) {
      state.key = key;
    },
    [Symbol.asyncDispose]: at.stop,
  };
}

function hasKey(headers: IncomingHttpHeaders, key: string): boolean {
  return headers['x-api-key'] === key || headers.authorization === `Bearer ${key}`;
}

type Sent = { status?: number; headers?: Record<string, string> };

function send(response: ServerResponse, body: object, { status = 200, headers = {} }: Sent = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, wire: Wire, reply: Extract<ModelReply, { status: number }>): void {
  if (reply.raw !== undefined)
    return void response.writeHead(reply.status, { 'content-type': 'text/html' }).end(reply.raw);
  send(response, wire.error(reply.type ?? 'api_error', reply.message ?? 'it failed'), {
    status: reply.status,
    ...(reply.headers ? { headers: reply.headers } : {}),
  });
}

function answer(response: ServerResponse, wire: Wire, reply: ModelReply): void {
  if ('status' in reply) return fail(response, wire, reply);
  response.writeHead(200, { 'content-type': wire.contentType });
  if ('silent' in reply) return response.flushHeaders();
  const parts = wire.parts({
    text: 'text' in reply && reply.text !== '' ? reply.text : 'Half of the answer, and no more',
  });
  const half = parts.slice(0, 4).join('');
  if ('until' in reply) return void inTwo(response, { parts: wire.parts(reply), until: reply.until });
  if ('garbage' in reply) return void response.end(half + reply.garbage);
  if ('trouble' in reply) return void response.end(half + wire.trouble(reply.trouble));
  if (!('cut' in reply)) return void response.end(wire.parts(reply).join(''));
  if (reply.cut === 'end') return void response.end(half);
  response.write(half, () => response.destroy());
}

async function inTwo(response: ServerResponse, { parts, until }: { parts: string[]; until: Promise<void> }) {
  const middle = Math.ceil(parts.length / 2);
  response.write(parts.slice(0, middle).join(''));
  await until;
  response.end(parts.slice(middle).join(''));
}
