import type { ApprovalRequest } from '#lib/approval.ts';
import type { GivenProof } from '#lib/approval-proof.ts';
import type { Answers } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import type { ApprovalCard, ApprovalView, DoneBefore, EditedFrom } from '#lib/views.ts';
import * as store from '#platform/approvals.ts';
import { NotFound } from '#platform/errors.ts';
import { floods } from '#platform/flood.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';
import type { Approval } from '#prisma/generated/client.ts';
import type { Actor } from '#server/actor.ts';
import { ownToDecide, namesOfPeople, peopleSeen, standing } from '#server/services/approval-deciders.ts';
import { proofAsked, requireDecidable, tellRefused } from '#server/services/approval-proof.ts';
import {
  batchKey,
  OLDEST_OF_SAME,
  othersOf,
  planOf,
  sameCounts,
  type SameCounts,
} from '#server/services/same-approvals.ts';
import { pageOf, placeOf } from '#server/services/paging.ts';
import { and, type Where } from '#server/services/run-filter.ts';

export type ApprovalFilter = {
  status?: ApprovalCard['status'] | undefined;
  flowId?: string | undefined;
  /** Only what the caller may decide */
  mine?: boolean | undefined;
  /** Without those of flows that ask unusually often */
  calm?: boolean | undefined;
  /** The same action of several runs is one of them: the oldest */
  joined?: boolean | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};
export type DecideRequest = {
  id: string;
  choice: string;
  reason?: string;
  args?: Record<string, Json>;
  answers?: Answers;
  readMs?: number | undefined;
  proof?: GivenProof;
  together?: number | undefined;
  actor: Actor;
};

/** A page of approvals, newest first. */
export async function approvalCards(
  filter: ApprovalFilter,
  actor?: Actor,
): Promise<{ items: ApprovalCard[]; next: string | null }> {
  const limit = filter.limit ?? 50;
  const quiet = filter.calm ? (await floods({ sql: sql() })).map(({ flowId }) => flowId) : [];
  const own = filter.mine && actor ? [await ownToDecide(actor)] : [];
  const where = approvalWhere(filter, own, quiet);
  const found = await sql().all<{ id: string }>(
    `SELECT "id" FROM "Approval" WHERE ${where.text} ORDER BY "createdAt" DESC, "id" DESC LIMIT ${limit + 1}`,
    where.args,
  );
  const rows = await db().approval.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const people = await namesOfPeople(rows.flatMap(({ decidedById, decidedForId }) => [decidedById, decidedForId]));
  const same = await sameCounts(rows);
  const { items, next } = pageOf(rows, limit);
  return { items: items.map((row) => cardOf(row, { people, same })), next };
}

function approvalWhere({ status, flowId, joined, cursor }: ApprovalFilter, own: Where[], without: string[]): Where {
  const parts: Where[] = [...own];
  if (status !== undefined) parts.push({ text: '"status" = ?', args: [status] });
  if (flowId !== undefined) parts.push({ text: '"flowId" = ?', args: [flowId] });
  if (joined) parts.push({ text: OLDEST_OF_SAME, args: [] });
  if (without.length > 0)
    parts.push({ text: '"flowId" NOT IN (SELECT value FROM json_each(?))', args: [JSON.stringify(without)] });
  if (cursor) {
    const { createdAt, id } = placeOf(cursor);
    parts.push({ text: '("createdAt", "id") < (?, ?)', args: [sqlTime(createdAt), id] });
  }
  return and(...parts);
}

/** One approval with everything it binds. */
export async function getApproval(id: string, actor: Actor): Promise<ApprovalView> {
  const row = await findApproval(id);
  const others = await othersOf(row);
  const same = new Map([[row.sameAs, others.length + 1]]);
  const card = cardOf(row, { people: await namesOfPeople([row.decidedById, row.decidedForId]), same });
  const request = JSON.parse(row.request) as ApprovalRequest;
  return {
    ...card,
    others,
    plan: await planOf(row, request),
    request,
    actionHash: row.actionHash,
    replacedById: row.replacedById,
    replacedWaits: row.replacedById !== null && (await findApproval(row.replacedById)).status === 'waiting',
    edited: await editedFrom(row),
    answers: row.answers === null ? null : (JSON.parse(row.answers) as Answers),
    before: await doneBefore(row, request),
    people: await peopleSeen(row, request, actor),
    proof: row.status === 'waiting' ? await proofAsked({ id, actionHash: row.actionHash, request }, actor) : null,
    ...(await standing(request, actor)),
  };
}

