import { afterEach, expect, it } from 'vitest';
import { askModel } from '#activities/ask-model.ts';
import type { Image } from '#activities/connections/model-client.ts';
import { embed } from '#activities/embed-texts.ts';
import { nodes } from '#nodes/index.ts';
import { costOf } from '#nodes/models.ts';
import { spentOn } from '#platform/model-calls.ts';
import { db, sql } from '#prisma/client.ts';
import { startModelServer, type ModelReply, type ModelServer } from '../fakes/model-server.ts';
import { connectionOf, handMadeContext } from './hand-made-context.ts';

let server: ModelServer;
afterEach(() => server[Symbol.asyncDispose]());

const MODELS = { anthropic: 'claude-opus-5', openai: 'gpt-5.4', ollama: 'llama' };
type Kind = keyof typeof MODELS;

/** Asks once, and gives what was put down of it. */
async function rowOf(
  kind: Kind,
  reply: ModelReply,
  { key, signal, images }: { key?: string; signal?: AbortSignal; images?: Image[] } = {},
) {
  server = await startModelServer(kind);
  server.reply(reply);
  const effectKey = crypto.randomUUID();
  const secrets: Record<string, string> = kind === 'ollama' ? {} : { apiKey: key ?? server.key };
  const connection = connectionOf({ type: kind, config: { baseUrl: server.baseUrl }, secrets, hosts: [server.host] });
  const ctx = handMadeContext({ connection, effectKey, ...(signal ? { signal } : {}) });
  const choice = nodes['llm.ask'].input.parse({ model: MODELS[kind], prompt: '-', maxTokens: 1000 });
  await askModel(ctx, choice, {
    system: '',
    turns: [{ role: 'user', text: 'Say hello.', ...(images ? { images } : {}) }],
  }).catch(() => {});
  const row = await db().modelCall.findFirstOrThrow({ where: { effectKey } });
  return { row, spent: await spentOn({ sql: sql() }, effectKey) };
}

it('an answer that breaks off leaves what the stream told, and the most it may cost', async () => {
  const { row, spent } = await rowOf('anthropic', { cut: 'drop', text: 'Half of it' });
  expect(row).toMatchObject({ status: 'cut', errorType: 'Unreachable' });
  expect(row.inputTokens).toBeGreaterThan(0);
  const most = costOf('claude-opus-5', { inputTokens: row.inputTokens ?? 0, outputTokens: 1000 });
  expect(row.mostCost).toBeCloseTo(most ?? 0);
  expect(row.cost).toBeLessThan(row.mostCost ?? 0);
  expect(spent).toBe(row.mostCost);
});

it('one that tells nothing before it breaks off counts as the dearest it could be', async () => {
  const { row, spent } = await rowOf('openai', { cut: 'end', text: 'Half of an answer that goes on and on' });
  expect(row).toMatchObject({ status: 'cut', inputTokens: null, cost: null });
  // 1000 tokens of an answer at 15 dollars a million, and a few of the question.
  expect(spent).toBeGreaterThan(0.015);
  expect(spent).toBeLessThan(0.017);
});

it('a picture counts as what a service may count for one, not by its bytes', async () => {
  const images = [{ mediaType: 'image/png' as const, base64: 'A'.repeat(3_000_000) }];
  const { spent } = await rowOf('openai', { cut: 'end', text: 'Half of an answer that goes on and on' }, { images });
  // 50000 tokens at 2.50 dollars a million besides.
  expect(spent).toBeGreaterThan(0.015 + 0.125);
  expect(spent).toBeLessThan(0.017 + 0.125);
});

it('what the service did not take costs nothing', async () => {
  const bad = await rowOf('openai', { text: 'Hello.' }, { key: 'wrong' });
  expect(bad).toMatchObject({ row: { status: 'failed', cost: 0 }, spent: 0 });
  await server[Symbol.asyncDispose]();
  const busy = await rowOf('anthropic', { status: 529 });
  expect(busy).toMatchObject({ row: { status: 'failed', errorType: 'Unreachable', cost: 0 }, spent: 0 });
});

it('a refusal is paid for by what it took', async () => {
  const { row, spent } = await rowOf('openai', {
    ...{ text: 'No.', stop: 'refusal', model: 'gpt-5.4', usage: { input: 1000, output: 100 } },
  });
  expect(row).toMatchObject({ inputTokens: 1000, outputTokens: 100 });
  expect(spent).toBeCloseTo(0.004);
});

it('on one’s own machine nothing costs, whole or cut', async () => {
  expect(await rowOf('ollama', { cut: 'drop', text: 'Half of the answer, and more' })).toMatchObject({
    row: { status: 'cut' },
    spent: 0,
  });
});

it('vectors that never came count as well', async () => {
  server = await startModelServer('openai');
  const secrets = { apiKey: 'wrong' };
  const connection = connectionOf({
    ...{ type: 'openai', secrets },
    config: { baseUrl: server.baseUrl },
    hosts: [server.host],
  });
  const ctx = handMadeContext({ connection, effectKey: 'vectors' });
  await expect(embed(ctx, { connection, model: 'text-embedding-3-small', texts: ['one'] })).rejects.toThrow();
  const row = await db().modelCall.findFirstOrThrow({ where: { effectKey: 'vectors' } });
  expect(row).toMatchObject({ status: 'failed', cost: 0 });
});
