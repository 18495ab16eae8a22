import type { Trigger } from '#prisma/generated/client.ts';
import { nextFires } from '#server/services/schedule.ts';

/** When a schedule that is published starts its flow next. */
export function nextFiresOf(trigger: Trigger, count: number): string[] {
  if (trigger.type !== 'schedule' || !trigger.active) return [];
  try {
    return nextFires(JSON.parse(trigger.config) as Record<string, string>, count);
  } catch {
    // A schedule that can no longer be read shows no times; its problem stands at the node.
    return [];
  }
}
