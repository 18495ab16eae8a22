/** How soon a page that watches a run is told: read from the same stream as a browser reads. */
import { createTRPCClient, httpLink } from '@trpc/client';
import type { RunEvent } from '#lib/run-event.ts';
import type { AppRouter } from '#server/routers/index.ts';
import { startRun } from '#platform/start-run.ts';
import { draw, chain } from '../support/draw.ts';
import { accept, publish } from './runs.ts';

const OWNER = { name: 'Bench', email: 'bench@example.org', password: 'correct horse battery' };

/** Makes the owner with the one-time code and gives the cookie of a session. */
export async function signedIn({ url, setupCode }: { url: string; setupCode: string }): Promise<string> {
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' };
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, headers })] });
  await api.setup.createOwner.mutate({ code: setupCode, ...OWNER });
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ email: OWNER.email, password: OWNER.password }),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
  if (!answer.ok || cookies.length === 0) throw new Error(`Nobody could sign in: ${answer.status}`);
  return cookies.join('; ');
}

/** Milliseconds from when each step of a run ended to when the stream told of it. */
export async function delaysOf({ url, cookie }: { url: string; cookie: string }): Promise<number[]> {
  const ids = Array.from({ length: 20 }, (_, index) => `s${index}`);
  const hashes = ids.map((id): [string, [string, { text: string }]] => [id, ['crypto.hash', { text: id }]]);
  const nodes = { start: ['manual'] as [string], ...Object.fromEntries(hashes) };
  const runId = await accept(await publish(draw({ nodes, wires: chain('start', ...ids) })));
  const stream = await fetch(`${url}/api/live?runs=${runId}`, { headers: { cookie } });
  await startRun(runId);
  const delays: number[] = [];
  for await (const event of eventsOf(stream)) {
    if (event.runId === runId && event.body.type === 'step.done') delays.push(Date.now() - event.at);
    if (event.runId === runId && event.body.type === 'run.done') break;
  }
  return delays;
}

async function* eventsOf(stream: Response): AsyncGenerator<RunEvent> {
  let text = '';
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (/^event: run$/m.test(message) && data) yield JSON.parse(data) as RunEvent;
    }
  }
}
