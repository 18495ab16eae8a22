import Anthropic from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import {
  type Answer,
  type ModelClient,
  type ModelDeps,
  type Question,
  secretOf,
  withSchema,
} from '#activities/connections/model-client.ts';
import { ANSWER_TIMEOUT_MS, speak } from '#activities/connections/speak.ts';
import { Invalid, Unreachable } from '#lib/errors.ts';

const STOP_REASONS: Record<string, string> = { end_turn: 'end', stop_sequence: 'end', max_tokens: 'length' };

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
    messages: question.turns.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(system === '' ? {} : { system }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(schema === undefined
      ? {}
      : { output_config: { format: { type: 'json_schema', schema: strictSchema(schema) } } }),
  });
  const answer: Answer = { text: '', model, stopReason: '', usage: { inputTokens: 0, outputTokens: 0 } };
  for await (const event of stream) {
    if (event.type === 'message_start') {
      answer.model = event.message.model;
      answer.usage.inputTokens = event.message.usage.input_tokens;
      answer.usage.outputTokens = event.message.usage.output_tokens;
    } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      answer.text += event.delta.text;
      question.onText(event.delta.text);
    } else if (event.type === 'message_delta') {
      const reason = event.delta.stop_reason ?? '';
      answer.stopReason = STOP_REASONS[reason] ?? reason;
      answer.usage.outputTokens = event.usage.output_tokens;
      answer.usage.inputTokens = event.usage.input_tokens ?? answer.usage.inputTokens;
    }
  }
  // A connection that is cut between two events looks like the end of the stream.
  if (answer.stopReason === '') throw new Unreachable(`${deps.service} broke off its answer before it was complete.`);
  return answer;
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
