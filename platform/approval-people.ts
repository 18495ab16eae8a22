/** Where a rule wants two people, or others than those whose flow it is: asked of whoever decides, and again before the effect. */
import type { ApprovalRequest } from '#lib/approval.ts';
import { needsProof, type DecisionProof } from '#lib/approval-proof.ts';
import type { Approvers } from '#lib/policy.ts';
import { proofProblem } from '#platform/approval-proof.ts';
import type { ApprovalRow } from '#platform/approval-rows.ts';
import { isSignedDecision, signDecision } from '#platform/approval-signature.ts';
import { audit } from '#platform/audit.ts';
import { delegatorsOf, standsInForEither } from '#platform/delegates.ts';
import { Conflict, NotYours } from '#platform/errors.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

type Reads = Pick<SqlTx, 'sql'>;
type Asked = NonNullable<ApprovalRequest['approvers']>;
type Given = {
  choice: string;
  by: { userId: string; via: 'web' | 'token' | 'cli' };
};
type FirstYes = { byId: string; at: string; proof: string | null; signature: string };

/** Signed under a name of its own, so that a first yes never counts as the decision. */
const FIRST_YES = 'first-yes';

/** What the rules want, with the people whose own run or flow it is; undefined where anybody's yes is enough. */
export async function approversFor(
  tx: Reads,
  of: { runId: string; flowId: string },
  wanted: Approvers | undefined,
): Promise<Asked | undefined> {
  if (!wanted) return undefined;
  return { ...(wanted.two ? { two: true } : {}), ...(wanted.notOwn ? { notBy: await ownersOf(tx, of) } : {}) };
}

/** Who started the run, or the one that it began with, and who made a version of the flow, to try or to publish it. */
async function ownersOf(tx: Reads, { runId, flowId }: { runId: string; flowId: string }): Promise<string[]> {
  const rows = await tx.sql.all<{ id: string }>(
    `SELECT "startedById" AS "id" FROM "Run"
       WHERE "startedById" IS NOT NULL AND "id" IN (?, (SELECT "rootRunId" FROM "Run" WHERE "id" = ?))
     UNION SELECT "createdById" FROM "FlowVersion" WHERE "createdById" IS NOT NULL
       AND ("flowId" = ? OR "flowId" IN (SELECT c.value FROM "Run" r, json_each(r."callers") c WHERE r."id" = ?)) ORDER BY 1`,
    [runId, runId, flowId, runId],
  );
  return rows.map(({ id }) => id);
}

/** Throws where this person may not say this yes. A no is always possible. */
export async function requireOther(tx: Reads, row: ApprovalRow, { choice, by }: Given): Promise<void> {
  const { approvers } = row.request;
  if (!approvers || choice !== 'approve') return;
  const now = Date.now();
  if (approvers.notBy?.includes(by.userId))
    throw new NotYours('You started this run or made a version of its flow. Somebody else has to allow this.');
  if ((await delegatorsOf(tx, by.userId, now)).some(({ id }) => approvers.notBy?.includes(id)))
    throw new NotYours(
      'You stand in for somebody who started this run or made a version of its flow. Somebody else has to allow this.',
    );
  if (!approvers.two) return;
  const first = (await firstYes(tx, row))?.byId;
  if (first === by.userId) throw new Conflict('You said yes already. Somebody else has to allow this too.');
  if (first !== undefined && (await standsInForEither(tx, { one: first, other: by.userId, at: now })))
    throw new NotYours('One of you stands in for the other, so you count as one. Somebody else has to allow this too.');
}

