/** What may run, as it is signed: plans, versions of flows, the policy. */
import { createHash } from 'node:crypto';
import { Refused } from '#lib/errors.ts';
import { TRUSTED } from '#lib/label.ts';
import { audit } from '#platform/audit.ts';
import type { Plan } from '#lib/plan.ts';
import { canonicalHash, canonicalJson } from '#platform/canonical.ts';
import { logger } from '#platform/log.ts';
import { addNotice } from '#platform/notices.ts';
import { isSignedText, signText } from '#platform/signature.ts';
import { db, sql, sqlTime, transactSql } from '#prisma/client.ts';
import type { FlowVersion } from '#prisma/generated/client.ts';

export type SignedVersion = { id: string; flowId: string; number: number; document: string; planHash: string };

/** A row that was written or changed by other hands than Hearth's. */
export class Tampered extends Refused {
  override name = 'Tampered';
  /** `version:<id>`, `plan:<hash>` or `policy:<number>` */
  readonly subject: string;

  constructor(subject: string, message: string) {
    super(message);
    this.subject = subject;
  }
}

/** What is signed of a plan: its hash says all of it. */
export function planText(hash: string): string {
  return canonicalJson({ hash });
}

/** What is signed of a version: all that never changes. */
export function versionText({ id, flowId, number, document, planHash }: SignedVersion): string {
  return canonicalJson({ id, flowId, number, document: sha256(document), planHash });
}

/** What is signed of a policy. */
export function policyText({ version, document }: { version: number; document: string }): string {
  return canonicalJson({ version, document: sha256(document) });
}

/** A version with its signature, as it is written. */
export function withSignature<V extends SignedVersion>(version: V): V & { signature: string } {
  return { ...version, signature: signText('version', versionText(version)) };
}

const sound = new Set<string>();
const MOST_SOUND = 5000;

/** Throws unless what this run is to do was published, or tried out, in Hearth. */
export async function requireGenuineRun(runId: string): Promise<void> {
  const run = await db().run.findUnique({
    where: { id: runId },
    select: { flowId: true, versionId: true, planHash: true, mode: true, retryOfId: true, createdAt: true },
  });
  if (!run) return;
  if (run.mode !== 'test' && run.retryOfId === null && (await wasReplaced(run)))
    await refuse(run.versionId, OLD_VERSION);
  const key = `${run.flowId}\n${run.versionId}\n${run.planHash}\n${run.mode}`;
  if (sound.has(key)) return;
  const version = await db().flowVersion.findUnique({ where: { id: run.versionId } });
  if (version === null || !(await isGenuine(version, run))) return refuse(run.versionId, CHANGED_VERSION);
  if (sound.size >= MOST_SOUND) sound.clear();
  sound.add(key);
}

async function refuse(versionId: string, why: string): Promise<never> {
  const tampered = new Tampered(`version:${versionId}`, why);
  await reportTampered(tampered);
  throw tampered;
}

// A trigger may have read which version is published a moment before another one was.
const OVERLAP_MS = 5 * 60_000;

/** True if the record knows a later publication from before this run began: the flow was pointed back to an old one. */
async function wasReplaced(run: { flowId: string; versionId: string; createdAt: Date }): Promise<boolean> {
  const [last] = await sql().all<{ detail: string }>(
    `SELECT "detail" FROM "Audit" WHERE "subject" = ? AND "action" = 'flow.publish' AND "at" < ?
     ORDER BY "seq" DESC LIMIT 1`,
    [`flow:${run.flowId}`, sqlTime(run.createdAt.getTime() - OVERLAP_MS)],
  );
  if (!last) return false;
  const { number } = JSON.parse(last.detail) as { number: number };
  const version = await db().flowVersion.findUnique({ where: { id: run.versionId }, select: { number: true } });
  return version !== null && version.number < number;
}

type OfRun = { flowId: string; planHash: string; mode: string };

async function isGenuine(version: FlowVersion, run: OfRun): Promise<boolean> {
  if (version.flowId !== run.flowId || !isSignedText('version', versionText(version), version)) return false;
  // A test may run a part of what is drawn, which has a plan of its own; nothing but a test may run a draft.
  if (run.mode === 'test') return true;
  return version.number > 0 && (version.planHash === run.planHash || (await isAgentOf(version, run)));
}

/** Whether it is what Hearth drew for an agent of this version. */
async function isAgentOf({ planHash }: FlowVersion, run: OfRun): Promise<boolean> {
  const [row] = await sql().all<{ plan: string }>('SELECT "plan" FROM "Plan" WHERE "hash" = ?', [planHash]);
  if (!row) return false;
  const plan = JSON.parse(row.plan) as Plan;
  const isWhole = canonicalHash(plan) === planHash;
  return isWhole && Object.values(plan.agents ?? {}).some((agent) => canonicalHash(agent) === run.planHash);
}

const OLD_VERSION =
  'This flow was set back to an earlier version outside of Hearth, so it does not run. Open the flow, look at it and publish it again.';
const CHANGED_VERSION =
  'The published version of this flow was changed outside of Hearth, so it does not run. Open the flow, look at it and publish it again.';

/** Puts it on record and before the owner, once for each row. */
export async function reportTampered({ subject, message }: Tampered): Promise<void> {
  logger('integrity').error({ subject }, message);
  await transactSql((tx) => audit(tx, { actor: 'system', action: 'integrity.refuse', subject, detail: { message } }));
  await addNotice({
    effectKey: `integrity:${subject}`,
    runId: '',
    flowId: '',
    flowName: '',
    title: 'Something was changed outside of Hearth',
    text: message,
    label: TRUSTED,
    level: 'urgent',
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
