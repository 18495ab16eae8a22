import type { Json } from '#lib/value.ts';
import { db } from '#prisma/client.ts';

/** A trigger that takes events at an address of its own, with the version that an event starts. */
export type PublishedTrigger = {
  triggerId: string;
  flowId: string;
  flowName: string;
  versionId: string;
  planHash: string;
  config: Record<string, Json>;
};

const KEY = /^[A-Za-z0-9_-]{16,100}$/;

/** What an address stands for now; null for one that never was, and for a flow that is paused, deleted or changed. */
export async function publishedTrigger(type: string, key: string): Promise<PublishedTrigger | null> {
  if (!KEY.test(key)) return null;
  const trigger = await db().trigger.findUnique({
    where: { key },
    select: {
      id: true,
      type: true,
      active: true,
      config: true,
      flow: { select: { id: true, name: true, paused: true, deletedAt: true, publishedId: true } },
    },
  });
  if (!trigger?.active || trigger.type !== type) return null;
  const { flow } = trigger;
  if (flow.paused || flow.deletedAt || !flow.publishedId) return null;
  const version = await db().flowVersion.findUnique({
    where: { id: flow.publishedId },
    select: { id: true, planHash: true },
  });
  if (!version) return null;
  return {
    triggerId: trigger.id,
    flowId: flow.id,
    flowName: flow.name,
    versionId: version.id,
    planHash: version.planHash,
    config: JSON.parse(trigger.config) as Record<string, Json>,
  };
}
