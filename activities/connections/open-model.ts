import { Invalid } from '#lib/errors.ts';
import { ANTHROPIC_URL, OLLAMA_URL, OPENAI_URL } from '#nodes/connections.ts';
import type { ModelClient, ModelDeps } from '#activities/connections/model-client.ts';

export type Wiring = Pick<ModelDeps, 'connection' | 'fetch' | 'signal' | 'now' | 'silenceMs'>;

/** Makes the client for a connection. SDKs are loaded on first use: an idle worker stays small. */
export async function openModel(wiring: Wiring): Promise<ModelClient> {
  const { type } = wiring.connection;
  switch (type) {
    case 'anthropic': {
      const { anthropicClient } = await import('#activities/connections/anthropic.ts');
      return anthropicClient(depsOf(wiring, 'Anthropic', ANTHROPIC_URL));
    }
    case 'openai': {
      const { openaiClient } = await import('#activities/connections/openai.ts');
      return openaiClient(depsOf(wiring, 'OpenAI', OPENAI_URL));
    }
    case 'ollama': {
      const { ollamaClient } = await import('#activities/connections/ollama.ts');
      return ollamaClient(depsOf(wiring, 'Ollama', OLLAMA_URL));
    }
    case 'rehearsal': {
      const { rehearsalClient } = await import('#activities/connections/rehearsal.ts');
      return rehearsalClient(wiring);
    }
    default:
      throw new Invalid(`A connection of type "${type}" has no models. Choose Anthropic, OpenAI or Ollama.`);
  }
}

/** What a client of the service is made of; `usual`: where it is when the connection names no address. */
export function depsOf(wiring: Wiring, title: string, usual: string): ModelDeps {
  const { baseUrl } = wiring.connection.config;
  if (typeof baseUrl !== 'string' || baseUrl === '' || baseUrl === usual)
    return { ...wiring, baseUrl: usual, service: title };
  // A compatible service must not be taken for OpenAI.
  return { ...wiring, baseUrl, service: wiring.connection.type === 'openai' ? new URL(baseUrl).host : title };
}
