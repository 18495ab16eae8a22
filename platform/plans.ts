/** Compiled flows, stored by the hash of what they say: a plan can never change under a run. */
import { deflateRawSync } from 'node:zlib';
import { Invalid } from '#lib/errors.ts';
import type { Plan } from '#lib/plan.ts';
import { canonicalHash, canonicalJson } from '#platform/canonical.ts';
import { NotFound } from '#platform/errors.ts';
import { isSignedText, signText } from '#platform/signature.ts';
import { planText, reportTampered, Tampered } from '#platform/signed-rows.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

/** A plan's size as Temporal keeps it with every run, bytes. */
const PLAN_LIMIT = 256 * 1024;
const MOST_CACHED = 200;
const cache = new Map<string, Plan>();

/** Keeps a plan and returns its hash. The same plan again is no second row. */
export async function storePlan(plan: Plan): Promise<string> {
  return transactSql((tx) => storePlanIn(tx, plan));
}

/** `storePlan` inside the caller's transaction. */
export async function storePlanIn(tx: SqlTx, plan: Plan): Promise<string> {
  // What an agent does is run as a plan of its own.
  for (const agent of Object.values(plan.agents ?? {})) await storePlanIn(tx, agent);
  const text = canonicalJson(plan);
  if (Buffer.byteLength(text) > PLAN_LIMIT && deflateRawSync(text, { level: 1 }).length > PLAN_LIMIT) {
    throw new Invalid('This flow is too large to run (over 256 KB compiled). Move part of it to a flow of its own.');
  }
  const hash = canonicalHash(plan);
  await tx.sql.run('INSERT OR IGNORE INTO "Plan" ("hash", "plan", "createdAt", "signature") VALUES (?, ?, ?, ?)', [
    ...[hash, text, sqlTime(Date.now()), signText('plan', planText(hash))],
  ]);
  return hash;
}

/** The plan of a hash; refused when the stored text is not what the hash says, or nobody signed it. Treat it as read-only. */
export async function loadPlan(hash: string): Promise<Plan> {
  const known = cache.get(hash);
  if (known) return known;
  const query = 'SELECT "plan", "signature" FROM "Plan" WHERE "hash" = ?';
  const [row] = await sql().all<{ plan: string; signature: string | null }>(query, [hash]);
  if (!row) throw new NotFound('The plan of this run is gone.');
  const plan = JSON.parse(row.plan) as Plan;
  if (canonicalHash(plan) !== hash || !isSignedText('plan', planText(hash), row)) {
    const tampered = new Tampered(`plan:${hash}`, 'The plan of this run was changed in the database.');
    await reportTampered(tampered);
    throw tampered;
  }
  const oldest = cache.keys().next().value;
  if (cache.size >= MOST_CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(hash, plan);
  return plan;
}
