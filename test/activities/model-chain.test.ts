/** Which model answers when one cannot, and what each of them was paid. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askModel } from '#activities/ask-model.ts';
import { Refused, Unreachable } from '#lib/errors.ts';
import { nodes } from '#nodes/index.ts';
import { db } from '#prisma/client.ts';
import { startModelServer, type ModelServer } from '../fakes/model-server.ts';
import { connectionOf, handMadeContext, NOW } from './hand-made-context.ts';

let first: ModelServer;
let second: ModelServer;
let now: number;

beforeEach(async () => {
  [first, second] = await Promise.all([startModelServer('anthropic'), startModelServer('openai')]);
  second.reply({ text: 'From the second.', model: 'gpt-5-mini', usage: { input: 1000, output: 100 } });
  now = NOW.getTime();
});

afterEach(() => Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()]));

/** A step with a model and one to ask instead; its connections are its own, so that none rests from the test before. */
function step() {
  const serviceOf = (type: 'anthropic' | 'openai', server: ModelServer) =>
    connectionOf({
      ...{ id: randomUUID(), name: `My ${type}`, type, config: { baseUrl: server.baseUrl } },
      ...{ secrets: { apiKey: server.key }, hosts: [server.host] },
    });
  const connection = serviceOf('anthropic', first);
  const other = serviceOf('openai', second);
  const choice = nodes['llm.ask'].input.parse({
    ...{ model: 'claude-haiku-4-5', prompt: '-', maxTokens: 50 },
    fallbacks: [{ connection: other.id, model: 'gpt-5-mini' }],
  });
  const ask = () => {
    const ctx = { ...handMadeContext({ connection, others: [other] }), now: () => new Date(now) };
    return askModel(ctx, choice, { system: '', turns: [{ role: 'user', text: 'Hello?' }] });
  };
  const rows = (of: { id: string }) =>
    db().modelCall.findMany({ where: { connectionId: of.id }, orderBy: { at: 'asc' } });
  return { ask, connection, other, rows };
}

describe('a model to ask instead', () => {
  it.each([
    ['is overloaded', { status: 529, message: 'Overloaded' }],
    ['had trouble', { status: 500 }],
    ['has too much to do', { status: 429, message: 'slow down' }],
    ['does not take the key', { status: 401 }],
    ['has no credit', { status: 400, message: 'Your credit balance is too low' }],
    ['has no such model', { status: 404, message: 'model: claude-haiku-4-5' }],
    ['cannot read so much', { status: 400, message: 'prompt is too long: 300000 tokens > 200000 maximum' }],
    ['gave an empty answer', { text: '' }],
  ])('answers when the chosen one %s, and both are written down', async (_why, reply) => {
    first.reply(reply);
    const { ask, connection, other, rows } = step();
    expect(await ask()).toMatchObject({ text: 'From the second.', model: 'gpt-5-mini' });
    expect(await rows(other)).toMatchObject([{ status: 'ok', provider: 'openai', inputTokens: 1000 }]);
    expect((await rows(connection)).map(({ status }) => status)).toEqual(['text' in reply ? 'ok' : 'failed']);
  });

  it.each([
    ['refuses', { text: 'No.', stop: 'refusal' as const }, 'ModelRefused'],
    ['does not understand the question', { status: 400, message: 'temperature is not supported' }, 'Refused'],
  ])('is not asked when the chosen one %s', async (_why, reply, name) => {
    first.reply(reply);
    await expect(step().ask()).rejects.toMatchObject({ name });
    expect(second.questions).toEqual([]);
  });

  it('leaves the one that failed alone for as long as it asked for, then goes back to it', async () => {
    const { ask } = step();
    first.reply({ status: 429, headers: { 'retry-after': '90' } });
    await ask();
    now += 80_000;
    await ask();
    expect(first.questions).toHaveLength(1);
    first.reply({ text: 'I am back.' });
    now += 20_000;
    expect((await ask()).text).toBe('I am back.');
  });

  it('does not go on in the middle of an answer that was shown: the next attempt asks the other at once', async () => {
    const { ask, connection, rows } = step();
    first.reply({ trouble: { type: 'overloaded_error', message: 'Overloaded' } });
    const error = await ask().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Unreachable);
    expect(error).toMatchObject({ message: expect.stringContaining('broke off') as string, retryAfterMs: undefined });
    expect(second.questions).toEqual([]);
    const [row] = await rows(connection);
    // What Anthropic had counted when it broke off: 10 tokens read, 1 written.
    expect(row).toMatchObject({ status: 'cut', inputTokens: 10, outputTokens: 1 });
    expect(row?.cost).toBeCloseTo((10 * 1 + 5) / 1_000_000);
    expect(row?.mostCost).toBeGreaterThan(50 * (5 / 1_000_000));
    expect((await ask()).text).toBe('From the second.');
  });

  it('when none can: says what each said, and may be tried again if one of them may answer later', async () => {
    first.reply({ status: 401 });
    second.reply({ status: 503, headers: { 'retry-after': '7' }, message: 'in maintenance' });
    const error = await step()
      .ask()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Unreachable);
    expect(error).toMatchObject({ retryAfterMs: 7000 });
    expect(String(error)).toContain('key of the connection "My anthropic"');
    expect(String(error)).toContain('in maintenance');
    second.reply({ status: 401 });
    await expect(step().ask()).rejects.toMatchObject({ name: 'BadKey' });
  });

  it('is a service that offers models', async () => {
    first.reply({ status: 500 });
    const { connection } = step();
    const shop = connectionOf({ id: 'shop', type: 'http-bearer', config: {}, secrets: {}, hosts: [] });
    const choice = nodes['llm.ask'].input.parse({
      ...{ model: 'model-a', prompt: '-' },
      fallbacks: [{ connection: 'shop', model: 'x' }],
    });
    const asked = askModel(handMadeContext({ connection, others: [shop] }), choice, { system: '', turns: [] });
    await expect(asked).rejects.toThrow(/cannot be asked instead/);
    await expect(asked).rejects.not.toBeInstanceOf(Refused);
  });
});
