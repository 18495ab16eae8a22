/** Who decides in another's place, and for how long. A delegate has the right to approve himself: this adds none. */
import { isDecider, type ApprovalRequest } from '#lib/approval.ts';
import { APPROVING_ROLES } from '#nodes/people.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

type Reads = Pick<SqlTx, 'sql'>;
type Person = { id: string; name: string; role: string };

/** Those whom this person stands in for at a time, in ms since 1970. Those whom they stand in for do not count. */
export async function delegatorsOf(tx: Reads, userId: string, at: number): Promise<Person[]> {
  const time = sqlTime(at);
  return tx.sql.all<Person>(
    `SELECT DISTINCT u."id", u."name", u."role" FROM "Delegate" d JOIN "user" u ON u."id" = d."ofId"
     WHERE d."toId" = ?1 AND d."startsAt" <= ?2 AND d."endsAt" > ?2 AND (d."endedAt" IS NULL OR d."endedAt" > ?2)
     ORDER BY u."id"`,
    [userId, time],
  );
}

/** Those whom this person may decide for now: they could decide themselves. */
export async function absentees(tx: Reads, userId: string): Promise<Person[]> {
  const people = await delegatorsOf(tx, userId, Date.now());
  return people.filter(({ role }) => APPROVING_ROLES.some((one) => one === role));
}

/** Whom this person may decide this question for, where it is not for everybody; null if for nobody. */
export async function absentDecider(tx: Reads, request: ApprovalRequest, userId: string): Promise<Person | null> {
  const people = await absentees(tx, userId);
  return people.find(({ id, role }) => isDecider(request, { userId: id, role })) ?? null;
}

/** Whether one of two people stands in for the other at a time. */
export async function standsInForEither(
  tx: Reads,
  { one, other, at }: { one: string; other: string; at: number },
): Promise<boolean> {
  const has = async (id: string, wanted: string) => (await delegatorsOf(tx, id, at)).some((who) => who.id === wanted);
  return (await has(one, other)) || (await has(other, one));
}
