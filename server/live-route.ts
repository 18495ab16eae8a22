import { Invalid } from '#lib/errors.ts';
import { requireRight } from '#server/actor.ts';
import { errorAnswer } from '#server/answers.ts';
import { actorOf } from '#server/context.ts';
import { TooMany, Unauthorized } from '#server/errors.ts';
import { liveText } from '#server/live.ts';

const STREAMS_PER_USER = 12;
const RUNS_PER_STREAM = 50;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

const open = new Map<string, number>();

/** Answers GET /api/live?runs=<id,id>&after=<event id>. */
export async function handleLive(request: Request): Promise<Response> {
  try {
    const actor = await actorOf(request);
    if (!actor) throw new Unauthorized('Please sign in.');
    requireRight(actor, 'view');
    const query = new URL(request.url).searchParams;
    const runs = new Set((query.get('runs') ?? '').split(',').filter((id) => id !== ''));
    if (runs.size > RUNS_PER_STREAM) throw new Invalid(`A stream can follow at most ${RUNS_PER_STREAM} runs.`);
    // After a break the browser names the last event it saw; the address still says where it first began.
    const after = cursorFrom(request.headers.get('last-event-id') ?? query.get('after'));
    const release = reserve(actor.userId);
    return new Response(streamOf(request, { runs, after, release }), { headers: HEADERS });
  } catch (error) {
    return errorAnswer(error);
  }
}

function cursorFrom(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Invalid('The cursor must be the id of an event.');
  return Number(text);
}

function reserve(userId: string): () => void {
  const count = open.get(userId) ?? 0;
  if (count >= STREAMS_PER_USER) throw new TooMany('Too many live views are open. Close some windows of Hearth.');
  open.set(userId, count + 1);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    const left = (open.get(userId) ?? 1) - 1;
    if (left > 0) open.set(userId, left);
    else open.delete(userId);
  };
}

type Streaming = { runs: ReadonlySet<string>; after: number | undefined; release: () => void };

function streamOf(request: Request, { runs, after, release }: Streaming): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, request.signal]);
  const recheck = () => actorOf(request).catch(() => null);
  const pieces = liveText({ runs, after, signal, recheck });
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    // Pulled piece by piece: a reader who falls behind slows its own stream down and nothing else.
    async pull(controller) {
      try {
        const piece = await pieces.next();
        if (!piece.done) return controller.enqueue(encoder.encode(piece.value));
      } catch (error) {
        if (!signal.aborted) controller.error(error);
      }
      release();
      if (!stop.signal.aborted) controller.close();
    },
    async cancel() {
      stop.abort();
      release();
      await pieces.return(undefined);
    },
  });
}
