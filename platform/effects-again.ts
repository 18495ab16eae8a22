/** Effects that a retry would bring about once more. */
import type { EffectStatus } from '#platform/effects.ts';
import { sql } from '#prisma/client.ts';

/** What was done to the world, or may have been. */
export type PastEffect = {
  key: string;
  stepId: string;
  iteration: string;
  tool: string;
  target: string | null;
  status: EffectStatus;
  startedAt: string;
};

/**
 * The effects of a run's steps, in itself and in every other run that repeats the same one: what an earlier retry has
 * done would be done once more too. What a called flow did counts for the step that called it. Oldest first.
 */
export async function pastEffects(runId: string, stepIds: string[]): Promise<PastEffect[]> {
  return sql().all<PastEffect>(
    `WITH RECURSIVE
       up("id", "retryOfId") AS (
         SELECT "id", "retryOfId" FROM "Run" WHERE "id" = ?
         UNION SELECT r."id", r."retryOfId" FROM "Run" r JOIN up ON r."id" = up."retryOfId"),
       family("id") AS (
         SELECT "id" FROM up UNION SELECT r."id" FROM "Run" r JOIN family f ON r."retryOfId" = f."id"),
       tree("id", "step") AS (
         SELECT "id", NULL FROM family
         UNION SELECT r."id", COALESCE(t."step", ${STEP_OF_KEY}) FROM "Run" r JOIN tree t ON r."parentRunId" = t."id")
     SELECT e."key", COALESCE(t."step", e."stepId") AS "stepId", COALESCE(e."iteration", '') AS "iteration", e."tool",
       e."target", e."status", e."startedAt"
     FROM "Effect" e JOIN tree t ON e."runId" = t."id"
     WHERE e."status" IN ('done', 'unknown', 'started') AND COALESCE(e."risk", '') <> 'read' AND e."tool" <> 'flow.call'
       AND COALESCE(t."step", e."stepId") IN (SELECT "value" FROM json_each(?))
     ORDER BY e."startedAt", e."key"`,
    [runId, JSON.stringify(stepIds)],
  );
}

/** The id of the step that called a run: its key without the iteration. */
const STEP_OF_KEY = `substr(r."parentStep", 1, instr(r."parentStep" || '@', '@') - 1)`;
