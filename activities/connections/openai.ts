import OpenAI from 'openai';
import {
  type Answer,
  type ModelClient,
  type ModelDeps,
  type Question,
  secretOf,
  withSchema,
} from '#activities/connections/model-client.ts';
import { ANSWER_TIMEOUT_MS, speak } from '#activities/connections/speak.ts';
import { Refused, Unreachable } from '#lib/errors.ts';

const STOP_REASONS: Record<string, string> = { stop: 'end', length: 'length', content_filter: 'refusal' };

/** OpenAI, or whatever speaks its chat protocol, through OpenAI's own client. */
export function openaiClient(deps: ModelDeps): ModelClient {
  const connect = (fetch: NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch']) =>
    new OpenAI({
      apiKey: secretOf(deps.connection, 'apiKey'),
      baseURL: deps.baseUrl,
      organization: null,
      project: null,
      fetch,
      maxRetries: 0,
      timeout: ANSWER_TIMEOUT_MS,
      logLevel: 'off',
    });
  return {
    ask: (question) => speak(deps, question.model, (fetch) => converse(deps, connect(fetch), question)),
    check: () =>
      speak(deps, '', async (fetch) => {
        const { data } = await connect(fetch).models.list();
        return `The key works. ${data.length} models, among them ${data
          .slice(0, 3)
          .map(({ id }) => id)
          .join(', ')}.`;
      }),
  };
}

async function converse(deps: ModelDeps, client: OpenAI, question: Question): Promise<Answer> {
  const stream = await client.chat.completions.create({
    ...requestOf(deps, question),
    stream: true,
    stream_options: { include_usage: true },
  });
  const answer: Answer = {
    text: '',
    model: question.model,
    stopReason: '',
    usage: { inputTokens: 0, outputTokens: 0 },
  };
  let refusal = '';
  for await (const chunk of stream) {
    answer.model = chunk.model || answer.model;
    if (chunk.usage)
      answer.usage = { inputTokens: chunk.usage.prompt_tokens, outputTokens: chunk.usage.completion_tokens };
    const choice = chunk.choices[0];
    if (!choice) continue;
    refusal += choice.delta.refusal ?? '';
    const text = choice.delta.content ?? '';
    answer.text += text;
    if (text !== '') question.onText(text);
    if (choice.finish_reason) answer.stopReason = STOP_REASONS[choice.finish_reason] ?? choice.finish_reason;
  }
  if (refusal !== '') throw new Refused(`The model refused to answer: ${refusal}`);
  // A connection that is cut between two chunks looks like the end of the stream.
  if (answer.stopReason === '') throw new Unreachable(`${deps.service} broke off its answer before it was complete.`);
  return answer;
}

function requestOf(deps: ModelDeps, question: Question): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { model, schema, maxTokens, temperature } = question;
  const system = withSchema(question.system, schema);
  // OpenAI's newer models refuse `max_tokens`; compatible servers often know no other.
  const own = new URL(deps.baseUrl).host === 'api.openai.com';
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...question.turns.map(({ role, text }) => ({ role, content: text })),
    ],
    ...(own ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(schema === undefined
      ? {}
      : { response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', schema } } }),
  };
}
