/** A run that went through a loop many times, written down as its worker would have. */
import { randomUUID } from 'node:crypto';
import { TRUSTED } from '#lib/label.ts';
import type { RunEventBody, RunEventDraft } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';
import { createFlow, publishFlow } from '#platform/flows.ts';
import { ingest } from '#platform/ingest.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { db } from '#prisma/client.ts';
import { draw } from './draw.ts';

const BEGIN = Date.UTC(2026, 0, 5, 9);
const ROUND_MS = 40;
const ROUNDS_AT_ONCE = 500;

const inline = (value: Json): Stored => ({ kind: 'inline', value, labels: { rest: TRUSTED } });

/** The drawing: a list, a loop with a hash and a note of each item, and what comes after. */
export const LOOPING = draw({
  name: 'Over many',
  nodes: {
    start: ['manual'],
    find: ['set', { fields: { rows: [1] } }],
    each: ['forEach', { items: '{{ steps.find.rows }}' }],
    hash: ['crypto.hash', { text: '{{ item.value }}' }],
    note: ['set', { fields: { seen: '{{ steps.hash.hash }}' } }],
    after: ['set', { fields: { over: 'yes' } }],
  },
  wires: ['start > find', 'find > each', 'each.each > hash', 'hash > note', 'note > each', 'each.done > after'],
});

type Place = { stepId: string; iteration: string; at: number };

function draft(place: Place, body: RunEventBody, suffix = ''): RunEventDraft {
  const key = place.iteration === '' ? place.stepId : `${place.stepId}@${place.iteration}`;
  return { ...place, key: `${key}/0/${body.type}${suffix}`, body };
}

function step(place: Place, values: { input: Json; output: Json; port?: string }): RunEventDraft[] {
  const { input, output, port } = values;
  const end = { ...place, at: place.at + 12 };
  return [
    draft(place, { type: 'step.started', attempt: 1 }, '/1'),
    draft(place, { type: 'step.input', attempt: 1, input: inline(input) }, '/1'),
    draft(end, { type: 'step.done', attempt: 1, output: inline(output), ...(port ? { port } : {}) }),
  ];
}

/** One round; each `failsEvery`th fails at its first step. */
function round(index: number, failsEvery: number): RunEventDraft[] {
  const at = BEGIN + 100 + index * ROUND_MS;
  const iteration = String(index);
  const hash = { stepId: 'hash', iteration, at };
  if (failsEvery > 0 && index % failsEvery === failsEvery - 1) {
    const error = { type: 'Refused', message: `Item ${index} has no text.` };
    return [
      draft(hash, { type: 'step.started', attempt: 1 }, '/1'),
      draft({ ...hash, at: at + 9 }, { type: 'step.failed', attempt: 1, error }),
      draft({ stepId: 'note', iteration, at: at + 9 }, { type: 'step.skipped' }),
    ];
  }
  const text = `item ${index} `.padEnd(200, '.');
  return [
    ...step(hash, { input: { text }, output: { hash: `h${index}` } }),
    ...step(
      { stepId: 'note', iteration, at: at + 20 },
      { input: { seen: `h${index}` }, output: { seen: `h${index}` } },
    ),
  ];
}

export type LongRun = { runId: string; flowId: string };

/** Writes a run of `rounds` rounds of two steps each, that has ended, or is still at it. */
export async function longRun(
  rounds: number,
  { failsEvery = 0, open = false }: { failsEvery?: number; open?: boolean } = {},
): Promise<LongRun> {
  const { id: flowId } = await createFlow({ flow: LOOPING });
  const { versionId } = await publishFlow({ id: flowId, by: 'user:test' });
  const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
  const flow = { flowId, versionId, planHash, triggerId: `${flowId}:start` };
  const event = { dedupeKey: randomUUID(), input: {}, labels: { rest: TRUSTED } };
  const { runId } = await ingest({ ...flow, ...event, mode: 'production' });
  // Taken already: nobody starts it.
  await db().run.update({ where: { id: runId }, data: { acceptedAt: new Date(), createdAt: new Date(BEGIN) } });
  const whole = { stepId: '', iteration: '', at: BEGIN };
  const items = Array.from({ length: rounds }, (_, index) => index);
  const loop = { stepId: 'each', iteration: '', at: BEGIN + 50 };
  await appendRunEvents(runId, [
    draft(whole, { type: 'run.started', input: inline({}) }),
    ...step({ stepId: 'find', iteration: '', at: BEGIN + 10 }, { input: {}, output: { rows: items.slice(0, 100) } }),
    draft(loop, { type: 'step.started', attempt: 1 }, '/1'),
    draft(loop, { type: 'step.input', attempt: 1, input: inline({}), items: rounds }, '/1'),
  ]);
  for (let from = 0; from < rounds; from += ROUNDS_AT_ONCE)
    await appendRunEvents(
      runId,
      items.slice(from, from + ROUNDS_AT_ONCE).flatMap((index) => round(index, failsEvery)),
    );
  if (open) return { runId, flowId };
  const over = BEGIN + 200 + rounds * ROUND_MS;
  await appendRunEvents(runId, [
    draft({ ...loop, at: over }, { type: 'step.done', attempt: 1, output: inline({ count: rounds }), port: 'done' }),
    ...step({ stepId: 'after', iteration: '', at: over + 5 }, { input: {}, output: { over: 'yes' } }),
    draft({ ...whole, at: over + 20 }, { type: 'run.done', output: inline({ over: 'yes' }) }),
  ]);
  return { runId, flowId };
}
