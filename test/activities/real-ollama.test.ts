/** A real Ollama, where one answers on this machine and has a model that is small enough to try. */
import { expect, it } from 'vitest';
import { tryConnection } from '#activities/connections/try-connection.ts';
import { llm } from '#activities/llm.ts';
import { OLLAMA_URL } from '#nodes/connections.ts';
import { nodes } from '#nodes/index.ts';
import { connectionOf, egressOf, handMadeContext } from './hand-made-context.ts';

const MOST_BYTES = 2_000_000_000;

type Listed = { name: string; size: number };

async function smallest(): Promise<string | undefined> {
  try {
    const answer = await fetch(`${OLLAMA_URL}/api/tags`, { signal: AbortSignal.timeout(2000) });
    const { models } = (await answer.json()) as { models: Listed[] };
    return models.filter(({ size }) => size < MOST_BYTES).sort((a, b) => a.size - b.size)[0]?.name;
  } catch {
    return undefined;
  }
}

const model = await smallest();
if (model === undefined) console.warn('Ollama was not tried: none answers on this machine, or it has no small model.');

it.skipIf(model === undefined)('a real Ollama answers and streams', { timeout: 120_000 }, async () => {
  const config = { baseUrl: OLLAMA_URL };
  const connection = connectionOf({ type: 'ollama', config, secrets: {}, hosts: [new URL(OLLAMA_URL).host] });
  const trial = { connection, signal: new AbortController().signal, fetch: egressOf({ connection }) };
  expect((await tryConnection(trial)).ok).toBe(true);
  const ctx = handMadeContext({ connection });
  const input = nodes['llm.ask'].input.parse({ model, prompt: 'Say hello.', maxTokens: 40, temperature: 0 });
  const { output } = (await llm['llm.ask'](input, ctx)) as { output: { text: string } };
  expect(output.text).not.toBe('');
  expect(ctx.streamed.join('')).toBe(output.text);
});
