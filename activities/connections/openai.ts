import OpenAI from 'openai';
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
import { Unreachable } from '#lib/errors.ts';

const STOP_REASONS: Record<string, string> = {
  stop: 'end',
  length: 'length',
  content_filter: 'refusal',
  tool_calls: 'tools',
};

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
    models: () =>
      speak(deps, '', async (fetch) => {
        const { data } = await connect(fetch).models.list();
        return data.map(({ id }) => ({ name: id }));
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
    calls: [],
    model: question.model,
    stopReason: '',
    usage: { inputTokens: 0, outputTokens: 0 },
  };
  const calls: { id: string; name: string; text: string }[] = [];
  let refusal = '';
  for await (const chunk of stream) {
    answer.model = chunk.model || answer.model;
    if (chunk.usage) question.onUsage?.((answer.usage = usageOf(chunk.usage)), true);
    const choice = chunk.choices[0];
    if (!choice) continue;
    refusal += choice.delta.refusal ?? '';
    const text = choice.delta.content ?? '';
    answer.text += text;
    if (text !== '') question.onText(text);
    for (const part of choice.delta.tool_calls ?? []) growCall(calls, part);
    if (choice.finish_reason) answer.stopReason = STOP_REASONS[choice.finish_reason] ?? choice.finish_reason;
  }
  if (refusal !== '') Object.assign(answer, { text: refusal, stopReason: 'refusal' });
  answer.calls = calls.filter(Boolean).map(readCall);
  // A connection that is cut between two chunks looks like the end of the stream.
  if (answer.stopReason === '') throw new Unreachable(`${deps.service} broke off its answer before it was complete.`);
  return answer;
}

function usageOf({ prompt_tokens, completion_tokens, prompt_tokens_details: more }: OpenAI.CompletionUsage): Usage {
  const cachedTokens = more?.cached_tokens ?? 0;
  return {
    inputTokens: prompt_tokens,
    outputTokens: completion_tokens,
    ...(cachedTokens > 0 ? { cachedTokens } : {}),
  };
}

/** The parts of one call come in pieces; the first has its id and name. */
function growCall(
  calls: { id: string; name: string; text: string }[],
  part: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall,
): void {
  const { index, id, function: said } = part;
  // Some compatible servers give no id.
  const call = (calls[index] ??= { id: `call_${index}`, name: '', text: '' });
  if (id) call.id = id;
  if (said?.name) call.name = said.name;
  call.text += said?.arguments ?? '';
}

function withPictures(text: string, images: readonly Image[]): OpenAI.ChatCompletionContentPart[] {
  const pictures = images.map(({ mediaType, base64 }) => ({
    type: 'image_url' as const,
    image_url: { url: `data:${mediaType};base64,${base64}` },
  }));
  return [...pictures, { type: 'text', text }];
}

function toolOf({ name, description, schema }: ToolSpec): OpenAI.ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: schema } };
}

function messagesOf(turn: Turn): OpenAI.ChatCompletionMessageParam[] {
  switch (turn.role) {
    case 'user':
      return [{ role: 'user', content: turn.images?.length ? withPictures(turn.text, turn.images) : turn.text }];
    case 'tool':
      return turn.results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }));
    case 'assistant': {
      const calls = (turn.calls ?? []).map(({ id, name, args }) => ({
        ...{ id, type: 'function' as const },
        // Servers parse them again, and fail at what is no JSON; its result says what was wrong with it.
        function: { name, arguments: JSON.stringify(args ?? {}) },
      }));
      return [{ role: 'assistant', content: turn.text, ...(calls.length > 0 ? { tool_calls: calls } : {}) }];
    }
    default:
      return turn satisfies never;
  }
}

function requestOf(deps: ModelDeps, question: Question): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { model, schema, maxTokens, temperature, effort } = question;
  const system = withSchema(question.system, schema);
  // OpenAI's newer models refuse `max_tokens`; compatible servers often know no other.
  const own = new URL(deps.baseUrl).host === 'api.openai.com';
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...question.turns.flatMap(messagesOf),
    ],
    ...(own ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(question.tools?.length ? { tools: question.tools.map(toolOf) } : {}),
    ...(schema === undefined
      ? {}
      : { response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', schema } } }),
  };
}