/** The same step's last action of the same kind that a person allowed and that was begun. */
async function doneBefore(row: Approval, { kind, tool }: ApprovalRequest): Promise<DoneBefore | null> {
  if (kind !== 'gate') return null;
  const last = await db().approval.findFirst({
    where: {
      ...{ kind, flowId: row.flowId, stepId: row.stepId, choice: 'approve', id: { not: row.id } },
      consumedAt: { not: null, lt: row.consumedAt ?? new Date() },
    },
    orderBy: { consumedAt: 'desc' },
    select: { request: true, consumedAt: true },
  });
  const request = last && (JSON.parse(last.request) as ApprovalRequest);
  if (!last?.consumedAt || request?.tool?.type !== tool?.type) return null;
  return { at: last.consumedAt.toISOString(), args: argsOf(request) };
}

/** What was asked for before a person changed values. */
async function editedFrom({ id, runId }: Approval): Promise<EditedFrom | null> {
  const from = await db().approval.findFirst({ where: { runId, replacedById: id } });
  if (!from?.decidedAt) return null;
  const people = await namesOfPeople([from.decidedById]);
  const by = people.get(from.decidedById ?? '') ?? 'A former user';
  return { by, at: from.decidedAt.toISOString(), args: argsOf(JSON.parse(from.request) as ApprovalRequest) };
}

function argsOf(request: ApprovalRequest | null): Record<string, Json> {
  return Object.fromEntries((request?.args ?? []).map(({ field, value }) => [field, value]));
}

/** How many approvals wait for a person; the same action of several runs is one. */
export async function countWaiting(): Promise<{ waiting: number }> {
  const [row] = await sql().all<{ waiting: number }>(
    `SELECT COUNT(DISTINCT COALESCE("sameAs", "id")) AS "waiting" FROM "Approval" WHERE "status" = 'waiting'`,
    [],
  );
  return { waiting: row?.waiting ?? 0 };
}

/** How many questions wait, each run's by itself. */
export async function countQuestions(): Promise<number> {
  return db().approval.count({ where: { status: 'waiting' } });
}

/** Takes a person's decision. The second one is a Conflict, whatever it says. */
export async function decideApproval({
  id,
  actor,
  ...decision
}: DecideRequest): Promise<{ id: string; replacedById?: string; waitsForAnother?: true; asksAgain?: true }> {
  const row = await findApproval(id);
  requireDecidable(JSON.parse(row.request) as ApprovalRequest, { actor, ...decision });
  const by = { userId: actor.userId, name: actor.name, via: actor.via };
  const { approvalId, ...rest } = await store
    .decide({ approvalId: id, ...decision, by })
    .catch((error: unknown) => tellRefused(error, { id, actor, ...decision }));
  return { id: approvalId, ...rest };
}

async function findApproval(id: string): Promise<Approval> {
  const row = await db().approval.findUnique({ where: { id } });
  if (!row) throw new NotFound('There is no approval with this id.');
  return row;
}

type Seen = { people: Map<string, string>; same: SameCounts };

function cardOf(row: Approval, { people, same }: Seen): ApprovalCard {
  const request = JSON.parse(row.request) as ApprovalRequest;
  const alike = row.status === 'waiting' ? (same.get(row.sameAs) ?? 1) : 1;
  return {
    id: row.id,
    status: row.status as ApprovalCard['status'],
    kind: row.kind as ApprovalCard['kind'],
    title: row.title,
    target: request.target?.id ?? null,
    flowId: row.flowId,
    flowName: request.run.flowName,
    runId: row.runId,
    stepId: row.stepId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    choice: row.choice,
    reason: row.reason,
    decidedBy: row.decidedById ? (people.get(row.decidedById) ?? 'A former user') : null,
    decidedFor: row.decidedForId ? (people.get(row.decidedForId) ?? 'A former user') : null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    remindedAt: row.remindedAt?.toISOString() ?? null,
    same: alike,
    batch: row.status === 'waiting' && alike === 1 ? batchKey(request) : null,
  };
}
