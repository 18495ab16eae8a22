import Anthropic from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import {
  type Answer,
  type Image,
  type ModelClient,
  type ModelDeps,
  type Question,
  readCall,
  secretOf,
  type ToolSpec,
  type Turn,
  type Usage,
  withSchema,
} from '#activities/connections/model-client.ts';
import { ANSWER_TIMEOUT_MS, speak } from '#activities/connections/speak.ts';
import { Invalid, Unreachable } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

const STOP_REASONS: Record<string, string> = {
  end_turn: 'end',
  stop_sequence: 'end',
  max_tokens: 'length',
  tool_use: 'tools',
};

/** Claude through Anthropic's own client. Retries are Hearth's: one per attempt of the step. */
export function anthropicClient(deps: ModelDeps): ModelClient {
  const connect = (fetch: NonNullable<ConstructorParameters<typeof Anthropic>[0]>['fetch']) =>
    new Anthropic({
      apiKey: secretOf(deps.connection, 'apiKey'),
      authToken: null,
      baseURL: deps.baseUrl,
      fetch,
      maxRetries: 0,
      timeout: ANSWER_TIMEOUT_MS,
      logLevel: 'off',
      openTelemetry: false,
    });
  return {
    ask: (question) => speak(deps, question.model, (fetch) => converse(deps, connect(fetch), question)),
    models: () =>
      speak(deps, '', async (fetch) => {
        const { data } = await connect(fetch).models.list({ limit: 1000 });
        return data.map(({ id }) => ({ name: id }));
      }),
  };
}

async function converse(deps: ModelDeps, client: Anthropic, question: Question): Promise<Answer> {
  const { model } = question;
  const stream = await client.messages.create({ ...requestOf(question), stream: true });
  const answer: Answer = { text: '', calls: [], model, stopReason: '', usage: { inputTokens: 0, outputTokens: 0 } };
  const blocks: Block[] = [];
  for await (const event of stream) {
    if (event.type === 'message_start') {
      answer.model = event.message.model;
      answer.usage = usageOf(event.message.usage);
      question.onUsage?.(answer.usage);
    } else if (event.type === 'content_block_start') {
      blocks[event.index] = { ...event.content_block };
    } else if (event.type === 'content_block_delta') {
      if (event.delta.type === 'text_delta') {
        answer.text += event.delta.text;
        question.onText(event.delta.text);
      }
      grow(blocks[event.index], event.delta);
    } else if (event.type === 'message_delta') {
      const reason = event.delta.stop_reason ?? '';
      answer.stopReason = STOP_REASONS[reason] ?? reason;
      const { input_tokens: input, output_tokens: outputTokens } = event.usage;
      answer.usage =
        input === null || input === undefined
          ? { ...answer.usage, outputTokens }
          : usageOf({ ...event.usage, input_tokens: input });
      question.onUsage?.(answer.usage, true);
    }
  }
  answer.calls = blocks.flatMap((block) =>
    block.type === 'tool_use'
      ? [readCall({ id: String(block['id']), name: String(block['name']), text: block.json ?? '' })]
      : [],
  );
  const thoughts = blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  if (thoughts.length > 0) answer.opaque = JSON.parse(JSON.stringify(thoughts)) as Json;
  // A connection that is cut between two events looks like the end of the stream.
  if (answer.stopReason === '') throw new Unreachable(`${deps.service} broke off its answer before it was complete.`);
  return answer;
}

function requestOf(question: Question): Anthropic.MessageCreateParamsNonStreaming {
  const { model, schema, maxTokens, temperature, effort, tools = [], turns } = question;
  const system = withSchema(question.system, schema);
  const output = {
    ...(effort === undefined ? {} : { effort }),
    ...(schema === undefined ? {} : { format: { type: 'json_schema' as const, schema: strictSchema(schema) } }),
  };
  return {
    model,
    max_tokens: maxTokens,
    messages: turns.map(messageOf),
    ...(system === '' ? {} : { system }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(tools.length === 0 ? {} : { tools: tools.map(toolOf) }),
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
    // A conversation is sent again with each turn: what came before is read from the cache.
    ...(tools.length === 0 && turns.length === 1 ? {} : { cache_control: { type: 'ephemeral' } }),
  };
}

type Counted = Partial<Pick<Anthropic.Usage, 'cache_read_input_tokens' | 'cache_creation_input_tokens'>> &
  Pick<Anthropic.Usage, 'input_tokens' | 'output_tokens'>;

/** Anthropic counts what was read from or written to the cache beside the rest. */
function usageOf(counted: Counted): Usage {
  const cachedTokens = counted.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = counted.cache_creation_input_tokens ?? 0;
  return {
    inputTokens: counted.input_tokens + cachedTokens + cacheWriteTokens,
    outputTokens: counted.output_tokens,
    ...(cachedTokens > 0 ? { cachedTokens } : {}),
    ...(cacheWriteTokens > 0 ? { cacheWriteTokens } : {}),
  };
}

/** A block of an answer while it comes in. `json`: the arguments of a tool call so far. */
type Block = { type: string; json?: string; thinking?: string; signature?: string; [field: string]: unknown };

function grow(block: Block | undefined, delta: Anthropic.RawContentBlockDelta): void {
  if (!block) return;
  if (delta.type === 'input_json_delta') block.json = (block.json ?? '') + delta.partial_json;
  else if (delta.type === 'thinking_delta') block.thinking = (block.thinking ?? '') + delta.thinking;
  else if (delta.type === 'signature_delta') block.signature = (block.signature ?? '') + delta.signature;
}

function pictureOf({ mediaType, base64 }: Image): Anthropic.ImageBlockParam {
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data: base64 } };
}

function toolOf({ name, description, schema }: ToolSpec): Anthropic.Tool {
  return { name, description, input_schema: { ...schema, type: 'object' } };
}

function messageOf(turn: Turn): Anthropic.MessageParam {
  switch (turn.role) {
    case 'user':
      return {
        role: 'user',
        content: turn.images?.length ? [...turn.images.map(pictureOf), { type: 'text', text: turn.text }] : turn.text,
      };
    case 'tool':
      return {
        role: 'user',
        content: turn.results.map(({ id, text, isError }) => ({
          ...{ type: 'tool_result' as const, tool_use_id: id, content: text },
          ...(isError ? { is_error: true } : {}),
        })),
      };
    case 'assistant': {
      // Its own signed thoughts go first, as they came.
      const thoughts = (turn.opaque ?? []) as unknown as Anthropic.ContentBlockParam[];
      const calls = (turn.calls ?? []).map(({ id, name, args }) => ({
        type: 'tool_use' as const,
        id,
        name,
        input: args ?? {},
      }));
      if (thoughts.length === 0 && calls.length === 0) return { role: 'assistant', content: turn.text };
      const text = turn.text === '' ? [] : [{ type: 'text' as const, text: turn.text }];
      return { role: 'assistant', content: [...thoughts, ...text, ...calls] };
    }
    default:
      return turn satisfies never;
  }
}

function strictSchema(schema: Record<string, unknown>): Record<string, unknown> {
  try {
    return transformJSONSchema(schema);
  } catch (error) {
    throw new Invalid(
      `Anthropic cannot use this JSON Schema: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
