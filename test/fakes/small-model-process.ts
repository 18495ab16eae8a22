/** A real small model behind the chat protocol of OpenAI: one request after the other, with one thread. Prints its port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** As much of node-llama-cpp as is used here; it is no dependency of Hearth. */
type Sequence = { clearHistory: () => Promise<void> };
type Options = { maxTokens: number; temperature: number; grammar?: object; onTextChunk: (text: string) => void };
type Session = { prompt: (text: string, options: Options) => Promise<string>; dispose: (how: object) => void };
type Llama = {
  loadModel: (options: { modelPath: string }) => Promise<{
    createContext: (options: object) => Promise<{ getSequence: () => Sequence }>;
  }>;
  createGrammarForJsonSchema: (schema: object) => Promise<object>;
};
type Runner = {
  getLlama: (options: object) => Promise<Llama>;
  LlamaChatSession: new (options: { contextSequence: Sequence; systemPrompt: string }) => Session;
};
type Asked = {
  model: string;
  messages: { role: string; content: string }[];
  max_tokens?: number;
  response_format?: { json_schema?: { schema: object } };
};

const FOLDER = '.hearth/small-model';
const entry = pathToFileURL(resolve(FOLDER, 'node_modules/node-llama-cpp/dist/index.js')).href;
const { getLlama, LlamaChatSession } = (await import(entry)) as Runner;
const llama = await getLlama({ build: 'never', gpu: false, logLevel: 'error' });
const model = await llama.loadModel({ modelPath: resolve(FOLDER, 'model.gguf') });
const context = await model.createContext({ contextSize: 1024, threads: 1 });
const sequence = context.getSequence();

async function answer(asked: Asked, response: ServerResponse): Promise<void> {
  const said = (role: string) => asked.messages.filter((one) => one.role === role).map(({ content }) => content);
  const schema = asked.response_format?.json_schema?.schema;
  await sequence.clearHistory();
  const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: said('system').join('\n') });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (data: object) => void response.write(`data: ${JSON.stringify({ model: 'smollm2', ...data })}\n\n`);
  let pieces = 0;
  await session.prompt(said('user').at(-1) ?? '', {
    ...{ maxTokens: asked.max_tokens ?? 60, temperature: 0 },
    ...(schema ? { grammar: await llama.createGrammarForJsonSchema(schema) } : {}),
    onTextChunk: (content) => {
      pieces += 1;
      send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
    },
  });
  session.dispose({ disposeSequence: false });
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage: { prompt_tokens: 1, completion_tokens: pieces, total_tokens: pieces + 1 } });
  response.end('data: [DONE]\n\n');
}

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json');
    return void response.end(JSON.stringify({ object: 'list', data: [{ id: 'smollm2', object: 'model' }] }));
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  await answer(JSON.parse(Buffer.concat(parts).toString()) as Asked, response);
}

const server = createServer((request, response) => {
  take(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
