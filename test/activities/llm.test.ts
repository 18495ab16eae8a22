import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityContext } from '#activities/context.ts';
import { askModel } from '#activities/ask-model.ts';
import type { Turn } from '#activities/connections/model-client.ts';
import { llm } from '#activities/llm.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { nodes } from '#nodes/index.ts';
import { knowSecrets } from '#platform/known-secrets.ts';
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

/** A turn with two calls and their results, as each service wants to see it again. */
const SENT_BACK = {
  anthropic: [
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'sig-1' },
        { type: 'text', text: 'One moment.' },
        { type: 'tool_use', id: 'call-1', name: 'look_up', input: { of: 'Bern' } },
        { type: 'tool_use', id: 'call-2', name: 'look_up', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'call-1', content: 'Result 0' },
        { type: 'tool_result', tool_use_id: 'call-2', content: 'Result 1', is_error: true },
      ],
    },
  ],
  openai: [
    {
      role: 'assistant',
      content: 'One moment.',
      tool_calls: [
        { id: 'call-1', type: 'function', function: { name: 'look_up', arguments: '{"of":"Bern"}' } },
        { id: 'call-2', type: 'function', function: { name: 'look_up', arguments: '{}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call-1', content: 'Result 0' },
    { role: 'tool', tool_call_id: 'call-2', content: 'Result 1' },
  ],
  ollama: [
    {
      role: 'assistant',
      content: 'One moment.',
      tool_calls: [
        { function: { name: 'look_up', arguments: { of: 'Bern' } } },
        { function: { name: 'look_up', arguments: {} } },
      ],
    },
    { role: 'tool', content: 'Result 0', tool_name: 'look_up' },
    { role: 'tool', content: 'Result 1', tool_name: 'look_up' },
  ],
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

  it('without such a word waits until the limits that are used up are whole again', async () => {
    const inFour = new Date(NOW.getTime() + 4000).toISOString();
    const forms: [Record<string, string>, number | undefined][] = [
      [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2.5s' }, 62_500],
      [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '250ms' }, 250],
      [{ 'anthropic-ratelimit-input-tokens-remaining': '0', 'anthropic-ratelimit-input-tokens-reset': inFour }, 4000],
      [{ 'x-ratelimit-remaining-requests': '9', 'x-ratelimit-reset-requests': '1h' }, undefined],
      [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'soon' }, undefined],
      [{}, undefined],
    ];
    for (const [headers, wait] of forms) {
      server.reply({ status: 429, headers });
      const error = await failure();
      expect(error).toBeInstanceOf(Unreachable);
      expect((error as Unreachable).retryAfterMs).toBe(wait);
    }
  });

  it('cannot be tried again when the model is unknown, the prompt too long or the request wrong', async () => {
    server.reply({ status: 404, type: 'not_found_error', message: 'model-a not found' });
    expect(await failure()).toMatchObject({
      name: 'UnknownModel',
      message: expect.stringContaining('does not know "model-a"') as string,
    });
    server.reply({
      status: 400,
      type: 'invalid_request_error',
      message: 'prompt is too long: 300000 tokens > 200000 maximum',
    });
    const tooLong = await failure();
    expect(tooLong.name).toBe('TooLong');
    expect(tooLong.message).toContain('prompt is too long for model-a');
    server.reply({ status: 400, type: 'invalid_request_error', message: 'temperature is not supported' });
    expect((await failure()).message).toContain('temperature is not supported');
  });

  it('takes a refusal for an answer, not for text', async () => {
    server.reply({ text: 'I cannot help with that.', stop: 'refusal' });
    const error = await failure();
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({
      name: 'ModelRefused',
      message: expect.stringContaining('refused to answer') as string,
    });
  });

  it('takes an answer without a word for none', async () => {
    server.reply({ text: '' });
    expect(await failure()).toMatchObject({ name: 'Unreachable', message: 'model-a gave an empty answer.' });
  });

  it('waits no longer for a service that says nothing than its author wants', async () => {
    const never = new Promise<void>(() => {});
    server.reply({ text: 'A word, and then nothing for a long time.', until: never });
    expect(await failure({ silence: '1s' })).toMatchObject({
      name: 'Unreachable',
      message: expect.stringContaining('said nothing for 1 seconds') as string,
    });
    server.reply({ silent: true });
    expect((await failure({ silence: '1s' })).message).toContain('said nothing for 1 seconds');
  });

  it('is told of tools, calls them, and sees what they brought and what it thought', async () => {
    const tools = [
      { name: 'look_up', description: 'Looks up.', schema: { type: 'object', properties: { of: { type: 'string' } } } },
    ];
    const thoughts = name === 'anthropic' ? [{ type: 'thinking', thinking: 'Hm.', signature: 'sig-1' }] : [];
    server.reply({
      text: 'One moment.',
      thoughts,
      calls: [
        { id: 'call-1', name: 'look_up', args: { of: 'Bern' } },
        { id: 'call-2', name: 'look_up', args: {} },
      ],
    });
    const choice = nodes['llm.ask'].input.parse({ model: 'model-a', prompt: '-' });
    const turns: Turn[] = [{ role: 'user', text: 'Where?' }];
    const answer = await askModel(context(), choice, { system: '', turns, tools });
    expect(answer).toMatchObject({
      stopReason: 'tools',
      calls: [{ name: 'look_up', args: { of: 'Bern' } }, { args: {} }],
    });
    const { text, calls, opaque } = answer;
    const results = calls.map(({ id, name: of }, at) => ({ id, name: of, text: `Result ${at}`, isError: at === 1 }));
    server.reply({ text: 'There.' });
    const said: Turn[] = [
      ...turns,
      { role: 'assistant', text, calls, ...(opaque ? { opaque } : {}) },
      { role: 'tool', results },
    ];
    await askModel(context(), choice, { system: '', turns: said, tools });
    const { messages } = server.questions[1]?.body as { messages: unknown[] };
    expect(messages.slice(1)).toEqual(SENT_BACK[name]);
    // Another model would refuse what this one signed.
    await askModel(context(), { ...choice, model: 'model-b' }, { system: '', turns: said, tools });
    expect(JSON.stringify(server.questions[2]?.body)).not.toContain('sig-1');
  });

  it('is asked to think as hard as the author wants', async () => {
    await ask({ effort: 'low' });
    const { body } = server.questions[0] ?? expect.fail('Nothing was asked.');
    const at = { anthropic: body['output_config'], openai: body['reasoning_effort'], ollama: body['think'] };
    expect(at[name]).toEqual(name === 'anthropic' ? { effort: 'low' } : 'low');
  });

  it('says so where a model takes no pictures', async () => {
    const choice = nodes['llm.ask'].input.parse({ model: 'model-a', prompt: '-' });
    const images = [{ mediaType: 'image/png' as const, base64: 'iVBORw0KGgo=' }];
    const asked = (turn: object) =>
      askModel(context(), choice, { system: '', turns: [{ role: 'user', text: 'What?', ...turn }] }).catch(
        (error: unknown) => error,
      );
    for (const status of [400, 500]) {
      server.reply({ status, message: 'image input is not supported by this model' });
      expect(await asked({ images })).toMatchObject({ name: 'NoPictures' });
      expect(await asked({})).not.toMatchObject({ name: 'NoPictures' });
    }
  });

  it('keeps every secret that is known to itself, whoever wrote it', async () => {
    knowSecrets(['a-password-that-is-known']);
    const choice = nodes['llm.ask'].input.parse({ model: 'model-a', prompt: '-' });
    const text = 'It is a-password-that-is-known.';
    const turns: Turn[] = [
      { role: 'user', text },
      { role: 'assistant', text, calls: [{ id: 'c', name: 'tell', args: {} }] },
      { role: 'tool', results: [{ id: 'c', name: 'tell', text, isError: false }] },
    ];
    await askModel(context(), choice, { system: text, turns });
    expect(JSON.stringify(server.questions[0]?.body)).not.toContain('a-password-that-is-known');
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
    expect(error).toMatchObject({ name: 'BadKey' });
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
    expect(error).toMatchObject({ name: 'NoCredit', message: expect.stringContaining('no credit') as string });
  });

  it('that may not do this is told apart from one that is wrong', async () => {
    server.reply({ status: 403, type: 'permission_error', message: 'Your project has no access to this model' });
    const error = await failure();
    expect(error.name).toBe('BadKey');
    expect(error.message).toContain('does not let the key of the connection "My service" do this (Your project has no');
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

describe('llm.ask and the cache of Anthropic', () => {
  beforeEach(async () => {
    kind = 'anthropic';
    server = await startModelServer('anthropic');
  });

  it('is asked for with a conversation, and what was read from it costs less', async () => {
    const cached = { read: 900_000, written: 50_000 };
    server.reply({ text: 'x', model: 'claude-sonnet-5', usage: { input: 50_000, output: 0, ...cached } });
    const choice = nodes['llm.ask'].input.parse({ model: 'claude-sonnet-5', prompt: '-' });
    const turns: Turn[] = [
      { role: 'user', text: 'One.' },
      { role: 'assistant', text: 'Two.' },
      { role: 'user', text: 'Three.' },
    ];
    const answer = await askModel(context(), choice, { system: '', turns });
    expect(server.questions[0]?.body).toMatchObject({ cache_control: { type: 'ephemeral' } });
    expect(answer.usage).toMatchObject({ inputTokens: 1_000_000, cachedTokens: 900_000, cacheWriteTokens: 50_000 });
    expect(answer.cost).toBeCloseTo(0.05 * 2 + 0.9 * 0.2 + 0.05 * 2.5);
    await ask();
    expect(server.questions[1]?.body).not.toHaveProperty('cache_control');
  });
});
