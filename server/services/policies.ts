import { DEFAULT_POLICY, type Policy } from '#lib/policy.ts';
import { NotFound } from '#platform/errors.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { requireNoNewStanding } from '#server/services/standing.ts';
import { requireFreshSignIn } from '#server/step-up.ts';

export type PolicyView = { version: number; document: Policy };

/** The policy in force. Also one that was changed outside of Hearth, which lets nothing through: it must be seen to be mended. */
export async function getPolicy(): Promise<PolicyView> {
  const newest = await db().policy.findFirst({ orderBy: { version: 'desc' }, select: { version: true } });
  return policyAt(newest?.version ?? 0);
}

/** Earlier policies, newest first. */
export async function policyVersions(): Promise<
  { version: number; createdAt: string; createdById: string | null; createdBy: string | null }[]
> {
  const rows = await db().policy.findMany({
    orderBy: { version: 'desc' },
    take: 100,
    select: { version: true, createdAt: true, createdById: true },
  });
  const people = await db().user.findMany({
    where: { id: { in: rows.flatMap(({ createdById }) => createdById ?? []) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    createdBy: names.get(row.createdById ?? '') ?? null,
  }));
}

/** An earlier policy, as it was. */
export async function policyAt(version: number): Promise<PolicyView> {
  if (version === 0) return { version, document: DEFAULT_POLICY };
  const row = await db().policy.findUnique({ where: { version }, select: { document: true } });
  if (!row) throw new NotFound('There is no such version of the rules.');
  return { version, document: JSON.parse(row.document) as Policy };
}

/** Puts a new policy in force, only over the version `base` where one is named; the earlier ones stay readable. */
export async function putPolicy(
  { document, base }: { document: Policy; base?: number | undefined },
  actor: Actor,
): Promise<PolicyView> {
  await requireFreshSignIn(actor);
  await requireNoNewStanding(document);
  await savePolicy({ policy: document, by: actorName(actor), base });
  return getPolicy();
}
