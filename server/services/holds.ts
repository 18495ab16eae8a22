import type { HeldSend } from '#lib/views-runs.ts';
import { decideHold, waitingSends, type HeldShown } from '#platform/holds.ts';
import { actorName, type Actor } from '#server/actor.ts';

/** Messages that still can be taken back, those that go out first at the top. */
export async function heldSends(): Promise<HeldSend[]> {
  const rows = await waitingSends();
  return rows.map(({ id, runId, flowId, stepId, dueAt, shown }) => {
    const { flowName, stepName, title, tool, targets, args } = JSON.parse(shown) as HeldShown;
    const contents = args.filter(({ role }) => role === 'content').map(({ title: name, value }) => ({ name, value }));
    const at = new Date(dueAt).toISOString();
    return { id, runId, flowId, flowName, node: stepId, stepName, tool, title, targets, contents, dueAt: at };
  });
}

/** Takes a message back before it goes out; the step is told no. */
export async function cancelHeld(id: string, actor: Actor): Promise<{ id: string }> {
  await decideHold({ id, choice: 'cancel', by: actorName(actor) });
  return { id };
}

/** Lets a message go without waiting any longer. */
export async function sendHeld(id: string, actor: Actor): Promise<{ id: string }> {
  await decideHold({ id, choice: 'send', by: actorName(actor) });
  return { id };
}
