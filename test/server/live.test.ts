import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import type { RunEvent, RunEventBody } from '#lib/run-event.ts';
import { addNotice } from '#platform/notices.ts';
import { appendRunEvents, lastEventId } from '#platform/run-events.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleLive } from '#server/live-route.ts';
import { nudgeHub } from '#server/nudge-hub.ts';
import { addPerson, request, signIn } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

type Message = { event: string; id: string; data: unknown };
let ann: Actor;
let cookie: string;
beforeAll(async () => {
  ann = await addPerson('owner');
  cookie = await signIn(ann.email);
});
afterAll(closeDb);

async function addRun(): Promise<string> {
  const id = randomUUID();
  const none = {
    flowId: 'f',
    versionId: 'v',
    planHash: 'p',
    triggerId: 't',
    mode: 'production',
    input: '{}',
    rootRunId: id,
  };
  await db().run.create({ data: { id, status: 'queued', ...none } });
  return id;
}

let counter = 0;
async function write(runId: string, bodies: RunEventBody[]): Promise<void> {
  const drafts = bodies.map((body) => ({
    key: `k${(counter += 1)}`,
    stepId: 'a',
    iteration: '',
    at: Date.now(),
    body,
  }));
  await appendRunEvents(runId, drafts);
}
const steps = (count: number): RunEventBody[] => Array.from({ length: count }, () => ({ type: 'step.queued' }));

/** A browser's end of the stream: reads messages one by one and remembers the last id, as EventSource does. */
class Listener {
  readonly response: Response;
  lastId = '';
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';

  constructor(response: Response) {
    this.response = response;
    if (!response.body) throw new Error(`No stream: ${response.status}`);
    this.#reader = response.body.getReader();
  }

