/** Runs that Temporal has lost, or knows at an earlier point, go on from what their log says. */
import { keptOf } from '#lib/resume/kept.ts';
import { loadPlan } from '#platform/plans.ts';
import { boundKept, loadResume, setResume } from '#platform/resume.ts';
import { runEvents } from '#platform/run-events.ts';
import { restartRun } from '#platform/start-run.ts';
import { sql, transactSql } from '#prisma/client.ts';

type Open = { planHash: string; resumeId: string | null };

/**
 * Starts the workflow of an open run anew, in the place of any that there is: steps that ended are not begun again,
 * questions and moments that it waited for stay the same. It is the same run with the same effect keys, so what was begun
 * and not ended is found by the gate. False: it has ended, or everything is stopped.
 */
export async function resumeRun(runId: string): Promise<boolean> {
  const query = 'SELECT "planHash", "resumeId" FROM "Run" WHERE "id" = ? AND "endedAt" IS NULL';
  const [run] = await sql().all<Open>(query, [runId]);
  if (!run) return false;
  const before = run.resumeId === null ? {} : await loadResume(run.resumeId);
  const told = keptOf(await loadPlan(run.planHash), await runEvents({ runId }));
  const kept = await boundKept(runId, { ...before, ...told });
  await transactSql((tx) => setResume(tx, runId, kept));
  return restartRun(runId);
}
