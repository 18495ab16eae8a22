/** Who may decide a question: by himself, or in the place of somebody who named him. */
import { isDecider, type ApprovalRequest } from '#lib/approval.ts';
import type { ApprovalView } from '#lib/views.ts';
import { firstYes } from '#platform/approval-people.ts';
import { absentDecider, absentees, delegatorsOf, standsInForEither } from '#platform/delegates.ts';
import { db, sql } from '#prisma/client.ts';
import type { Approval } from '#prisma/generated/client.ts';
import type { Actor } from '#server/actor.ts';
import type { Where } from '#server/services/run-filter.ts';

/** What `isDecider` says of one request, said of all of them. */
export async function ownToDecide({ userId, role, rights, via }: Actor): Promise<Where> {
  if (!rights.includes('approve')) return { text: '0', args: [] };
  const others = via === 'web' ? await absentees({ sql: sql() }, userId) : [];
  const named = (list: string, value: string) =>
    `EXISTS (SELECT 1 FROM json_each("request", '$.deciders.${list}') one WHERE ${value} IN (SELECT value FROM json_each(?)))`;
  const roles = JSON.stringify([role, ...others.map((person) => person.role)]);
  const escalated = `(json_extract("request", '$.escalation.at') <= ?
    AND EXISTS (SELECT 1 FROM json_each("request", '$.escalation.roles') one WHERE one."value" IN (SELECT value FROM json_each(?))))`;
  return {
    text: `(json_extract("request", '$.deciders') IS NULL OR ${escalated} OR ${named('roles', 'one."value"')}
      OR ${named('people', `json_extract(one."value", '$.id')`)})`,
    args: [Date.now(), roles, roles, JSON.stringify([userId, ...others.map(({ id }) => id)])],
  };
}

/** Whether the caller may decide it, and whom he would stand in for. */
export async function standing(
  request: ApprovalRequest,
  actor: Actor,
): Promise<Pick<ApprovalView, 'mayDecide' | 'standsInFor'>> {
  if (!actor.rights.includes('approve')) return { mayDecide: false, standsInFor: null };
  if (isDecider(request, actor)) return { mayDecide: true, standsInFor: null };
  const absent = actor.via === 'web' ? await absentDecider({ sql: sql() }, request, actor.userId) : null;
  return { mayDecide: absent !== null, standsInFor: absent?.name ?? null };
}

/** Whom a yes takes besides the caller, and why he may only say no. */
export async function peopleSeen(
  row: Approval,
  { approvers }: ApprovalRequest,
  { userId }: Actor,
): Promise<ApprovalView['people']> {
  const two = approvers?.two ?? false;
  const first = two ? await firstYes({ sql: sql() }, row) : null;
  const names = await namesOfPeople([first?.byId ?? null]);
  return {
    two,
    first: first ? (names.get(first.byId) ?? 'A former user') : null,
    barred: await whyBarred({ notBy: approvers?.notBy ?? [], first: first?.byId ?? null, userId }),
  };
}

type Asked = { notBy: string[]; first: string | null; userId: string };

async function whyBarred({ notBy, first, userId }: Asked): Promise<ApprovalView['people']['barred']> {
  if (notBy.includes(userId)) return 'own';
  if (first === userId) return 'said';
  const [tx, at] = [{ sql: sql() }, Date.now()];
  if (notBy.length > 0 && (await delegatorsOf(tx, userId, at)).some(({ id }) => notBy.includes(id)))
    return 'ownOfOther';
  return first !== null && (await standsInForEither(tx, { one: first, other: userId, at })) ? 'saidOfOther' : null;
}

/** The names of those who are still here, by id. */
export async function namesOfPeople(ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const people = await db().user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  return new Map(people.map((person) => [person.id, person.name]));
}
