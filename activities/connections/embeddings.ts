/** Services that turn texts into vectors. */
import type { ModelDeps } from '#activities/connections/model-client.ts';
import { depsOf, type Wiring } from '#activities/connections/open-model.ts';
import { ANSWER_TIMEOUT_MS, speak } from '#activities/connections/speak.ts';
import { secretOf } from '#activities/connections/model-client.ts';
import { Invalid } from '#lib/errors.ts';
import { OLLAMA_URL, OPENAI_URL } from '#nodes/connections.ts';
import { REHEARSAL } from '#nodes/rehearsal-connection.ts';

type Wanted = { model: string; texts: string[]; dimensions?: number | undefined };

/** Vectors in the order of their texts. */
export type Vectors = { vectors: number[][]; model: string; inputTokens: number };

/** Asks for the vectors of so many texts as one request may have. Throws `Refused`, `Unreachable` or `Invalid`. */
export async function askVectors(wiring: Wiring, wanted: Wanted): Promise<Vectors> {
  const { type } = wiring.connection;
  switch (type) {
    case 'openai':
      return openaiVectors(depsOf(wiring, 'OpenAI', OPENAI_URL), wanted);
    case 'ollama':
      return ollamaVectors(depsOf(wiring, 'Ollama', OLLAMA_URL), wanted);
    case 'rehearsal':
      return { vectors: wanted.texts.map(rehearsedVector), model: REHEARSAL, inputTokens: 0 };
    case 'anthropic':
      throw new Invalid('Anthropic makes no vectors. Choose a connection to OpenAI, a compatible service or Ollama.');
    default:
      throw new Invalid(`A connection of type "${type}" makes no vectors. Choose OpenAI or Ollama.`);
  }
}

async function openaiVectors(deps: ModelDeps, { model, texts, dimensions }: Wanted): Promise<Vectors> {
  const { default: OpenAI } = await import('openai');
  return speak(deps, model, async (fetch) => {
    const client = new OpenAI({
      ...{ apiKey: secretOf(deps.connection, 'apiKey'), baseURL: deps.baseUrl, organization: null, project: null },
      ...{ fetch, maxRetries: 0, timeout: ANSWER_TIMEOUT_MS, logLevel: 'off' },
    });
    const answer = await client.embeddings.create({
      ...{ model, input: texts, encoding_format: 'float' },
      ...(dimensions === undefined ? {} : { dimensions }),
    });
    const vectors = [...answer.data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    return { vectors, model: answer.model || model, inputTokens: answer.usage?.prompt_tokens ?? 0 };
  });
}

async function ollamaVectors(deps: ModelDeps, { model, texts, dimensions }: Wanted): Promise<Vectors> {
  const { Ollama } = await import('ollama');
  return speak(deps, model, async (fetch) => {
    const answer = await new Ollama({ host: deps.baseUrl, fetch }).embed({
      ...{ model, input: texts },
      ...(dimensions === undefined ? {} : { dimensions }),
    });
    return { vectors: answer.embeddings, model: answer.model || model, inputTokens: answer.prompt_eval_count ?? 0 };
  });
}

const REHEARSED_LENGTH = 64;

/** Texts that share words lie closer together; that is all there is to it. */
function rehearsedVector(text: string): number[] {
  const vector = Array.from({ length: REHEARSED_LENGTH }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const at =
      [...word].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7) % REHEARSED_LENGTH;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((number) => number / length);
}
