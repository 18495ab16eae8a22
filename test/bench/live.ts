/** How soon a page that watches a run is told: read from the same stream as a browser reads. */
import type { RunEvent } from '#lib/run-event.ts';
import { startRun } from '#platform/start-run.ts';
import { draw, chain } from '../support/draw.ts';
import { accept, publish } from './runs.ts';

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
