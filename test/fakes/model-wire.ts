/** The three wire formats of model services, as their documentation and recordings have them. */

/** What the model says. `stop`: in Hearth's words. */
export type Said = {
  text: string;
  /** Tool calls; `raw` stands where the arguments should be. */
  calls?: { id?: string; name: string; args?: unknown; raw?: string }[];
  stop?: 'end' | 'length' | 'refusal' | 'tools';
  model?: string;
  /** Of Anthropic: `input` is what was neither read from the cache nor written to it. */
  usage?: { input: number; output: number; read?: number; written?: number };
  /** Signed thoughts before the text, of Anthropic. */
  thoughts?: { type: string; thinking: string; signature: string }[];
};

/** A trouble that the service reports inside a stream that began well. */
export type StreamTrouble = { type: string; message: string };

export type Wire = {
  contentType: string;
  /** The parts of a stream, in order; the last one or two end it. */
  parts: (said: Said) => string[];
  trouble: (trouble: StreamTrouble) => string;
  error: (type: string, message: string) => object;
  models: (names: string[]) => object;
};

function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,7}/g) ?? [];
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}

function line(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

type Call = NonNullable<Said['calls']>[number];

function stopOf(calls: Call[]): 'end' | 'tools' {
  return calls.length > 0 ? 'tools' : 'end';
}

function writtenArgs({ args = {}, raw }: Call): string {
  return raw ?? JSON.stringify(args);
}

function anthropicCall(call: Call, index: number): string[] {
  const { id = `toolu_${index}`, name } = call;
  return [
    event('content_block_start', { index, content_block: { type: 'tool_use', id, name, input: {} } }),
    ...pieces(writtenArgs(call)).map((piece) =>
      event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: piece } }),
    ),
    event('content_block_stop', { index }),
  ];
}

function anthropicThought({ thinking, signature }: { thinking: string; signature: string }, index: number): string[] {
  return [
    event('content_block_start', { index, content_block: { type: 'thinking', thinking: '', signature: '' } }),
    ...pieces(thinking).map((piece) =>
      event('content_block_delta', { index, delta: { type: 'thinking_delta', thinking: piece } }),
    ),
    event('content_block_delta', { index, delta: { type: 'signature_delta', signature } }),
    event('content_block_stop', { index }),
  ];
}

function openaiCall(call: Call, index: number): object[] {
  const { id = `call_of_${index}`, name } = call;
  return [
    { index, id, type: 'function', function: { name, arguments: '' } },
    ...pieces(writtenArgs(call)).map((piece) => ({ index, function: { arguments: piece } })),
  ];
}

/** Tokens of an answer that says nothing about them. */
const USUAL: NonNullable<Said['usage']> = { input: 10, output: 5 };

const ANTHROPIC_STOP = { end: 'end_turn', length: 'max_tokens', refusal: 'refusal', tools: 'tool_use' } as const;

export const anthropicWire: Wire = {
  contentType: 'text/event-stream; charset=utf-8',
  parts: ({ text, calls = [], thoughts = [], stop = stopOf(calls), model = 'claude-test', usage = USUAL }) => [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          ...{ input_tokens: usage.input, output_tokens: 1 },
          ...{ cache_read_input_tokens: usage.read ?? 0, cache_creation_input_tokens: usage.written ?? 0 },
        },
      },
    }),
    ...thoughts.flatMap(anthropicThought),
    event('content_block_start', { index: thoughts.length, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
    ...pieces(text).map((piece) =>
      event('content_block_delta', { index: thoughts.length, delta: { type: 'text_delta', text: piece } }),
    ),
    event('content_block_stop', { index: thoughts.length }),
    ...calls.flatMap((call, at) => anthropicCall(call, thoughts.length + at + 1)),
    event('message_delta', {
      delta: { stop_reason: ANTHROPIC_STOP[stop], stop_sequence: null },
      usage: { output_tokens: usage.output },
    }),
    event('message_stop', {}),
  ],
  trouble: (error) => event('error', { error }),
  error: (type, message) => ({ type: 'error', error: { type, message }, request_id: 'req_1' }),
  models: (names) => ({
    data: names.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  }),
};

const OPENAI_STOP = { end: 'stop', length: 'length', refusal: 'content_filter', tools: 'tool_calls' } as const;

export const openaiWire: Wire = {
  contentType: 'text/event-stream; charset=utf-8',
  parts: ({ text, calls = [], stop = stopOf(calls), model = 'gpt-test', usage = USUAL }) => {
    const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
    const choice = (delta: object, finish: string | null = null) =>
      line({ ...chunk, choices: [{ index: 0, delta, finish_reason: finish }], usage: null });
    return [
      choice({ role: 'assistant', content: '' }),
      ...(stop === 'refusal' ? [choice({ refusal: text })] : pieces(text).map((content) => choice({ content }))),
      ...calls.flatMap((call, index) => openaiCall(call, index).map((part) => choice({ tool_calls: [part] }))),
      choice({}, OPENAI_STOP[stop]),
      line({
        ...chunk,
        choices: [],
        usage: {
          prompt_tokens: usage.input,
          completion_tokens: usage.output,
          total_tokens: usage.input + usage.output,
        },
      }),
      'data: [DONE]\n\n',
    ];
  },
  trouble: (error) => line({ error }),
  error: (type, message) => ({ error: { message, type, param: null, code: type } }),
  models: (names) => ({
    object: 'list',
    data: names.map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' })),
  }),
};

const OLLAMA_STOP = { end: 'stop', length: 'length', refusal: 'refusal', tools: 'stop' } as const;

export const ollamaWire: Wire = {
  contentType: 'application/x-ndjson',
  parts: ({ text, calls = [], stop = stopOf(calls), model = 'llama-test', usage = USUAL }) => {
    const part = (content: string, rest: object, more: object = {}) =>
      `${JSON.stringify({ model, created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content, ...more }, ...rest })}\n`;
    const toolCalls = calls.map(({ name, args = {} }) => ({ function: { name, arguments: args } }));
    return [
      ...pieces(text).map((piece) => part(piece, { done: false })),
      ...(toolCalls.length > 0 ? [part('', { done: false }, { tool_calls: toolCalls })] : []),
      part('', {
        done: true,
        done_reason: OLLAMA_STOP[stop],
        prompt_eval_count: usage.input,
        eval_count: usage.output,
      }),
    ];
  },
  trouble: ({ message }) => `${JSON.stringify({ error: message })}\n`,
  error: (_type, message) => ({ error: message }),
  models: (names) => ({ models: names.map((name) => ({ name, model: name, size: 1, details: {} })) }),
};
