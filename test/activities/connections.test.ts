import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it } from 'vitest';
import { openModel } from '#activities/connections/open-model.ts';
import { tryConnection } from '#activities/connections/try-connection.ts';
import { startModelServer } from '../fakes/model-server.ts';
import { connectionOf, egressOf } from './hand-made-context.ts';

type Parts = { type: string; baseUrl: string; apiKey?: string };

function wiring({ type, baseUrl, apiKey }: Parts) {
  const connection = connectionOf({
    type,
    config: { baseUrl },
    secrets: apiKey === undefined ? {} : { apiKey },
    hosts: [new URL(baseUrl).host],
  });
  return { connection, signal: new AbortController().signal, fetch: egressOf({ connection }) };
}

describe('trying out a connection', () => {
  it.each(['anthropic', 'openai', 'ollama'] as const)('to %s says which models there are', async (type) => {
    await using server = await startModelServer(type);
    server.models.push('model-c', 'model-d');
    const result = await tryConnection(
      wiring({ type, baseUrl: server.baseUrl, ...(type === 'ollama' ? {} : { apiKey: server.key }) }),
    );
    expect(result).toEqual({
      ok: true,
      message: expect.stringContaining('4 models, among them model-a, model-b, model-c') as string,
    });
  });

  it.each(['anthropic', 'openai'] as const)('to %s says that the key is wrong, without the key', async (type) => {
    await using server = await startModelServer(type);
    const result = await tryConnection(wiring({ type, baseUrl: server.baseUrl, apiKey: 'wrong-key-0815' }));
    expect(result).toEqual({ ok: false, message: expect.stringContaining('did not accept the key') as string });
    expect(result.message).not.toContain('0815');
  });

  it('to nobody says who cannot be reached', async () => {
    const server = await startModelServer('ollama');
    await server[Symbol.asyncDispose]();
    const result = await tryConnection(wiring({ type: 'ollama', baseUrl: server.baseUrl }));
    expect(result).toEqual({ ok: false, message: expect.stringContaining(server.host) as string });
  });

  it('to Ollama without models says how to get one', async () => {
    await using server = await startModelServer('ollama');
    server.models.length = 0;
    const result = await tryConnection(wiring({ type: 'ollama', baseUrl: server.baseUrl }));
    expect(result.message).toContain('ollama pull');
  });

  it('of an unknown type fails', async () => {
    expect(await tryConnection(wiring({ type: 'carrier-pigeon', baseUrl: 'http://x.example' }))).toMatchObject({
      ok: false,
    });
  });
});

// Our own stand-in could share a mistake with our own client; this one was written by others.
describe('the model clients against an independent stand-in', () => {
  it.each([
    ['anthropic', '', 'claude-sonnet-5'],
    ['openai', '/v1', 'gpt-5-mini'],
    ['ollama', '', 'llama3'],
  ])('%s asks and is answered', async (type, path, model) => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
    mock.onMessage(/capital of France/, { content: 'The capital of France is Paris.' });
    const url = await mock.start();
    try {
      const client = await openModel({
        ...wiring({ type, baseUrl: `${url}${path}`, apiKey: 'any-key' }),
        now: () => new Date(),
      });
      const heard: string[] = [];
      const answer = await client.ask({
        model,
        system: 'Be brief.',
        turns: [{ role: 'user', text: 'What is the capital of France?' }],
        maxTokens: 50,
        onText: (text) => heard.push(text),
      });
      expect(answer).toMatchObject({ text: 'The capital of France is Paris.', stopReason: 'end' });
      expect(heard.join('')).toBe(answer.text);
    } finally {
      await mock.stop();
    }
  });
});
