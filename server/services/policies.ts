import type { Policy } from '#lib/policy.ts';
import { currentPolicy, savePolicy } from '#platform/policy-store.ts';
import { db } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';

export type PolicyView = { version: number; document: Policy };

/** The policy in force. */
export async function getPolicy(): Promise<PolicyView> {
  const { version, policy } = await currentPolicy();
  return { version, document: policy };
}

/** Earlier policies, newest first. */
export async function policyVersions(): Promise<{ version: number; createdAt: string; createdById: string | null }[]> {
  const rows = await db().policy.findMany({
    orderBy: { version: 'desc' },
    take: 100,
    select: { version: true, createdAt: true, createdById: true },
  });
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Puts a new policy in force; the earlier ones stay readable. */
export async function putPolicy(document: Policy, actor: Actor): Promise<PolicyView> {
  await savePolicy({ policy: document, by: actorName(actor) });
  return getPolicy();
}
