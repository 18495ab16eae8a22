/** What was asked of models and what it cost: one row for each request, whatever became of it. */
import { randomUUID } from 'node:crypto';
import { sql, sqlTime } from '#prisma/client.ts';

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
};

/** How it ended. `cost` in US dollars, null where the price is not known. */
export type EndedCall = {
  /** `cut`: it broke off after the service had begun to count. */
  status: 'ok' | 'failed' | 'cut';
  errorType?: string;
  model?: string;
  usage?: { inputTokens: number; outputTokens: number; cachedTokens?: number; cacheWriteTokens?: number };
  cost: number | null;
  ms: number;
};

/** Writes the request down before it is sent: one that is cut off with its worker stays on record. */
export async function beginModelCall(call: BegunCall): Promise<string> {
  const id = randomUUID();
  const { runId, rootRunId, flowId, stepId, iteration, attempt, connectionId, provider, model } = call;
  await sql().run(
    `INSERT INTO "ModelCall" ("id", "runId", "rootRunId", "flowId", "stepId", "iteration", "attempt", "connectionId",
       "provider", "model", "status", "at", "mostCost") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'begun', ?, ?)`,
    [
      ...[id, runId, rootRunId, flowId, stepId, iteration, attempt, connectionId, provider, model],
      ...[sqlTime(call.at), call.mostCost],
    ],
  );
  return id;
}

/** Completes the row of a request. */
export async function endModelCall(
  id: string,
  { status, errorType, model, usage, cost, ms }: EndedCall,
): Promise<void> {
  await sql().run(
    `UPDATE "ModelCall" SET "status" = ?, "errorType" = ?, "model" = COALESCE(?, "model"), "inputTokens" = ?,
       "cachedTokens" = ?, "cacheWriteTokens" = ?, "outputTokens" = ?, "cost" = ?, "ms" = ? WHERE "id" = ?`,
    [
      ...[status, errorType ?? null, model ?? null, usage?.inputTokens ?? null, usage?.cachedTokens ?? null],
      ...[usage?.cacheWriteTokens ?? null, usage?.outputTokens ?? null, cost, ms, id],
    ],
  );
}
