import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityContext } from '#activities/context.ts';
import { llm } from '#activities/llm.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { nodes } from '#nodes/index.ts';
import { startModelServer, type ModelServer } from '../fakes/model-server.ts';
import { connectionOf, handMadeContext, NOW } from './hand-made-context.ts';

type Kind = 'anthropic' | 'openai' | 'ollama';
type Output = {
  text: string;
  json?: unknown;
  model: string;
  stopReason: string;
  usage: { inputTokens: number; outputTokens: number };
};
type Options = { key?: string; signal?: AbortSignal; fetch?: ActivityContext['fetch'] };

const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string', pattern: '^(a+)+$' }, people: { type: 'integer', minimum: 0 } },
  required: ['city', 'people'],
  additionalProperties: false,
};

let server: ModelServer;
let kind: Kind;

function context(options: Options = {}) {
  const secrets: Record<string, string> = kind === 'ollama' ? {} : { apiKey: options.key ?? server.key };
  const connection = connectionOf({ type: kind, config: { baseUrl: server.baseUrl }, secrets, hosts: [server.host] });
  return handMadeContext({
    connection,
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
}

async function ask(given: Record<string, unknown> = {}, ctx = context()): Promise<{ output: Output; cost?: number }> {
  const input = nodes['llm.ask'].input.parse({ model: 'model-a', prompt: 'Say hello.', ...given });
  return llm['llm.ask'](input, ctx);
}

async function failure(given: Record<string, unknown> = {}, ctx = context()): Promise<Error> {
  return ask(given, ctx).then(
    ({ output }) => new Error(`It answered ${JSON.stringify(output)}`),
    (error: unknown) => error as Error,
  );
}

afterEach(() => server[Symbol.asyncDispose]());

describe.each(['anthropic', 'openai', 'ollama'] as const)('llm.ask with %s', (name) => {
  beforeEach(async () => {
    kind = name;
    server = await startModelServer(name);
  });

  it('gives back the text, streams it as it comes, and counts tokens', async () => {
    server.reply({ text: 'Good morning, dear reader.', model: 'model-a-2026', usage: { input: 21, output: 8 } });
    const ctx = context();
    const { output } = await ask({}, ctx);
    expect(output).toEqual({
      text: 'Good morning, dear reader.',
      model: 'model-a-2026',
      stopReason: 'end',
      usage: { inputTokens: 21, outputTokens: 8 },
    });
    expect(ctx.streamed.join('')).toBe('Good morning, dear reader.');
    expect(ctx.streamed.length).toBeGreaterThan(1);
    expect(ctx.beats()).toBeGreaterThan(1);
  });

  it('sends instructions apart from the prompt, and the limits', async () => {
    await ask({ system: 'Be brief.', maxTokens: 77, temperature: 0.2 });
    const { body } = server.questions[0] ?? expect.fail('Nothing was asked.');
    const flat = JSON.stringify(body);
    expect(flat).toContain('77');
    expect(flat).toContain('0.2');
    const messages = body.messages as { role: string; content: string }[];
    expect(messages.at(-1)).toEqual({ role: 'user', content: 'Say hello.' });
    const system = name === 'anthropic' ? body.system : messages[0]?.content;
    expect(system).toBe('Be brief.');
  });

  it('says that an answer was cut off at the limit', async () => {
    server.reply({ text: 'Once upon', stop: 'length' });
    expect((await ask()).output).toMatchObject({ text: 'Once upon', stopReason: 'length' });
  });

  it('gives back data that fits a schema', async () => {
    server.reply({ text: '```json\n{"city":"Bern","people":134000}\n```' });
    expect((await ask({ schema: SCHEMA })).output.json).toEqual({ city: 'Bern', people: 134000 });
    expect(JSON.stringify(server.questions[0]?.body)).toContain('people');
  });

  it('lets the model repair data that does not fit, once, and counts both answers', async () => {
    server.reply(
      { text: '{"city":"Bern"}', usage: { input: 10, output: 4 } },
      { text: '{"city":"Bern","people":1}', usage: { input: 30, output: 6 } },
    );
    const { output } = await ask({ schema: SCHEMA });
    expect(output.json).toEqual({ city: 'Bern', people: 1 });
    expect(output.usage).toEqual({ inputTokens: 40, outputTokens: 10 });
    const turns = server.questions[1]?.body.messages as { role: string; content: string }[];
    expect(turns.at(-2)).toEqual({ role: 'assistant', content: '{"city":"Bern"}' });
    expect(turns.at(-1)?.content).toContain('people');
  });

  it('gives up on data that does not fit twice, or is not whole', async () => {
    server.reply({ text: 'Bern has many people.' });
    expect(await failure({ schema: SCHEMA })).toBeInstanceOf(Refused);
    expect(server.questions).toHaveLength(2);
    server.reply({ text: '{"city":"Be', stop: 'length' });
    expect((await failure({ schema: SCHEMA, maxTokens: 9 })).message).toContain('cut off after 9 tokens');
    expect(server.questions).toHaveLength(3);
  });

  it('does not retry by itself: the step does', async () => {
    server.reply({ status: 500 });
    expect(await failure()).toBeInstanceOf(Unreachable);
    expect(server.questions).toHaveLength(1);
  });

  it.each([408, 409, 429, 500, 503, 529])('can be tried again after %i', async (status) => {
    server.reply({ status, message: 'busy' });
    expect(await failure()).toBeInstanceOf(Unreachable);
  });

  it('waits as long as it is asked to', async () => {
    server.reply({ status: 429, headers: { 'retry-after': '12' } });
    expect(await failure()).toMatchObject({ retryAfterMs: 12_000 });
    server.reply({ status: 529, headers: { 'retry-after-ms': '1500' } });
    expect(await failure()).toMatchObject({ retryAfterMs: 1500 });
    server.reply({ status: 503, headers: { 'retry-after': new Date(NOW.getTime() + 5000).toUTCString() } });
    expect(await failure()).toMatchObject({ retryAfterMs: 5000 });
  });

  it('cannot be tried again when the model is unknown, the prompt too long or the request wrong', async () => {
    server.reply({ status: 404, type: 'not_found_error', message: 'model-a not found' });
    expect(await failure()).toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('does not know "model-a"') as string,
    });
    server.reply({
      status: 400,
      type: 'invalid_request_error',
      message: 'prompt is too long: 300000 tokens > 200000 maximum',
    });
    expect((await failure()).message).toContain('prompt is too long for model-a');
    server.reply({ status: 400, type: 'invalid_request_error', message: 'temperature is not supported' });
    expect((await failure()).message).toContain('temperature is not supported');
  });

  it('takes a refusal for an answer, not for text', async () => {
    server.reply({ text: 'I cannot help with that.', stop: 'refusal' });
    const error = await failure();
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('refused to answer');
  });

  it.each(['drop', 'end'] as const)('never takes half an answer for a whole one (%s)', async (cut) => {
    server.reply({ cut, text: 'This will be cut off somewhere in the middle of it.' });
    expect(await failure()).toBeInstanceOf(Unreachable);
  });

  it('can be tried again when the stream turns to garbage or reports a passing trouble', async () => {
    server.reply({ garbage: 'data: {"oops\n\n' });
    expect(await failure()).toBeInstanceOf(Unreachable);
    server.reply({ trouble: { type: 'overloaded_error', message: 'Overloaded' } });
    expect(await failure()).toBeInstanceOf(Unreachable);
  });

  it('survives an error page of a proxy', async () => {
    server.reply({ status: 502, raw: '<html>Bad gateway</html>' });
    const error = await failure();
    expect(error).toBeInstanceOf(Unreachable);
    expect(error.message).not.toContain('<html>');
  });

  it('says who cannot be reached', async () => {
    const ctx = context();
    await server[Symbol.asyncDispose]();
    const error = await failure({}, ctx);
    expect(error).toBeInstanceOf(Unreachable);
    expect(error.message).toContain(server.host);
  });

  it('passes on what the egress refused', async () => {
    const refused = new Refused('This address is in your own network; it timed out of the list.');
    expect(await failure({}, context({ fetch: () => Promise.reject(refused) }))).toBe(refused);
  });

  it('stops with the reason of the step', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by a person');
    const fetching: ActivityContext['fetch'] = (_url, init) => {
      controller.abort(reason);
      return fetch('http://127.0.0.1:9', init);
    };
    expect(await failure({}, context({ signal: controller.signal, fetch: fetching }))).toBe(reason);
  });

  it('refuses a schema that is none', async () => {
    expect(await failure({ schema: { type: 'nonsense' } })).toBeInstanceOf(Invalid);
    expect(server.questions).toHaveLength(0);
  });
});

