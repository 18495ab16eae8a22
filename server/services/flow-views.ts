import { Flow } from '#lib/flow.ts';
import type { FlowDetail, TriggersView, TriggerView } from '#lib/views.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import { channelHealth } from '#platform/channels.ts';
import { env } from '#platform/env.ts';
import { NotFound } from '#platform/errors.ts';
import { knownFlows } from '#platform/known-flows.ts';
import { paceHealth, type PaceHealth } from '#platform/held.ts';
import { db } from '#prisma/client.ts';
import type { Trigger } from '#prisma/generated/client.ts';
import { differ } from '#server/services/flow-cards.ts';
import { nextFiresOf } from '#server/services/trigger-times.ts';

const flowRow = {
  id: true,
  name: true,
  draft: true,
  draftRevision: true,
  publishedId: true,
  paused: true,
  updatedAt: true,
  triggers: true,
} as const;

const iso = (date: Date | null | undefined) => date?.toISOString() ?? null;

/** The flow's draft with everything the editor shows around it. */
export async function flowDetail(id: string): Promise<FlowDetail> {
  const flow = await db().flow.findFirst({ where: { id, deletedAt: null }, select: flowRow });
  if (!flow) throw new NotFound('There is no flow with this id. It may have been deleted.');
  const published = flow.publishedId
    ? await db().flowVersion.findUnique({
        where: { id: flow.publishedId },
        select: { id: true, number: true, createdAt: true, document: true },
      })
    : null;
  const draft = Flow.parse(JSON.parse(flow.draft));
  const flows = await knownFlows();
  const compiled = compile(draft, catalogue, { flows: { ownId: id, find: (other) => flows.get(other) } });
  return {
    id: flow.id,
    name: flow.name,
    draft,
    draftRevision: flow.draftRevision,
    problems: 'problems' in compiled ? (compiled.problems ?? []) : [],
    published: published
      ? { id: published.id, number: published.number, createdAt: published.createdAt.toISOString() }
      : null,
    unpublishedChanges: differ(flow.draft, published?.document),
    paused: flow.paused,
    triggers: await triggerViews(flow.triggers, await paceHealth([flow.id])),
  };
}

/** How the triggers of a flow are: small, to be looked at again and again. */
export async function flowTriggers(id: string): Promise<TriggersView> {
  const select = { id: true, publishedId: true, paused: true, triggers: true } as const;
  const flow = await db().flow.findFirst({ where: { id, deletedAt: null }, select });
  if (!flow) throw new NotFound('There is no flow with this id. It may have been deleted.');
  const triggers = await triggerViews(flow.triggers, await paceHealth([id]));
  return { published: flow.publishedId !== null, paused: flow.paused, triggers };
}

async function triggerViews(triggers: Trigger[], pace: Map<string, PaceHealth>): Promise<TriggerView[]> {
  const connections = new Map(
    triggers.map(({ id, config }) => [id, (JSON.parse(config) as Record<string, unknown>)['connection']]),
  );
  const ids = [...connections.values()].filter((id) => typeof id === 'string');
  const health = ids.length === 0 ? new Map<unknown, Health>() : await channelHealth(ids);
  return triggers.map((trigger) => ({
    ...triggerView(trigger, health.get(connections.get(trigger.id) as string)),
    pace: pace.get(trigger.id) ?? null,
  }));
}

type Health = { accountName: string; connectedAt: Date | null; checkedAt: Date | null };

function triggerView(trigger: Trigger, health: Health | undefined): Omit<TriggerView, 'pace'> {
  return {
    id: trigger.id,
    nodeId: trigger.nodeId,
    type: trigger.type,
    active: trigger.active,
    url: trigger.key ? `${env().publicUrl}/${trigger.type === 'form' ? 'forms' : 'hooks'}/${trigger.key}` : null,
    nextFires: nextFiresOf(trigger, 5),
    lastEventAt: iso(trigger.lastEventAt),
    lastError: trigger.lastError,
    listener: health
      ? {
          accountName: health.accountName,
          connectedAt: iso(health.connectedAt),
          checkedAt: iso(health.checkedAt),
        }
      : null,
  };
}
