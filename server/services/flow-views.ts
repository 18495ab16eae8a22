import { Flow } from '#lib/flow.ts';
import type { RunStatus } from '#lib/run-event.ts';
import type { FlowCard, FlowDetail, TriggerView } from '#lib/views.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import { channelHealth } from '#platform/channels.ts';
import { env } from '#platform/env.ts';
import { NotFound } from '#platform/errors.ts';
import { knownFlows } from '#platform/known-flows.ts';
import { paceHealth, type PaceHealth } from '#platform/held.ts';
import { db } from '#prisma/client.ts';
import type { Trigger } from '#prisma/generated/client.ts';
import { nextFires } from '#server/services/schedule.ts';

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

/** Cards of all flows that are not deleted, last changed first. */
export async function flowCards(): Promise<FlowCard[]> {
  const flows = await db().flow.findMany({
    where: { deletedAt: null },
    orderBy: { updatedAt: 'desc' },
    select: flowRow,
  });
  const ids = flows.map((flow) => flow.id);
  const [versions, lastRuns, pace] = await Promise.all([publishedVersions(flows), lastRunOfEach(ids), paceHealth(ids)]);
  return flows.map((flow) => {
    const published = versions.get(flow.publishedId ?? '');
    return {
      id: flow.id,
      name: flow.name,
      paused: flow.paused,
      publishedNumber: published?.number ?? null,
      unpublishedChanges: published?.document !== flow.draft,
      updatedAt: flow.updatedAt.toISOString(),
      triggers: flow.triggers
        .filter((trigger) => trigger.active)
        .map((trigger) => ({
          type: trigger.type,
          nextFireAt: nextFiresOf(trigger, 1)[0] ?? null,
          waiting: pace.get(trigger.id)?.waiting ?? 0,
        })),
      lastRun: lastRuns.get(flow.id) ?? null,
    };
  });
}

async function publishedVersions(flows: { publishedId: string | null }[]) {
  const ids = flows.flatMap((flow) => (flow.publishedId ? [flow.publishedId] : []));
  const rows = await db().flowVersion.findMany({
    where: { id: { in: ids } },
    select: { id: true, number: true, document: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

async function lastRunOfEach(flowIds: string[]) {
  const rows = await Promise.all(
    flowIds.map((flowId) =>
      db().run.findFirst({
        where: { flowId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true, flowId: true, status: true, createdAt: true },
      }),
    ),
  );
  return new Map(
    rows.flatMap((row) =>
      row
        ? [
            [
              row.flowId,
              { id: row.id, status: row.status as RunStatus, createdAt: row.createdAt.toISOString() },
            ] as const,
          ]
        : [],
    ),
  );
}

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
    unpublishedChanges: published?.document !== flow.draft,
    paused: flow.paused,
    triggers: await triggerViews(flow.triggers, await paceHealth([flow.id])),
  };
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

function nextFiresOf(trigger: Trigger, count: number): string[] {
  if (trigger.type !== 'schedule' || !trigger.active) return [];
  try {
    return nextFires(JSON.parse(trigger.config) as Record<string, string>, count);
  } catch {
    // A schedule that can no longer be read shows no times; its problem stands at the node.
    return [];
  }
}
