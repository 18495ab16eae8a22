/** Where people decide. A decision is a signed row; Temporal messages only say "look". */
import { randomUUID } from 'node:crypto';
import type { ApprovalRequest } from '#lib/approval.ts';
import { needsProof, type DecisionProof, type GivenProof } from '#lib/approval-proof.ts';
import type { DecisionSeen } from '#lib/call.ts';
import { Invalid } from '#lib/errors.ts';
import { isHoldId } from '#lib/hold.ts';
import type { Answers } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import { answersOf, emptyAnswers, requireDecider } from '#platform/approval-answers.ts';
import { editRequest, isEdited } from '#platform/approval-edit.ts';
import { requireOther, takeFirstYes } from '#platform/approval-people.ts';
import { takeProof } from '#platform/approval-proof.ts';
import {
  approvalRow,
  createApproval,
  findApproval,
  isGenuine,
  standingRow,
  type ApprovalRow,
} from '#platform/approval-rows.ts';
import { signDecision } from '#platform/approval-signature.ts';
import { audit } from '#platform/audit.ts';
import { Conflict } from '#platform/errors.ts';
import { closeHolds, readHold } from '#platform/holds.ts';
import { nudge } from '#platform/nudge.ts';
import { wakeBriefly } from '#platform/wake.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

export { actionHash, consumeApproval, createApproval } from '#platform/approval-rows.ts';
export { sweepEscalations, sweepReminders } from '#platform/approval-reminders.ts';
export { sweepDecisions } from '#platform/wake.ts';

export type Decider = { userId: string; name: string; via: 'web' | 'token' | 'cli' };
export type Decision = {
  approvalId: string;
  choice: string;
  reason?: string;
  by: Decider;
  /** Edit and approve: new values for some arguments. */
  args?: Record<string, Json>;
  /** What the flow asks to be filled in. */
  answers?: Answers;
  /** How long the question was on the screen, in ms, where the page said so */
  readMs?: number | undefined;
  /** What allows something critical. */
  proof?: GivenProof;
  /** How many questions the same click answers, where it is more than one: for the record. */
  together?: number | undefined;
};

/** What a decision reads as when an edited copy took its place. */
export const REPLACED = 'replaced';
const REASON_TEXT = 2000;

/** `waitsForAnother`: a second person has to allow it too. `asksAgain`: what was changed waits to be allowed. */
type Decided = { approvalId: string; replacedById?: string; waitsForAnother?: true; asksAgain?: true };

/** Takes one person's decision. Throws Conflict when another came first or the time is over. */
export async function decide(decision: Decision): Promise<Decided> {
  await expireDue(decision.approvalId);
  const { row, replacedById, first, asksAgain } = await transactSql(async (tx) => {
    const waiting = await approvalRow(tx, decision.approvalId);
    if (waiting.status !== 'waiting') throw await tooLate(tx, waiting);
    const forId = await requireDecider(tx, waiting, decision.by);
    checkChoice(waiting, decision);
    await requireOther(tx, waiting, decision);
    const proof = await takeProof(tx, waiting, decision);
    const edited = decision.args && Object.keys(decision.args).length > 0;
    if (edited && asksForMore(waiting.request))
      return { row: waiting, replacedById: await propose(tx, waiting, decision), asksAgain: true as const };
    const first = await takeFirstYes(tx, waiting, { ...decision, proof });
    if (first) return { row: waiting, first };
    return {
      row: waiting,
      replacedById: edited
        ? await replace(tx, waiting, decision)
        : await settle(tx, waiting, { ...decision, proof, forId }),
    };
  });
  nudge({ type: 'approvals' });
  if (first) return { approvalId: row.id, waitsForAnother: true };
  if (!asksAgain) await wakeBriefly([row.runId]);
  const replaced = replacedById === undefined ? {} : { replacedById };
  return { approvalId: row.id, ...replaced, ...(asksAgain ? { asksAgain } : {}) };
}

