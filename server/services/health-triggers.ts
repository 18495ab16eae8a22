import type { Plan } from '#lib/plan.ts';
import type { TriggerHealth } from '#lib/views-admin.ts';
import { channelHealth } from '#platform/channels.ts';
import { paceHealth } from '#platform/held.ts';
import { loadPlan } from '#platform/plans.ts';
import { db } from '#prisma/client.ts';
import type { Trigger } from '#prisma/generated/client.ts';
import { nextFires } from '#server/services/schedule.ts';

const MOST = 500;
/** Started by people and other flows: there is nothing to listen to. */
const PASSIVE = ['manual', 'chat.message', 'flow.called', 'error'];

type Row = Trigger & { flow: { name: string; paused: boolean; publishedId: string | null } };
type Known = Trigger & { flow: { paused: boolean } };

/** Every trigger of a published flow that waits for something, those with trouble first. */
export async function triggerHealth(): Promise<TriggerHealth[]> {
  const rows = await db().trigger.findMany({
    where: { active: true, type: { notIn: PASSIVE }, flow: { deletedAt: null, publishedId: { not: null } } },
    orderBy: [{ flow: { name: 'asc' } }, { id: 'asc' }],
    take: MOST,
    include: { flow: { select: { name: true, paused: true, publishedId: true } } },
  });
  const [names, pace, states] = await Promise.all([
    namesOf(rows),
    paceHealth([...new Set(rows.map(({ flowId }) => flowId))]),
    triggerStates(rows),
  ]);
  const views = rows.map((row): TriggerHealth => ({
    id: row.id,
    flowId: row.flowId,
    flowName: row.flow.name,
    nodeId: row.nodeId,
    name: names.get(row.id) ?? row.nodeId,
    type: row.type,
    state: states.get(row.id) ?? 'ready',
    lastEventAt: row.lastEventAt?.toISOString() ?? null,
    lastError: row.lastError,
    nextFireAt: row.flow.paused ? null : nextFireOf(row),
    held: pace.get(row.id)?.waiting ?? 0,
  }));
  const isBad = ({ state }: TriggerHealth) => Number(state === 'trouble' || state === 'away');
  return views.sort((one, other) => isBad(other) - isBad(one));
}

/** How each of some triggers is, by id; of those that wait for nothing nothing is said. */
export async function triggerStates(rows: readonly Known[]): Promise<Map<string, TriggerHealth['state']>> {
  const waiting = rows.filter(({ type }) => !PASSIVE.includes(type));
  const channels = await channelHealth(waiting.flatMap((row) => connectionOf(row) ?? []));
  return new Map(waiting.map((row) => [row.id, stateOf(row, channels.get(connectionOf(row) ?? ''))]));
}

function stateOf(row: Known, channel: { connectedAt: Date | null } | undefined): TriggerHealth['state'] {
  if (row.flow.paused) return 'paused';
  if (row.lastError !== null) return 'trouble';
  if (row.type === 'schedule') return 'scheduled';
  if (connectionOf(row) === undefined) return 'ready';
  return channel?.connectedAt ? 'listening' : 'away';
}

function connectionOf(row: Trigger): string | undefined {
  // A webhook's connection holds the secret that callers send; nobody listens there.
  if (row.type === 'webhook' || row.type === 'form') return undefined;
  const { connection } = JSON.parse(row.config) as { connection?: unknown };
  return typeof connection === 'string' ? connection : undefined;
}

function nextFireOf(row: Trigger): string | null {
  if (row.type !== 'schedule') return null;
  try {
    return nextFires(JSON.parse(row.config) as Record<string, string>, 1)[0] ?? null;
  } catch {
    return null;
  }
}

async function namesOf(rows: Row[]): Promise<Map<string, string>> {
  const versions = await db().flowVersion.findMany({
    where: { id: { in: rows.flatMap(({ flow }) => flow.publishedId ?? []) } },
    select: { flowId: true, planHash: true },
  });
  const names = new Map<string, string>();
  for (const { flowId, planHash } of versions) {
    const plan: Plan | null = await loadPlan(planHash).catch(() => null);
    for (const { id, name } of Object.values(plan?.triggers ?? {})) names.set(`${flowId}:${id}`, name);
  }
  return names;
}
