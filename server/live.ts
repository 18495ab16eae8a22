import type { RunEvent } from '#lib/run-event.ts';
import { countUnread } from '#platform/notices.ts';
import type { NudgeMessage } from '#platform/nudge.ts';
import { eventsAfter, lastEventId } from '#platform/run-events.ts';
import type { Actor } from '#server/actor.ts';
import { Alarm, nudgeHub } from '#server/nudge-hub.ts';
import { countQuestions, countWaiting } from '#server/services/approvals.ts';

const POLL_MS = 1000;
const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 3000;
const PAGE = 500;
const MOST_TOKENS = 500;

export type LiveOptions = {
  runs: ReadonlySet<string>;
  /** Global event id to go on from; undefined means from now. */
  after: number | undefined;
  signal: AbortSignal;
  /** The caller as they are now: the stream ends when this is null or lacks the right. */
  recheck: () => Promise<Actor | null>;
};

type TokenChunk = Extract<NudgeMessage, { type: 'tokens' }>;
/** What came by nudge since the last look. */
type Inbox = { tokens: TokenChunk[]; approvals: boolean; notices: boolean };

/**
 * The text of a live stream, piece by piece. Rows are read from the database by cursor, so a nudge that is lost costs
 * at most a second and a reconnect loses nothing; only model tokens live by nudge alone.
 */
export async function* liveText(options: LiveOptions): AsyncGenerator<string> {
  const { runs } = options;
  const alarm = new Alarm();
  const inbox: Inbox = { tokens: [], approvals: true, notices: true };
  const onNudge = (message: NudgeMessage) => {
    if (take(inbox, message, runs)) alarm.wake();
  };
  nudgeHub().on('nudge', onNudge);
  try {
    yield 'retry: 1000\n\n';
    yield* follow(options, { inbox, alarm });
  } finally {
    nudgeHub().off('nudge', onNudge);
  }
}

async function* follow(options: LiveOptions, { inbox, alarm }: { inbox: Inbox; alarm: Alarm }): AsyncGenerator<string> {
  const { runs, signal, recheck } = options;
  let cursor = options.after ?? (await lastEventId());
  let [sent, asked, countedAt] = [-1, '', 0];
  let unread = -1;
  let [beatAt, checkedAt] = [Date.now(), Date.now()];
  while (!signal.aborted) {
    const events = await eventsAfter({ id: cursor, limit: PAGE });
    for (const event of events) {
      const text = eventText(event, runs);
      if (!text) continue;
      yield text;
      sent = event.id;
    }
    cursor = events.at(-1)?.id ?? cursor;
    for (const chunk of inbox.tokens.splice(0)) yield `event: tokens\ndata: ${JSON.stringify(chunk)}\n\n`;
    // Without a nudge for them, the counts are looked up once a second all the same.
    if (inbox.approvals || inbox.notices || Date.now() - countedAt >= POLL_MS) {
      [inbox.approvals, inbox.notices, countedAt] = [false, false, Date.now()];
      // One more run that waits for the same is a change too.
      const [{ waiting }, questions] = [await countWaiting(), await countQuestions()];
      if (asked !== `${waiting}/${questions}`) yield `event: approvals\ndata: ${JSON.stringify({ waiting })}\n\n`;
      asked = `${waiting}/${questions}`;
      const fresh = await countUnread();
      if (fresh !== unread) yield `event: notices\ndata: ${JSON.stringify({ unread: fresh })}\n\n`;
      unread = fresh;
    }
    if (Date.now() - checkedAt >= RECHECK_MS) {
      if (!(await recheck())?.rights.includes('view')) return;
      checkedAt = Date.now();
    }
    if (Date.now() - beatAt >= HEARTBEAT_MS) {
      // An id without data moves the browser's cursor past events that were none of its business.
      yield cursor > sent ? `: still here\nid: ${cursor}\n\n` : ': still here\n\n';
      [beatAt, sent] = [Date.now(), cursor];
    }
    if (events.length < PAGE) await alarm.wait(POLL_MS, signal);
  }
}

/** True when there is something new to look at. */
function take(inbox: Inbox, message: NudgeMessage, runs: ReadonlySet<string>): boolean {
  switch (message.type) {
    case 'event':
      return true;
    case 'approvals':
      inbox.approvals = true;
      return true;
    case 'notices':
      inbox.notices = true;
      return true;
    case 'tokens':
      if (!(runs.has(message.runId) || runs.has(message.rootRunId ?? '')) || inbox.tokens.length >= MOST_TOKENS)
        return false;
      inbox.tokens.push(message);
      return true;
    default:
      message satisfies never;
      return false;
  }
}

/** Everything of the runs that are watched; of others only what lists show. */
function eventText(event: RunEvent, runs: ReadonlySet<string>): string | null {
  const watched = runs.has(event.runId);
  const { type } = event.body;
  if (!watched && !type.startsWith('run.') && type !== 'step.waiting') return null;
  return `id: ${event.id}\nevent: ${watched ? 'run' : 'summary'}\ndata: ${JSON.stringify(event)}\n\n`;
}