/** Sets overdue approvals (or the one) to expired, which is a no, and wakes their runs. */
export async function expireDue(id?: string): Promise<string[]> {
  const now = sqlTime(Date.now());
  const due = `"status" = 'waiting' AND "expiresAt" <= ? ${id === undefined ? '' : 'AND "id" = ?'}`;
  const args = id === undefined ? [now] : [now, id];
  // A look without the write lock: mostly there is nothing to do.
  if ((await sql().all(`SELECT 1 FROM "Approval" WHERE ${due} LIMIT 1`, args)).length === 0) return [];
  const rows = await transactSql(async (tx) => {
    const found = await tx.sql.all<{ id: string; runId: string }>(
      `SELECT "id", "runId" FROM "Approval" WHERE ${due}`,
      args,
    );
    for (const row of found) {
      await tx.sql.run(`UPDATE "Approval" SET "status" = 'expired', "decidedAt" = ? WHERE "id" = ?`, [now, row.id]);
      await audit(tx, {
        actor: 'system',
        action: 'approval.expire',
        subject: `approval:${row.id}`,
        detail: { run: row.runId },
      });
    }
    return found;
  });
  nudge({ type: 'approvals' });
  await wakeBriefly(rows.map((row) => row.runId));
  return rows.map((row) => row.id);
}

/** Takes back what nobody needs to decide any more. */
export async function cancelApprovals(ids: string[]): Promise<void> {
  if (ids.some(isHoldId)) await closeHolds(ids);
  // And what people made of it by changing values.
  const changed = await sql().run(
    `WITH RECURSIVE "asked"("id") AS (SELECT value FROM json_each(?1)
       UNION SELECT a."replacedById" FROM "Approval" a JOIN "asked" ON a."id" = "asked"."id" WHERE a."replacedById" IS NOT NULL)
     UPDATE "Approval" SET "status" = 'cancelled', "decidedAt" = ?2
     WHERE "status" = 'waiting' AND "id" IN (SELECT "id" FROM "asked")`,
    [JSON.stringify(ids), sqlTime(Date.now())],
  );
  if (changed > 0) nudge({ type: 'approvals' });
}

/** What a run may know of an approval. A decision without a valid signature counts as none. */
export async function readDecision(id: string): Promise<DecisionSeen> {
  if (isHoldId(id)) return readHold(id);
  await expireDue(id);
  const base = { sql: sql() };
  const row = await findApproval(base, id);
  if (!row) return { status: 'expired', at: Date.now() };
  if (row.status === 'expired' || row.status === 'cancelled') {
    const answers = emptyAnswers(row);
    return { status: 'expired', at: row.decidedAt ?? row.expiresAt, ...(answers ? { answers } : {}) };
  }
  if (!isGenuine(row)) return { status: 'waiting' };
  const standing = await standingRow(base, row);
  if (standing.id === row.id) return seenFrom(base, row);
  if (standing.status === 'waiting' && (await expireDue(standing.id)).length > 0)
    return { status: 'expired', at: Date.now() };
  if (standing.status === 'expired' || standing.status === 'cancelled')
    return { status: 'expired', at: standing.decidedAt ?? standing.expiresAt };
  if (!isGenuine(standing)) return { status: 'waiting' };
  return { ...(await seenFrom(base, standing)), replacedBy: standing.id };
}

async function seenFrom(
  tx: Pick<SqlTx, 'sql'>,
  row: ApprovalRow,
): Promise<Extract<DecisionSeen, { status: 'decided' }>> {
  return {
    status: 'decided',
    choice: row.choice ?? '',
    ...(row.reason === null ? {} : { reason: row.reason }),
    by: await personName(tx, row.decidedById),
    at: row.decidedAt ?? 0,
    ...(row.answers === null ? {} : { answers: JSON.parse(row.answers) as Answers }),
  };
}

async function personName(tx: Pick<SqlTx, 'sql'>, id: string | null): Promise<string> {
  const [person] = await tx.sql.all<{ name: string }>('SELECT "name" FROM "user" WHERE "id" = ?', [id]);
  return person?.name ?? id ?? 'nobody';
}

function checkChoice(row: ApprovalRow, decision: Decision): void {
  const choices = row.request.buttons.map((button) => button.id);
  if (choices.includes(decision.choice)) return;
  throw new Invalid(`"${decision.choice}" is not among the answers: ${choices.join(', ')}.`);
}

type Proven = Omit<Decision, 'proof'> & { proof: DecisionProof | null; forId: string | null };

