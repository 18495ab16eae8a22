import type { TriggersView } from '#lib/views.ts';

/** What most wants to be known of a trigger. */
export type TriggerHealth =
  | { kind: 'failed'; message: string }
  | { kind: 'next' | 'listening' | 'last'; at: string }
  | { kind: 'notListening' | 'paused' | 'notLive' | 'never' };

/** Triggers that a person or another flow starts have no health of their own. */
const BY_HAND: ReadonlySet<string> = new Set(['manual', 'chat.message', 'error', 'flow.called']);

/** How the trigger of a node is; null for one of which there is nothing to know. */
export function healthOf(
  { published, paused, triggers }: TriggersView,
  { node, type }: { node: string; type: string },
): TriggerHealth | null {
  if (BY_HAND.has(type)) return null;
  const trigger = triggers.find(({ nodeId }) => nodeId === node);
  if (!published || !trigger?.active) return { kind: 'notLive' };
  if (paused) return { kind: 'paused' };
  if (trigger.lastError !== null) return { kind: 'failed', message: trigger.lastError };
  const [next] = trigger.nextFires;
  if (next !== undefined) return { kind: 'next', at: next };
  if (trigger.listener?.connectedAt === null) return { kind: 'notListening' };
  if (trigger.lastEventAt !== null) return { kind: 'last', at: trigger.lastEventAt };
  if (trigger.listener?.connectedAt) return { kind: 'listening', at: trigger.listener.connectedAt };
  return { kind: 'never' };
}