/** Keeps the first of two yeses; false where this one decides. */
export async function takeFirstYes(
  tx: SqlTx,
  row: ApprovalRow,
  { choice, by, proof }: Given & { proof: DecisionProof | null },
): Promise<boolean> {
  if (!row.request.approvers?.two || choice !== 'approve') return false;
  if (await firstYes(tx, row)) return false;
  const at = Date.now();
  const text = proof === null ? null : JSON.stringify(proof);
  const signature = signDecision(signedBy(row, { byId: by.userId, at, proof: text }));
  // A row without a valid signature is nobody's yes, and gives way.
  await tx.sql.run(
    'INSERT OR REPLACE INTO "FirstYes" ("approvalId", "byId", "at", "proof", "signature") VALUES (?, ?, ?, ?, ?)',
    [row.id, by.userId, sqlTime(at), text, signature],
  );
  await audit(tx, {
    actor: `user:${by.userId}`,
    action: 'approval.first-yes',
    subject: `approval:${row.id}`,
    detail: { via: by.via, run: row.runId, step: row.stepId, actionHash: row.actionHash },
  });
  return true;
}

/** Who said the first yes, if that is genuine. */
export async function firstYes(tx: Reads, row: Pick<ApprovalRow, 'id' | 'actionHash'>): Promise<FirstYes | null> {
  const [found] = await tx.sql.all<FirstYes>('SELECT * FROM "FirstYes" WHERE "approvalId" = ?', [row.id]);
  if (!found) return null;
  const decision = signedBy(row, { byId: found.byId, at: Date.parse(found.at), proof: found.proof });
  return isSignedDecision(decision, found.signature) ? found : null;
}

function signedBy(
  { id, actionHash }: Pick<ApprovalRow, 'id' | 'actionHash'>,
  { byId, at, proof }: { byId: string; at: number; proof: string | null },
) {
  return { id, actionHash, choice: FIRST_YES, by: byId, at, answers: null, proof };
}

/** Signs a first yes with the key in use now, if an earlier key of Hearth's signed it. */
export async function signFirstYesAnew(tx: SqlTx, row: Pick<ApprovalRow, 'id' | 'actionHash'>): Promise<void> {
  const [found] = await tx.sql.all<FirstYes>('SELECT * FROM "FirstYes" WHERE "approvalId" = ?', [row.id]);
  if (!found) return;
  const decision = signedBy(row, { byId: found.byId, at: Date.parse(found.at), proof: found.proof });
  if (!isSignedDecision(decision, found.signature, true)) return;
  const changed = [signDecision(decision), row.id];
  await tx.sql.run('UPDATE "FirstYes" SET "signature" = ? WHERE "approvalId" = ?', changed);
}

/** Why those who allowed it are not those who had to; null if they are. `now`: what the rules want today. */
export async function peopleProblem(tx: Reads, row: ApprovalRow, now: Asked | undefined): Promise<string | null> {
  const asked = row.request.approvers;
  const two = asked?.two || now?.two;
  const first = two ? await firstYes(tx, row) : null;
  if (two && !first) return 'Two people have to allow this, and one did.';
  if (first && first.byId === row.decidedById) return 'Two people have to allow this, and one did so twice.';
  if (
    first &&
    row.decidedById &&
    (await standsInForEither(tx, { one: first.byId, other: row.decidedById, at: row.decidedAt ?? 0 }))
  )
    return 'Two people have to allow this, and one stood in for the other.';
  const barred = [...(asked?.notBy ?? []), ...(now?.notBy ?? [])];
  if ([row.decidedById, first?.byId].some((id) => id && barred.includes(id)))
    return 'Somebody allowed this who started the run or made a version of its flow.';
  if (barred.length > 0 && (await stoodInForBarred(tx, row, { first, barred })))
    return 'Somebody allowed this who stood in for whoever started the run or made a version of its flow.';
  if (!first || !needsProof(row.request)) return null;
  return proofProblem(tx, { ...row, decidedById: first.byId, proof: first.proof });
}

async function stoodInForBarred(
  tx: Reads,
  row: ApprovalRow,
  { first, barred }: { first: FirstYes | null; barred: string[] },
): Promise<boolean> {
  const said = [
    { id: row.decidedById, at: row.decidedAt ?? 0 },
    { id: first?.byId ?? null, at: first ? Date.parse(first.at) : 0 },
  ];
  for (const { id, at } of said) {
    if (id !== null && (await delegatorsOf(tx, id, at)).some((person) => barred.includes(person.id))) return true;
  }
  return false;
}
