/** What was asked of models and what it cost: one row for each request, whatever became of it. */
import { randomUUID } from 'node:crypto';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

/** A request that is about to be sent. */
export type BegunCall = {
  runId: string;
  rootRunId: string;
  flowId: string;
  stepId: string;
  iteration: string;
  attempt: number;
  connectionId: string;
  provider: string;
  model: string;
  at: number;
  /** US dollars it can cost at most; null where the price is not known. */
  mostCost: number | null;
  effectKey: string;
};

/**
 * How it ended. `cost` in US dollars, null where the price is not known; of what was cut, what it cost at least.
 * `mostCost` takes the place of the bound from before, where it is known better now.
 */
export type EndedCall = {
  /** `cut`: it broke off after the service may have begun to count. */
  status: 'ok' | 'failed' | 'cut';
  errorType?: string;
  model?: string;
  usage?: { inputTokens: number; outputTokens: number; cachedTokens?: number; cacheWriteTokens?: number };
  cost: number | null;
  mostCost?: number | undefined;
  ms: number;
};

/** Writes the request down before it is sent: one that is cut off with its worker stays on record. */
export async function beginModelCall(call: BegunCall): Promise<string> {
  const id = randomUUID();
  const { runId, rootRunId, flowId, stepId, iteration, attempt, connectionId, provider, model } = call;
  await sql().run(
    `INSERT INTO "ModelCall" ("id", "runId", "rootRunId", "flowId", "stepId", "iteration", "attempt", "connectionId",
       "provider", "model", "status", "at", "mostCost", "effectKey")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'begun', ?, ?, ?)`,
    [
      ...[id, runId, rootRunId, flowId, stepId, iteration, attempt, connectionId, provider, model],
      ...[sqlTime(call.at), call.mostCost, call.effectKey],
    ],
  );
  return id;
}

/** Completes the row of a request. */
export async function endModelCall(
  id: string,
  { status, errorType, model, usage, cost, mostCost, ms }: EndedCall,
): Promise<void> {
  await sql().run(
    `UPDATE "ModelCall" SET "status" = ?, "errorType" = ?, "model" = COALESCE(?, "model"), "inputTokens" = ?,
       "cachedTokens" = ?, "cacheWriteTokens" = ?, "outputTokens" = ?, "cost" = ?,
       "mostCost" = COALESCE(?, "mostCost"), "ms" = ? WHERE "id" = ?`,
    [
      ...[status, errorType ?? null, model ?? null, usage?.inputTokens ?? null, usage?.cachedTokens ?? null],
      ...[usage?.cacheWriteTokens ?? null, usage?.outputTokens ?? null, cost, mostCost ?? null, ms, id],
    ],
  );
}

/** US dollars that the calls of an effect took so far; what is under way or was cut counts with its bound. */
export async function spentOn(tx: Pick<SqlTx, 'sql'>, effectKey: string): Promise<number> {
  const [row] = await tx.sql.all<{ spent: number }>(
    `SELECT COALESCE(SUM(CASE WHEN "status" IN ('begun', 'cut') THEN "mostCost" ELSE COALESCE("cost", "mostCost") END), 0)
       AS "spent" FROM "ModelCall" WHERE "effectKey" = ?`,
    [effectKey],
  );
  return row?.spent ?? 0;
}
