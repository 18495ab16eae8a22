/** Where the gate lets a step wait: a message that can be taken back for a while, and anything while a stop is set. */
import { randomUUID } from 'node:crypto';
import { durationMs } from '#lib/duration.ts';
import { targetsOf, type Policy } from '#lib/policy.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { effectKeyOf } from '#platform/effect-key.ts';
import { env } from '#platform/env.ts';
import { placeOf } from '#platform/gate-outcome.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { addHold, findHold, letGo, type HeldShown, type HoldRow } from '#platform/holds.ts';
import type { SqlTx } from '#prisma/client.ts';

/** Nothing waits for ever: after this a stopped step is not done at all. */
const LONGEST_STOP_MS = 30 * 24 * 3600_000;

type Waits = Extract<GateOutcome, { kind: 'ask' | 'deny' }>;

/** Lets the step wait until the stop is released. */
export async function parkStep(
  tx: SqlTx,
  input: GateInput,
  stopped: { scope: string; reason: string },
): Promise<Waits> {
  const effectKey = effectKeyOf({ ...placeOf(input), generation: input.call.generation });
  const before = await findHold(tx, { kind: 'stop', effectKey });
  if (before?.status === 'waiting') return waitsFor(before.id, { dueAt: Date.parse(before.dueAt), ...stopped });
  const dueAt = Date.now() + LONGEST_STOP_MS;
  const id = await addHold(tx, {
    ...{ ...placed(input), kind: 'stop', effectKey, actionHash: randomUUID(), scope: stopped.scope },
    ...{ shown: shownOf(input), dueAt },
  });
  return waitsFor(id, { dueAt, ...stopped });
}

function waitsFor(approvalId: string, stop: { dueAt: number; reason: string }): Waits {
  const { dueAt: expiresAt, reason } = stop;
  return {
    kind: 'ask',
    approvalId,
    expiresAt,
    reason: 'stopped',
    decision: { outcome: 'ask', rule: 'stopped', reason },
  };
}

/** Lets a message that nobody looked at wait a little, so that it can be taken back. Null: it may go now. */
export async function delaySend(
  tx: SqlTx,
  input: GateInput,
  { effectKey, policy }: { effectKey: string; policy: Policy },
): Promise<Waits | null> {
  const delayMs = durationMs(policy.sendDelay ?? env().sendDelay);
  if (!input.spec.delayed || delayMs === 0 || (await isOwnChat(tx, input))) return null;
  const actionHash = hashOf(input);
  const before = await findHold(tx, { kind: 'send', effectKey, actionHash });
  if (!before) return delayed(tx, input, { effectKey, actionHash, dueAt: Date.now() + delayMs });
  if (before.status === 'released') return null;
  if (before.status === 'waiting' && Date.parse(before.dueAt) > Date.now()) return goesOutAt(before);
  const isGone = before.status === 'waiting' && (await letGo(tx, before.id));
  return isGone ? null : denied('taken-back', 'It was taken back before it went out.');
}

/** What the owner is told in his own chat goes at once: he reads it himself. */
async function isOwnChat(tx: SqlTx, { target, targetIds, connection }: GateInput): Promise<boolean> {
  if (!target || targetIds || !connection) return false;
  const rows = await tx.sql.all(
    `SELECT 1 FROM "PairedChat" WHERE "connectionId" = ? AND "chatId" = ? AND "userId" = "chatId"
     AND "role" = 'owner' AND "trusted" = 1`,
    [connection.id, target.id],
  );
  return rows.length > 0;
}

type Delayed = Pick<HoldRow, 'effectKey' | 'actionHash'> & { dueAt: number };

async function delayed(tx: SqlTx, input: GateInput, hold: Delayed): Promise<Waits> {
  const id = await addHold(tx, { ...placed(input), ...hold, kind: 'send', scope: null, shown: shownOf(input) });
  return goesOutAt({ id, dueAt: new Date(hold.dueAt).toISOString() });
}

function goesOutAt({ id, dueAt }: Pick<HoldRow, 'id' | 'dueAt'>): Waits {
  const reason = 'It waits a little before it goes out, so that it can be taken back.';
  const decision = { outcome: 'ask', rule: 'send-delay', reason, tier: 'journal' } as const;
  return { kind: 'ask', approvalId: id, expiresAt: Date.parse(dueAt), reason: 'send-delay', decision };
}

function placed({ call }: GateInput): Pick<HoldRow, 'runId' | 'flowId' | 'stepId' | 'iteration'> {
  const { runId, flowId } = call.run;
  return { runId, flowId, stepId: call.stepId, iteration: call.iteration };
}

function shownOf(input: GateInput): HeldShown {
  const { spec, names, args } = input;
  return { tool: spec.type, title: spec.title, ...names, targets: targetsOf(input), args };
}

/** Another text, file or recipient is another message, and waits anew. */
function hashOf({ spec, args, target, attachments, connection }: GateInput): string {
  const values = args.map(({ field, value }) => ({ field, value }));
  return canonicalHash({ tool: spec.type, args: values, target, attachments, connection });
}
