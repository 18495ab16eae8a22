/** Flows that are started when another one fails. */
import { randomUUID } from 'node:crypto';
import { TRUSTED, untrusted, type FieldLabels } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';
import { insertEvent, insertRun } from '#platform/run-rows.ts';
import type { SqlTx } from '#prisma/client.ts';

type Failure = Extract<RunEventBody, { type: 'run.failed' }>;

type FailedRun = {
  id: string;
  flowId: string;
  flowName: string;
  planHash: string;
  mode: 'production' | 'test';
  awaited: number;
  createdAt: string;
  startedAt: string | null;
  /** Set when its root was started by a failure, or by hand at a trigger for failures. */
  isHandler: number;
};

type Handler = { flowId: string; nodeId: string; config: string; versionId: string; planHash: string };

/** A run that was accepted, and the id of the trigger's node. */
export type AcceptedRun = { runId: string; nodeId: string };

// The value of a trigger stays inline, so that it is written in the transaction itself.
const MOST_TEXT = 4000;

/** Accepts the runs that a failure starts, in the transaction that records it: neither is there without the other. */
export async function acceptHandlers(tx: SqlTx, runId: string, failure: Failure): Promise<AcceptedRun[]> {
  const run = await failedRun(tx, runId);
  if (!run || run.mode !== 'production' || run.isHandler === 1) return [];
  const input = await inputOf(tx, run, failure);
  const accepted: AcceptedRun[] = [];
  for (const handler of await handlersOf(tx, run))
    accepted.push(...(await accept(tx, handler, { input, failedRunId: runId })));
  return accepted;
}

async function accept(
  tx: SqlTx,
  handler: Handler,
  about: { input: Stored; failedRunId: string },
): Promise<AcceptedRun[]> {
  const { flowId, nodeId, versionId, planHash } = handler;
  const { input, failedRunId } = about;
  const runId = randomUUID();
  const now = Date.now();
  const dedupeKey = `${flowId}:${nodeId}:failed:${failedRunId}`;
  if (!(await insertEvent(tx, { id: randomUUID(), flowId, nodeId, dedupeKey, runId, now }))) return [];
  const row = { runId, flowId, versionId, planHash, nodeId, mode: 'production' as const, now, failedRunId };
  await insertRun(tx, { ...row, input: JSON.stringify(input) });
  return [{ runId, nodeId }];
}

async function failedRun(tx: SqlTx, runId: string): Promise<FailedRun | undefined> {
  const [run] = await tx.sql.all<FailedRun>(
    `SELECT r."id", r."flowId", f."name" AS "flowName", r."planHash", r."mode", r."awaited", r."createdAt", r."startedAt",
       root."failedRunId" IS NOT NULL OR COALESCE(t."type", '') = 'error' AS "isHandler"
     FROM "Run" r JOIN "Flow" f ON f."id" = r."flowId" LEFT JOIN "Run" root ON root."id" = r."rootRunId"
     LEFT JOIN "Trigger" t ON t."id" = root."flowId" || ':' || root."triggerId" WHERE r."id" = ?`,
    [runId],
  );
  return run;
}

async function handlersOf(tx: SqlTx, run: FailedRun): Promise<Handler[]> {
  const handlers = await tx.sql.all<Handler>(
    `SELECT t."flowId", t."nodeId", t."config", v."id" AS "versionId", v."planHash" FROM "Trigger" t
     JOIN "Flow" f ON f."id" = t."flowId" JOIN "FlowVersion" v ON v."id" = f."publishedId"
     WHERE t."type" = 'error' AND t."active" = 1 AND f."deletedAt" IS NULL AND f."paused" = 0`,
  );
  return handlers.filter(({ config }) => isFor(JSON.parse(config) as { which?: string; flows?: string[] }, run));
}

function isFor({ which = 'all', flows = [] }: { which?: string; flows?: string[] }, run: FailedRun): boolean {
  // Who waits for a called run learns of its failure, and fails with it or deals with it.
  return which === 'all' ? run.awaited === 0 : flows.includes(run.flowId);
}

async function inputOf(tx: SqlTx, run: FailedRun, failure: Failure): Promise<Stored> {
  const { type, message } = failure.error;
  const value: Json = {
    flow: { id: run.flowId, name: run.flowName },
    run: { id: run.id, url: `/runs/${run.id}`, startedAt: new Date(run.startedAt ?? run.createdAt).toISOString() },
    step: failure.stepId === undefined ? null : { id: failure.stepId, name: await stepName(tx, run, failure.stepId) },
    error: { type: type.slice(0, 100), message: message.slice(0, MOST_TEXT) },
    mode: run.mode,
  };
  // A service, or what came from outside, may have worded the error.
  const labels: FieldLabels = { rest: TRUSTED, fields: { error: untrusted(`error:${run.flowName}`) } };
  return { kind: 'inline', value, labels };
}

async function stepName(tx: SqlTx, { planHash }: FailedRun, stepId: string): Promise<string> {
  const [row] = await tx.sql.all<{ plan: string }>('SELECT "plan" FROM "Plan" WHERE "hash" = ?', [planHash]);
  const steps = row ? (JSON.parse(row.plan) as Plan).steps : {};
  return (Object.hasOwn(steps, stepId) ? steps[stepId]?.name : undefined) ?? stepId;
}
