/** A real model, small and not clever: it answers, streams and keeps to a schema. `node .ci/small-model.mjs` fetches it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryConnection } from '#activities/connections/try-connection.ts';
import { llmData } from '#activities/llm-data.ts';
import { llm } from '#activities/llm.ts';
import { nodes } from '#nodes/index.ts';
import { connectionOf, egressOf, handMadeContext } from './hand-made-context.ts';

const PARTS = ['model.gguf', 'node_modules/node-llama-cpp/dist/index.js'].map((name) => `.hearth/small-model/${name}`);
const missing = PARTS.filter((part) => !existsSync(part));
if (missing.length > 0)
  console.warn(`The small real model was not tried: node .ci/small-model.mjs fetches ${missing.join(' and ')}.`);

describe.skipIf(missing.length > 0)('a real small model', { timeout: 60_000 }, () => {
  let child: ChildProcess;
  let host = '';

  beforeAll(async () => {
    child = spawn(process.execPath, ['--import', 'tsx', 'test/fakes/small-model-process.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const stdout = child.stdout ?? expect.fail('It has no output.');
    const [port] = (await Promise.race([once(stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
    expect(Buffer.isBuffer(port), 'The model did not start.').toBe(true);
    host = `127.0.0.1:${String(port).trim()}`;
  }, 60_000);
  afterAll(() => void child.kill('SIGKILL'));

  const connection = () =>
    connectionOf({
      ...{ type: 'openai', config: { baseUrl: `http://${host}/v1` } },
      ...{ secrets: { apiKey: 'none' }, hosts: [host] },
    });
  const context = () => handMadeContext({ connection: connection() });

  it('is found', async () => {
    const trial = { connection: connection(), signal: new AbortController().signal };
    const told = await tryConnection({ ...trial, fetch: egressOf({ connection: trial.connection }) });
    expect(told).toEqual({ ok: true, message: expect.stringContaining('smollm2') as string });
  });

  it('answers, and is shown as it speaks', async () => {
    const prompt = 'What is the capital of France? Answer in one short sentence.';
    const ctx = context();
    const input = nodes['llm.ask'].input.parse({ model: 'smollm2', prompt, maxTokens: 40, temperature: 0 });
    const { output } = (await llm['llm.ask'](input, ctx)) as { output: { text: string; stopReason: string } };
    expect(output.text).toContain('Paris');
    expect(ctx.streamed.length).toBeGreaterThan(1);
    expect(ctx.streamed.join('')).toBe(output.text);
  });

  it('keeps to a schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' } },
      required: ['city', 'days'],
      additionalProperties: false,
    };
    const given = { model: 'smollm2', content: 'Trip to Rome for 3 days', schema, maxTokens: 60, temperature: 0 };
    const { output } = await llmData['llm.extract'](nodes['llm.extract'].input.parse(given), context());
    expect(output.data).toEqual({ city: expect.any(String) as string, days: expect.any(Number) as number });
  });

  it('chooses a label, and nothing else', async () => {
    const labels = [
      { id: 'bill', title: 'Bill' },
      { id: 'greeting', title: 'Greeting' },
    ];
    const given = { model: 'smollm2', content: 'Please pay 12 euros.', labels, maxTokens: 40, temperature: 0 };
    const done = await llmData['llm.classify'](nodes['llm.classify'].input.parse(given), context());
    expect(['bill', 'greeting']).toContain(done.port);
  });
});
