/** Approvals as rows: made once, read with their proof checked, used up once. */
import { randomUUID } from 'node:crypto';
import type { ApprovalRequest } from '#lib/approval.ts';
import { sameAction } from '#lib/approval-together.ts';
import { Refused } from '#lib/errors.ts';
import { isSignedDecision } from '#platform/approval-signature.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { watchFlood } from '#platform/flood.ts';
import { nudge } from '#platform/nudge.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

export type ApprovalRow = {
  id: string;
  runId: string;
  flowId: string;
  stepId: string;
  iteration: string;
  kind: ApprovalRequest['kind'];
  status: 'waiting' | 'decided' | 'expired' | 'cancelled';
  request: ApprovalRequest;
  actionHash: string;
  /** ms since 1970 */
  expiresAt: number;
  choice: string | null;
  reason: string | null;
  decidedById: string | null;
  /** Whom that person stood in for */
  decidedForId: string | null;
  decidedAt: number | null;
  /** JSON text */
  answers: string | null;
  /** JSON text of `DecisionProof` */
  proof: string | null;
  signature: string | null;
  replacedById: string | null;
  consumedBy: string | null;
};

/** So often one action can be changed, one change on top of the other. */
export const MOST_EDITS = 50;

type Stored = Omit<ApprovalRow, 'request' | 'expiresAt' | 'decidedAt'> & {
  request: string;
  expiresAt: string;
  decidedAt: string | null;
};

/** What a decision is bound to: the SHA-256 of the canonical request. */
export function actionHash(request: ApprovalRequest): string {
  return canonicalHash(request);
}

/** Equal for requests that would do the same in one flow, whatever run they are of; null for what is decided alone. */
export function sameHash(request: ApprovalRequest): string | null {
  const action = sameAction(request);
  return action === null ? null : canonicalHash(action);
}

/** Tells those who may decide again, every `everyMs`, at most so often. */
export type Reminders = { everyMs: number; times: number };

/** Asks a person, once: the same id again gives the row that is there. */
export async function createApproval(
  tx: SqlTx,
  asked: { request: ApprovalRequest; id?: string; remind?: Reminders | undefined; escalateAt?: number | undefined },
): Promise<{ id: string; actionHash: string }> {
  const { request, remind, escalateAt } = asked;
  const now = Date.now();
  const id = asked.id ?? randomUUID();
  const hash = actionHash(request);
  const { run, kind } = request;
  const added = await tx.sql.run(
    `INSERT OR IGNORE INTO "Approval" ("id", "runId", "flowId", "stepId", "iteration", "kind", "status", "title", "request",
       "actionHash", "createdAt", "expiresAt", "sameAs", "escalateAt", "remindAt", "remindEvery", "remindLeft")
     VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[id, run.runId, run.flowId, run.stepId, run.iteration, kind, request.title],
      ...[JSON.stringify(request), hash, sqlTime(now), sqlTime(request.expiresAt), sameHash(request)],
      escalateAt === undefined ? null : sqlTime(escalateAt),
      ...(remind ? [sqlTime(now + remind.everyMs), remind.everyMs, remind.times] : [null, null, 0]),
    ],
  );
  if (added > 0) {
    await watchFlood(tx, request);
    tx.afterCommit(() => nudge({ type: 'approvals' }));
    return { id, actionHash: hash };
  }
  const row = await approvalRow(tx, id);
  return { id, actionHash: row.actionHash };
}

/** One approval, checked: a request that does not hash to what was approved was changed in the database. */
export async function approvalRow(tx: Pick<SqlTx, 'sql'>, id: string): Promise<ApprovalRow> {
  const row = await findApproval(tx, id);
  if (!row) throw new NotFound('There is no such approval.');
  return row;
}

/** `approvalRow`, or null where there is none. */
export async function findApproval(tx: Pick<SqlTx, 'sql'>, id: string): Promise<ApprovalRow | null> {
  const rows = await tx.sql.all<Stored>('SELECT * FROM "Approval" WHERE "id" = ?', [id]);
  return rows[0] ? toRow(rows[0]) : null;
}

/** The approvals of one step that may still count, newest first. */
export async function approvalsOfStep(
  tx: Pick<SqlTx, 'sql'>,
  step: { runId: string; stepId: string; iteration: string; kind: ApprovalRequest['kind'] },
): Promise<ApprovalRow[]> {
  const rows = await tx.sql.all<Stored>(
    `SELECT * FROM "Approval" WHERE "runId" = ? AND "stepId" = ? AND "iteration" = ? AND "kind" = ?
     ORDER BY "createdAt" DESC, "id"`,
    [step.runId, step.stepId, step.iteration, step.kind],
  );
  return rows.map(toRow);
}

/** What people have decided in a run, and really they. */
export async function decidedInRun(tx: Pick<SqlTx, 'sql'>, runId: string): Promise<ApprovalRow[]> {
  const query = `SELECT * FROM "Approval" WHERE "runId" = ? AND "status" = 'decided' ORDER BY "decidedAt", "id"`;
  return (await tx.sql.all<Stored>(query, [runId])).map(toRow).filter(isGenuine);
}

function toRow(row: Stored): ApprovalRow {
  const request = JSON.parse(row.request) as ApprovalRequest;
  return {
    ...row,
    request,
    expiresAt: Date.parse(row.expiresAt),
    decidedAt: row.decidedAt === null ? null : Date.parse(row.decidedAt),
  };
}

/**
 * What stands in the place of this row: itself, or the last action that people made of it by changing values. A row whose
 * decision is not genuine leads nowhere.
 */
export async function standingRow(tx: Pick<SqlTx, 'sql'>, row: ApprovalRow): Promise<ApprovalRow> {
  let standing = row;
  for (let edits = 0; edits < MOST_EDITS && standing.replacedById !== null && isGenuine(standing); edits += 1)
    standing = await approvalRow(tx, standing.replacedById);
  return standing;
}

/** Was this row decided through `decide`, and is it what was decided on? */
export function isGenuine(row: ApprovalRow): boolean {
  if (row.status !== 'decided' || row.choice === null || row.decidedAt === null) return false;
  if (actionHash(row.request) !== row.actionHash || row.request.expiresAt !== row.expiresAt) return false;
  const { id, actionHash: hash, choice, decidedAt: at, answers, proof, decidedForId: forId } = row;
  const decision = { id, actionHash: hash, choice, by: row.decidedById ?? '', at, answers, proof, forId };
  return isSignedDecision(decision, row.signature);
}

/**
 * Uses an approval up for one effect. Throws unless it is decided, signed, for exactly this action, within its time and
 * not used by another effect; the same effect may come again.
 */
export async function consumeApproval(
  tx: SqlTx,
  use: { approvalId: string; actionHash: string; effectKey: string },
): Promise<ApprovalRow> {
  const row = await approvalRow(tx, use.approvalId);
  if (!isGenuine(row))
    throw new Refused('This action was not approved in Hearth: the decision has no valid signature.');
  if (row.actionHash !== use.actionHash) throw new Refused('What was approved is not what would be done now.');
  if (row.consumedBy === use.effectKey) return row;
  if (row.consumedBy !== null) throw new Conflict('This approval was used already. An approval is for one action.');
  if (row.expiresAt <= Date.now()) throw new Refused('The approval was not used within its time.');
  await tx.sql.run('UPDATE "Approval" SET "consumedBy" = ?, "consumedAt" = ? WHERE "id" = ? AND "consumedBy" IS NULL', [
    use.effectKey,
    sqlTime(Date.now()),
    row.id,
  ]);
  return row;
}
