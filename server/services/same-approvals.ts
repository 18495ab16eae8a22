/** The same action that several runs wait for: shown as one. */
import type { ApprovalRequest } from '#lib/approval.ts';
import { batchClass, MOST_IN_BATCH, MOST_SAME, planClass } from '#lib/approval-together.ts';
import type { SameElsewhere } from '#lib/views.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { db, sql } from '#prisma/client.ts';
import type { Approval } from '#prisma/generated/client.ts';

/** Leaves out what waits for the same as an older one. */
export const OLDEST_OF_SAME = `("status" <> 'waiting' OR "sameAs" IS NULL OR NOT EXISTS (SELECT 1 FROM "Approval" older
  WHERE older."status" = 'waiting' AND older."sameAs" = "Approval"."sameAs"
    AND (older."createdAt", older."id") < ("Approval"."createdAt", "Approval"."id")))`;

/** How many wait, by what they wait for. */
export type SameCounts = ReadonlyMap<string | null, number>;

/** How many runs wait for what each of these waits for. */
export async function sameCounts(rows: readonly { sameAs: string | null; status: string }[]): Promise<SameCounts> {
  const keys = rows.flatMap(({ sameAs, status }) => (sameAs !== null && status === 'waiting' ? [sameAs] : []));
  if (keys.length === 0) return new Map();
  const found = await sql().all<{ sameAs: string; count: number }>(
    `SELECT "sameAs", COUNT(*) AS "count" FROM "Approval" WHERE "status" = 'waiting'
       AND "sameAs" IN (SELECT value FROM json_each(?)) GROUP BY "sameAs"`,
    [JSON.stringify(keys)],
  );
  return new Map(found.map(({ sameAs, count }) => [sameAs, count]));
}

/** The other runs that wait for this very action, oldest first. */
export async function othersOf({ id, sameAs, status }: Approval): Promise<SameElsewhere[]> {
  if (sameAs === null || status !== 'waiting') return [];
  const rows = await db().approval.findMany({
    where: { sameAs, status, id: { not: id } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MOST_SAME,
    select: { id: true, runId: true, request: true, createdAt: true },
  });
  return rows.map(({ request, createdAt, ...row }) => ({
    ...row,
    stepName: (JSON.parse(request) as ApprovalRequest).run.stepName,
    createdAt: createdAt.toISOString(),
  }));
}

/** The same for what may be decided in one batch; null for what is decided alone. */
export function batchKey(request: ApprovalRequest): string | null {
  const common = batchClass(request);
  return common === null ? null : canonicalHash(common);
}

/** The same for the questions of one run that may be answered as a plan; null for what is decided alone. */
export function planKey(request: ApprovalRequest): string | null {
  const common = planClass(request);
  return common === null ? null : canonicalHash(common);
}

/** What waits in the same run and can be answered with it, itself among it, oldest first; nothing where it is alone. */
export async function planOf({ runId, status }: Approval, request: ApprovalRequest): Promise<string[]> {
  if (status !== 'waiting' || planKey(request) === null) return [];
  const rows = await db().approval.findMany({
    where: { runId, status, expiresAt: { gt: new Date() } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MOST_IN_BATCH,
    select: { id: true, request: true },
  });
  const plan = rows.filter((row) => planKey(JSON.parse(row.request) as ApprovalRequest) !== null);
  return plan.length > 1 ? plan.map(({ id }) => id) : [];
}