describe('llm.ask and its key', () => {
  beforeEach(async () => {
    kind = 'openai';
    server = await startModelServer('openai');
  });

  it.each(['anthropic', 'openai'] as const)('of %s: a bad one is refused and shown nowhere', async (name) => {
    await server[Symbol.asyncDispose]();
    kind = name;
    server = await startModelServer(name);
    const error = await failure({}, context({ key: 'wrong-key-0815' }));
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('did not accept the key of the connection "My service"');
    const told = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
    expect(told).not.toContain('wrong-key-0815');
    expect(told).not.toContain(server.key);
  });

  it('is never part of the result', async () => {
    expect(JSON.stringify(await ask())).not.toContain(server.key);
  });

  it('without credit is not tried again', async () => {
    server.reply({ status: 429, type: 'insufficient_quota', message: 'You exceeded your current quota' });
    const error = await failure();
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('no credit');
  });

  it('comes from a connection', async () => {
    expect(await failure({}, handMadeContext())).toBeInstanceOf(Invalid);
    const other = connectionOf({ type: 'http-bearer', config: {}, secrets: {}, hosts: [] });
    expect(await failure({}, handMadeContext({ connection: other }))).toBeInstanceOf(Invalid);
  });

  it('costs what its tokens cost, as far as that is known', async () => {
    server.reply({ text: 'x', model: 'gpt-5-mini', usage: { input: 1_000_000, output: 100_000 } });
    expect((await ask()).cost).toBeCloseTo(0.45);
    server.reply({ text: 'x', model: 'some-local-model' });
    expect(await ask()).not.toHaveProperty('cost');
  });
});
