import type { ManyAct } from '#lib/views-flows.ts';
import { explain } from '#server/errors.ts';
import * as flows from '#server/services/flows.ts';
import type { Actor } from '#server/actor.ts';

/** What became of each; one that cannot be does not keep the others from it. */
export type ManyDone = { done: string[]; failed: { id: string; message: string }[] };

/** Does one thing to many flows, one after the other. */
export async function actOnMany({ ids, act }: { ids: string[]; act: ManyAct }, actor: Actor): Promise<ManyDone> {
  const work: Record<ManyAct, (id: string) => Promise<unknown>> = {
    pause: (id) => flows.pause(id, actor),
    resume: (id) => flows.resume(id, actor),
    remove: (id) => flows.removeFlow(id, actor),
    restore: (id) => flows.restoreFlow(id, actor),
    duplicate: (id) => flows.duplicateFlow(id),
  };
  const result: ManyDone = { done: [], failed: [] };
  for (const id of new Set(ids)) {
    try {
      await work[act](id);
      result.done.push(id);
    } catch (error) {
      result.failed.push({ id, message: explain(error).message });
    }
  }
  return result;
}
