import Anthropic from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import {
  type Answer,
  type ModelClient,
  type ModelDeps,
  type Question,
  readCall,
  secretOf,
  type ToolSpec,
  type Turn,
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
    check: () =>
      speak(deps, '', async (fetch) => {
        const { data } = await connect(fetch).models.list({ limit: 100 });
        return `The key works. ${data.length} models, among them ${data
          .slice(0, 3)
          .map(({ id }) => id)
          .join(', ')}.`;
      }),
  };
}

async function converse(deps: ModelDeps, client: Anthropic, question: Question): Promise<Answer> {
  const { model, schema, maxTokens, temperature } = question;
  const system = withSchema(question.system, schema);
  const stream = await client.messages.create({
    model,
    max_tokens: maxTokens,
    messages: question.turns.map(messageOf),
    stream: true,
    ...(system === '' ? {} : { system }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(question.tools?.length ? { tools: question.tools.map(toolOf) } : {}),
    ...(schema === undefined
      ? {}
      : { output_config: { format: { type: 'json_schema', schema: strictSchema(schema) } } }),
  });
  const answer: Answer = { text: '', calls: [], model, stopReason: '', usage: { inputTokens: 0, outputTokens: 0 } };
  const blocks: Block[] = [];
  for await (const event of stream) {
    if (event.type === 'message_start') {
      answer.model = event.message.model;
      answer.usage.inputTokens = event.message.usage.input_tokens;
      answer.usage.outputTokens = event.message.usage.output_tokens;
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
      answer.usage.outputTokens = event.usage.output_tokens;
      answer.usage.inputTokens = event.usage.input_tokens ?? answer.usage.inputTokens;
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

/** A block of an answer while it comes in. `json`: the arguments of a tool call so far. */
type Block = { type: string; json?: string; thinking?: string; signature?: string; [field: string]: unknown };

function grow(block: Block | undefined, delta: Anthropic.RawContentBlockDelta): void {
  if (!block) return;
  if (delta.type === 'input_json_delta') block.json = (block.json ?? '') + delta.partial_json;
  else if (delta.type === 'thinking_delta') block.thinking = (block.thinking ?? '') + delta.thinking;
  else if (delta.type === 'signature_delta') block.signature = (block.signature ?? '') + delta.signature;
}

function toolOf({ name, description, schema }: ToolSpec): Anthropic.Tool {
  return { name, description, input_schema: { ...schema, type: 'object' } };
}

function messageOf(turn: Turn): Anthropic.MessageParam {
  switch (turn.role) {
    case 'user':
      return { role: 'user', content: turn.text };
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
