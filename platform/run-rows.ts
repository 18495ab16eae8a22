/** Rows of runs, as everything that begins a run writes them. */
import { sqlTime, type SqlTx } from '#prisma/client.ts';

/** Who called a run: what was allowed there bounds what is allowed here. */
export type Caller = {
  runId: string;
  /** Key of the step that called. */
  step: string;
  /** The step waits for the end of the run. */
  awaited: boolean;
  rootRunId: string;
};

/** What a run is bound by beside its own flow: the columns `callers` and `scope`. A retry is bound by the same. */
export type Bounds = { callers: string | null; scope: string | null };

export type NewRun = {
  runId: string;
  flowId: string;
  versionId: string;
  planHash: string;
  /** Id of the trigger's node. */
  nodeId: string;
  mode: 'production' | 'test';
  /** JSON of lib/value `Stored` */
  input: string;
  now: number;
  caller?: Caller;
  bounds?: Bounds;
  failedRunId?: string;
  retryOfId?: string;
  startedById?: string;
};

/** The column `callers` read. */
export function callersIn(column: string | null): string[] {
  return column === null ? [] : (JSON.parse(column) as string[]);
}

/** Writes a run that waits to be started. */
export async function insertRun(tx: SqlTx, run: NewRun): Promise<void> {
  const { caller, bounds } = run;
  const call = [caller?.runId ?? null, caller?.step ?? null, caller?.awaited === true ? 1 : 0];
  await tx.sql.run(
    `INSERT INTO "Run" ("id", "flowId", "versionId", "planHash", "triggerId", "mode", "status", "input", "rootRunId",
       "parentRunId", "parentStep", "awaited", "callers", "scope", "failedRunId", "retryOfId", "startedById", "createdAt")
     VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[run.runId, run.flowId, run.versionId, run.planHash, run.nodeId, run.mode, run.input],
      ...[
        caller?.rootRunId ?? run.runId,
        ...call,
        bounds?.callers ?? null,
        bounds?.scope ?? null,
        run.failedRunId ?? null,
      ],
      ...[run.retryOfId ?? null, run.startedById ?? null, sqlTime(run.now)],
    ],
  );
}

/** The event behind a run. False: there is one of this key already. */
export async function insertEvent(
  tx: SqlTx,
  event: { id: string; flowId: string; nodeId: string; dedupeKey: string; runId: string; now: number },
): Promise<boolean> {
  const { id, flowId, nodeId, dedupeKey, runId, now } = event;
  const added = await tx.sql.run(
    `INSERT OR IGNORE INTO "Event" ("id", "triggerId", "flowId", "dedupeKey", "receivedAt", "runId") VALUES (?, ?, ?, ?, ?, ?)`,
    [id, `${flowId}:${nodeId}`, flowId, dedupeKey, sqlTime(now), runId],
  );
  if (added === 0) return false;
  await tx.sql.run('UPDATE "Trigger" SET "lastEventAt" = ?, "lastError" = NULL WHERE "id" = ?', [
    sqlTime(now),
    `${flowId}:${nodeId}`,
  ]);
  return true;
}
