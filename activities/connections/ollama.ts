import { Ollama, type Message, type Tool } from 'ollama';
import {
  type Answer,
  type ModelClient,
  type ModelDeps,
  type Question,
  type ToolSpec,
  type Turn,
  withSchema,
} from '#activities/connections/model-client.ts';
import { speak } from '#activities/connections/speak.ts';
import { Refused, Unreachable } from '#lib/errors.ts';

/** Tens of gigabytes over a slow line, told of in small pieces. */
const WHOLE_PULL = { timeoutMs: 12 * 3600_000, maxBytes: 500_000_000 };
const STOP_REASONS: Record<string, string> = { stop: 'end', length: 'length' };

/** Models on one's own machine, through Ollama's own client. */
export function ollamaClient(deps: ModelDeps): ModelClient {
  const connect = (fetch: typeof globalThis.fetch) => new Ollama({ host: deps.baseUrl, fetch });
  return {
    ask: (question) => speak(deps, question.model, (fetch) => converse(deps, connect(fetch), question)),
    models: () =>
      speak(deps, '', async (fetch) => {
        const { models } = await connect(fetch).list();
        return models.map(({ name, size }) => ({ name, bytes: size }));
      }),
    pull: ({ model, onProgress }) =>
      speak({ ...deps, whole: WHOLE_PULL }, model, async (fetch) => {
        try {
          for await (const { status, completed = 0, total = 0 } of await connect(fetch).pull({ model, stream: true }))
            onProgress({ stage: status, bytes: completed, bytesAll: total });
        } catch (error) {
          throw saidOfPull(error, { service: deps.service, model });
        }
      }),
  };
}

/** What Ollama itself says of a model lasts; all else that ends the stream may be another time. */
function saidOfPull(error: unknown, { service, model }: { service: string; model: string }): unknown {
  const isSaid = error instanceof Error && error.constructor === Error && !error.message.startsWith('Did not receive');
  return isSaid ? new Refused(`${service} cannot fetch "${model}": ${error.message}`) : error;
}

async function converse(deps: ModelDeps, client: Ollama, question: Question): Promise<Answer> {
  const { model, schema, maxTokens, temperature, effort } = question;
  const system = withSchema(question.system, schema);
  const stream = await client.chat({
    model,
    messages: [...(system === '' ? [] : [{ role: 'system', content: system }]), ...question.turns.flatMap(messagesOf)],
    stream: true,
    options: {
      num_predict: maxTokens,
      num_ctx: contextFor(question),
      ...(temperature === undefined ? {} : { temperature }),
    },
    ...(effort === undefined ? {} : { think: effort }),
    ...(question.tools?.length ? { tools: question.tools.map(toolOf) } : {}),
    ...(schema === undefined ? {} : { format: schema }),
  });
  const answer: Answer = { text: '', calls: [], model, stopReason: '', usage: { inputTokens: 0, outputTokens: 0 } };
  for await (const part of stream) {
    const text = part.message?.content ?? '';
    answer.text += text;
    if (text !== '') question.onText(text);
    // Ollama gives calls no id.
    for (const { function: said } of part.message?.tool_calls ?? [])
      answer.calls.push({ id: `call_${answer.calls.length}`, name: said.name, args: said.arguments });
    if (!part.done) continue;
    answer.model = part.model;
    const reason = STOP_REASONS[part.done_reason] ?? (part.done_reason || 'end');
    answer.stopReason = answer.calls.length > 0 && reason === 'end' ? 'tools' : reason;
    answer.usage = { inputTokens: part.prompt_eval_count ?? 0, outputTokens: part.eval_count ?? 0 };
    question.onUsage?.(answer.usage, true);
  }
  if (answer.stopReason === '') throw new Unreachable(`${deps.service} broke off its answer before it was complete.`);
  return answer;
}

/** Steps of the memory that is asked for: each other size makes Ollama load the model again. */
const CONTEXT_STEPS = [4096, 8192, 16_384, 32_768, 65_536, 131_072];
const BYTES_A_TOKEN = 3;

/** Ollama silently forgets the beginning of what does not fit into the memory that it was told to keep. */
function contextFor({ system, turns, tools, maxTokens }: Question): number {
  const words = turns.map((turn) => (turn.role === 'user' ? { ...turn, images: [] } : turn));
  const needed = Buffer.byteLength(JSON.stringify([system, words, tools])) / BYTES_A_TOKEN + maxTokens;
  return CONTEXT_STEPS.find((size) => size >= needed) ?? (CONTEXT_STEPS.at(-1) as number);
}

function toolOf({ name, description, schema }: ToolSpec): Tool {
  return {
    type: 'function',
    function: { name, description, parameters: schema },
  };
}

function messagesOf(turn: Turn): Message[] {
  switch (turn.role) {
    case 'user':
      return [
        {
          role: 'user',
          content: turn.text,
          ...(turn.images?.length ? { images: turn.images.map(({ base64 }) => base64) } : {}),
        },
      ];
    case 'tool':
      return turn.results.map(({ name, text }) => ({ role: 'tool', content: text, tool_name: name }));
    case 'assistant': {
      const calls = (turn.calls ?? []).map(({ name, args }) => ({
        function: { name, arguments: (args ?? {}) as Record<string, unknown> },
      }));
      return [{ role: 'assistant', content: turn.text, ...(calls.length > 0 ? { tool_calls: calls } : {}) }];
    }
    default:
      return turn satisfies never;
  }
}
