import { releaseStop, setStop } from '#platform/stop.ts';
import { actorName, type Actor } from '#server/actor.ts';

/** Stops everything, a flow or a tool before its next effect. */
export async function stopAt({
  scope,
  reason,
  actor,
}: {
  scope: string;
  reason?: string;
  actor: Actor;
}): Promise<{ scope: string }> {
  await setStop(scope, actorName(actor), reason);
  return { scope };
}

/** Lets what was stopped go on. */
export async function releaseAt(scope: string, actor: Actor): Promise<{ scope: string }> {
  await releaseStop(scope, actorName(actor));
  return { scope };
}