  async next(): Promise<Message | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end < 0) {
        const part = await this.#reader.read();
        if (part.done) return null;
        this.#text += new TextDecoder().decode(part.value);
        continue;
      }
      const lines = this.#text.slice(0, end).split('\n');
      this.#text = this.#text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      if (field('id')) this.lastId = field('id');
      if (field('data')) return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) };
    }
  }

  /** The next `count` messages of these kinds. */
  async take(count: number, kinds = ['run', 'summary']): Promise<Message[]> {
    const taken: Message[] = [];
    while (taken.length < count) {
      const message = await this.next();
      if (!message) break;
      if (kinds.includes(message.event)) taken.push(message);
    }
    return taken;
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function listen(query = '', headers: Record<string, string> = {}): Promise<Listener> {
  return new Listener(await handleLive(request(`/api/live${query}`, { headers: { cookie, ...headers } })));
}
const idsOf = (messages: Message[]) => messages.map((message) => (message.data as RunEvent).id);

test('a stream needs a signed-in person', async () => {
  expect((await handleLive(request('/api/live'))).status).toBe(401);
  expect((await handleLive(request('/api/live?after=x', { headers: { cookie } }))).status).toBe(400);
});

test('it is never cached or buffered on the way', async () => {
  const listener = await listen();
  const { headers } = listener.response;
  expect(headers.get('content-type')).toContain('text/event-stream');
  expect(headers.get('cache-control')).toContain('no-transform');
  expect(headers.get('x-accel-buffering')).toBe('no');
  await listener.close();
});

test('watched runs come whole, others only as a summary', async () => {
  const [mine, other] = [await addRun(), await addRun()];
  const listener = await listen(`?runs=${mine}&after=${await lastEventId()}`);
  const ends: RunEventBody[] = [
    { type: 'step.queued' },
    { type: 'step.waiting', approvalId: 'x' },
    { type: 'run.done' },
  ];
  await write(other, ends);
  await write(mine, ends);
  const seen = await listener.take(5);
  expect(seen.map((message) => [message.event, (message.data as RunEvent).body.type])).toEqual([
    ['summary', 'step.waiting'],
    ['summary', 'run.done'],
    ['run', 'step.queued'],
    ['run', 'step.waiting'],
    ['run', 'run.done'],
  ]);
  await listener.close();
});

test('nothing is lost or doubled over many reconnects while events pour in', async () => {
  const runId = await addRun();
  const start = await lastEventId();
  const TOTAL = 1500;
  const writing = (async () => {
    for (let written = 0; written < TOTAL; written += 50) await write(runId, steps(50));
  })();
  const seen: number[] = [];
  let last = '';
  for (let round = 0; seen.length < TOTAL; round += 1) {
    const listener = await listen(`?runs=${runId}&after=${start}`, last ? { 'last-event-id': last } : {});
    const messages = await listener.take(Math.min(70 + round, TOTAL - seen.length));
    seen.push(...idsOf(messages));
    last = listener.lastId;
    // Whatever was on its way and not read yet is gone, as when a network breaks.
    await listener.close();
  }
  await writing;
  const written = await db().runEvent.findMany({ where: { runId }, select: { id: true }, orderBy: { id: 'asc' } });
  expect(seen).toEqual(written.map((row) => row.id));
});

test('events that came while nobody listened are there on return', async () => {
  const runId = await addRun();
  const first = await listen(`?runs=${runId}&after=${await lastEventId()}`);
  await write(runId, steps(1));
  await first.take(1);
  await first.close();
  await write(runId, steps(3));
  const second = await listen(`?runs=${runId}`, { 'last-event-id': first.lastId });
  expect((await second.take(3)).length).toBe(3);
  await second.close();
});

test('the number of waiting approvals comes at once and when it changes', async () => {
  const listener = await listen();
  expect(await listener.take(1, ['approvals'])).toMatchObject([{ data: { waiting: 0 } }]);
  const id = randomUUID();
  const row = {
    runId: 'r',
    flowId: 'f',
    stepId: 's',
    iteration: '',
    kind: 'step',
    title: 't',
    request: '{}',
    actionHash: 'h',
  };
  await db().approval.create({ data: { id, status: 'waiting', expiresAt: new Date(Date.now() + 60_000), ...row } });
  nudgeHub().emit('nudge', { type: 'approvals' });
  expect(await listener.take(1, ['approvals'])).toMatchObject([{ data: { waiting: 1 } }]);
  await db().approval.delete({ where: { id } });
  await listener.close();
});

test('the number of unread notices comes at once and when it changes', async () => {
  const listener = await listen();
  expect(await listener.take(1, ['notices'])).toMatchObject([{ data: { unread: 0 } }]);
  const told = { title: 'Hi', text: '', level: 'info' as const, runId: 'r', flowId: 'f', flowName: 'F' };
  await addNotice({ ...told, effectKey: 'live', label: TRUSTED });
  nudgeHub().emit('nudge', { type: 'notices' });
  expect(await listener.take(1, ['notices'])).toMatchObject([{ data: { unread: 1 } }]);
  await listener.close();
});

test('model tokens pass through to those who watch the run, without an id', async () => {
  const runId = await addRun();
  const listener = await listen(`?runs=${runId}`);
  await listener.take(1, ['approvals']);
  const chunk = { type: 'tokens' as const, stepId: 'a', attempt: 1, text: 'Hel' };
  nudgeHub().emit('nudge', { ...chunk, runId: 'another', rootRunId: 'another' });
  nudgeHub().emit('nudge', { ...chunk, runId, text: 'lo' });
  nudgeHub().emit('nudge', { ...chunk, runId: 'called', rootRunId: runId });
  expect(await listener.take(2, ['tokens'])).toEqual([
    { event: 'tokens', id: '', data: { ...chunk, runId, text: 'lo' } },
    { event: 'tokens', id: '', data: { ...chunk, runId: 'called', rootRunId: runId } },
  ]);
  await listener.close();
});

test('the stream ends when the session is revoked', async () => {
  const own = await signIn(ann.email);
  const listener = await listen('', { cookie: own });
  await listener.take(1, ['notices']);
  await db().session.deleteMany({ where: { userId: ann.userId } });
  cookie = '';
  expect(await listener.next()).toBeNull();
  cookie = await signIn(ann.email);
});

test('eight windows work at once, a flood of them is refused, and closing makes room', async () => {
  const many = await Promise.all(Array.from({ length: 8 }, () => listen()));
  expect(many.map((listener) => listener.response.status)).toEqual(Array.from({ length: 8 }, () => 200));
  const more = await Promise.all(Array.from({ length: 4 }, () => listen()));
  expect((await handleLive(request('/api/live', { headers: { cookie } }))).status).toBe(429);
  await Promise.all([...many, ...more].map((listener) => listener.close()));
  const again = await listen();
  expect(again.response.status).toBe(200);
  await again.close();
});