async function settle(tx: SqlTx, row: ApprovalRow, decision: Proven): Promise<undefined> {
  await write(tx, row, { ...decision, replacedById: null, filledIn: answersOf(row, decision) });
}

/** What takes more than one click is asked anew with its changes: a passkey and a second person allow what they see. */
function asksForMore(request: ApprovalRequest): boolean {
  return needsProof(request) || request.approvers?.two === true;
}

/** The old question is answered with "replaced"; the edited copy, with a hash of its own, waits in its place. */
async function propose(tx: SqlTx, row: ApprovalRow, decision: Decision): Promise<string> {
  if (decision.choice !== 'approve') throw new Invalid('Only an approval can carry changed values.');
  const request: ApprovalRequest = { ...editRequest(row.request, decision), nonce: randomUUID() };
  if (asksForMore(request) && !isEdited(row.request, request))
    throw new Invalid('These values stand there already. Change one, or allow it as it is.');
  const copy = await createApproval(tx, { request });
  await write(tx, row, { ...unproven(decision), choice: REPLACED, replacedById: copy.id });
  return copy.id;
}

/** The edited copy is approved by the same hand in the same moment. */
async function replace(tx: SqlTx, row: ApprovalRow, decision: Decision): Promise<string> {
  const id = await propose(tx, row, decision);
  await write(tx, await approvalRow(tx, id), { ...unproven(decision), replacedById: null });
  return id;
}

function unproven(decision: Decision) {
  return { ...decision, proof: null, filledIn: null, forId: null };
}

type Written = Proven & { replacedById: string | null; filledIn: Answers | null };

async function write(tx: SqlTx, row: ApprovalRow, given: Written): Promise<void> {
  const at = Date.now();
  const { choice, by } = given;
  const reason = given.reason?.slice(0, REASON_TEXT) ?? null;
  const answers = given.filledIn === null ? null : JSON.stringify(given.filledIn);
  const proof = given.proof === null ? null : JSON.stringify(given.proof);
  const { id, actionHash } = row;
  const signature = signDecision({ id, actionHash, choice, by: by.userId, at, answers, proof, forId: given.forId });
  const changed = await tx.sql.run(
    `UPDATE "Approval" SET "status" = 'decided', "choice" = ?, "reason" = ?, "decidedById" = ?, "decidedForId" = ?, "decidedAt" = ?,
       "answers" = ?, "proof" = ?, "signature" = ?, "replacedById" = ?, "readMs" = ? WHERE "id" = ? AND "status" = 'waiting' AND "expiresAt" > ?`,
    [
      choice,
      reason,
      by.userId,
      given.forId,
      sqlTime(at),
      answers,
      proof,
      signature,
      given.replacedById,
      given.readMs ?? null,
      row.id,
      sqlTime(at),
    ],
  );
  if (changed === 0) throw await tooLate(tx, await approvalRow(tx, row.id));
  const detail = {
    choice,
    reason,
    via: by.via,
    run: row.runId,
    step: row.stepId,
    actionHash: row.actionHash,
    replacedBy: given.replacedById,
    ...(given.forId === null ? {} : { for: given.forId }),
    ...(given.together === undefined ? {} : { together: given.together }),
    ...provenBy(given.proof),
  };
  await audit(tx, { actor: `user:${by.userId}`, action: 'approval.decide', subject: `approval:${row.id}`, detail });
}

function provenBy(proof: DecisionProof | null): { passkey?: string; recoveryCode?: string } {
  if (proof === null) return {};
  return proof.kind === 'passkey' ? { passkey: proof.credentialId } : { recoveryCode: proof.codeId };
}

async function tooLate(tx: SqlTx, row: ApprovalRow): Promise<Conflict> {
  if (row.status === 'cancelled') return new Conflict('This is no longer needed: the run went on or was stopped.');
  if (row.status !== 'decided') return new Conflict('The time to decide is over. What waited for it was told no.');
  const who = await personName(tx, row.decidedById);
  const title = row.request.buttons.find((button) => button.id === row.choice)?.title ?? row.choice ?? '';
  const when = new Date(row.decidedAt ?? 0).toISOString();
  return new Conflict(`${who} decided this already: "${title}", at ${when}.`);
}
