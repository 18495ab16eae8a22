import { catalogue } from '#nodes/index.ts';
import { releaseStop, setStop, type StopMode } from '#platform/stop.ts';
import { stopRun } from '#platform/stop-run.ts';
import { sql } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { requireFreshSignIn } from '#server/step-up.ts';

const AT_ONCE = 20;

/** The kinds of step that reach the world, by title. */
export function stoppable(): { type: string; title: string }[] {
  return Object.entries(catalogue)
    .flatMap(([type, spec]) => (spec.kind === 'action' ? [{ type, title: spec.title }] : []))
    .sort((one, other) => one.title.localeCompare(other.title, 'en'));
}

type Stopping = { scope: string; reason?: string | undefined; mode?: StopMode | undefined; actor: Actor };

/** Stops everything, a flow or a tool before its next effect. `cancel` also ends the runs there are. */
export async function stopAt({ scope, reason, mode = 'park', actor }: Stopping): Promise<{ scope: string }> {
  await setStop(scope, actorName(actor), { reason, mode });
  if (mode === 'cancel') await cancelRuns(scope, reason);
  return { scope };
}

/** Lets what was stopped go on: a person who signed in just now says so. */
export async function releaseAt(scope: string, actor: Actor): Promise<{ scope: string }> {
  await requireFreshSignIn(actor);
  await releaseStop(scope, actorName(actor));
  return { scope };
}

/** A stopped tool ends a run only where it meets it. */
async function cancelRuns(scope: string, reason: string | undefined): Promise<void> {
  const flowId = scope.startsWith('flow:') ? scope.slice('flow:'.length) : null;
  if (flowId === null && scope !== 'global') return;
  const runs = await sql().all<{ id: string }>(
    `SELECT "id" FROM "Run" WHERE "endedAt" IS NULL
       AND (?1 IS NULL OR "flowId" = ?1 OR EXISTS (SELECT 1 FROM json_each("callers") WHERE "value" = ?1))`,
    [flowId],
  );
  for (let at = 0; at < runs.length; at += AT_ONCE)
    await Promise.allSettled(
      runs.slice(at, at + AT_ONCE).map(({ id }) => stopRun(id, reason ?? 'Everything was stopped.')),
    );
}
