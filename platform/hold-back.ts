/** Accepts an event of a trigger with a pace, and lets out what may start. */
import type { Pace } from '#lib/pace.ts';
import { jsonSize, type Json } from '#lib/value.ts';
import { hold, paceKey, TooMany } from '#platform/hold.ts';
import { logger } from '#platform/log.ts';
import { refuseClosedFlow } from '#platform/new-run.ts';
import { release, type Released } from '#platform/release.ts';
import { lookAt, startAll } from '#platform/release-timer.ts';
import { transactSql } from '#prisma/client.ts';

/** `runId` names the blobs of the event, and its run unless it shares one. */
type Arrived = {
  runId: string;
  flowId: string;
  nodeId: string;
  mode: 'production' | 'test';
  dedupeKey: string;
  input: string;
  value: Json;
  pace: Pace;
};

/** Once this returns, the event is on disk. Throws `TooMany` when there is no room for it. */
export async function holdBack(event: Arrived): Promise<{
  runId: string;
  duplicate: boolean;
  held?: { why: string; until: string | null };
}> {
  const { runId: id, flowId, nodeId, dedupeKey, input, value, pace } = event;
  const queue = { triggerId: `${flowId}:${nodeId}`, key: paceKey(pace, value) };
  const kept = await transactSql(async (tx) => {
    await refuseClosedFlow(tx, event);
    return hold(tx, { ...queue, id, flowId, dedupeKey, input, size: jsonSize(value) }, pace);
  });
  if (!kept) throw new TooMany(fullText(pace));
  if (kept.duplicate) return kept;
  const { runIds, nextAt } = await look(queue);
  if (runIds.includes(kept.runId)) return kept;
  const until = nextAt === null ? null : new Date(nextAt).toISOString();
  return { ...kept, held: { why: whyText(pace), until } };
}

/** What goes wrong here is not the sender's trouble: the event is on disk, and the sweep looks again. */
async function look(queue: { triggerId: string; key: string }): Promise<Released> {
  try {
    const released = await release(queue);
    if (released.nextAt !== null) lookAt(released.nextAt);
    startAll(released.runIds);
    return released;
  } catch (error) {
    logger('pace').warn({ err: error, trigger: queue.triggerId }, 'Held events will be looked at by the sweep.');
    return { runIds: [], nextAt: null };
  }
}

function whyText(pace: Pace): string {
  switch (pace.mode) {
    case 'rate':
      return `The event is kept. This flow starts at most ${pace.count} runs in ${inWords(pace.perMs)}; its run starts when it is its turn.`;
    case 'debounce':
      return `The event is kept. Its run starts once nothing more has come for ${inWords(pace.quietMs)}.`;
    case 'batch':
      return `The event is kept. Its run starts once ${pace.count} events have come, or ${inWords(pace.withinMs)} after the first one.`;
    default:
      return pace satisfies never;
  }
}

function fullText(pace: Pace): string {
  return pace.mode === 'rate' && pace.over === 'drop'
    ? `This flow starts at most ${pace.count} runs in ${inWords(pace.perMs)} and takes no more. Send the event again later.`
    : 'Too many events of this flow are waiting. Send the event again later.';
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

function inWords(ms: number): string {
  const [unit, length] = UNITS.find(([, size]) => ms % size === 0) ?? ['millisecond', 1];
  const count = ms / length;
  return count === 1 ? `one ${unit}` : `${count} ${unit}s`;
}
