import type { RunStatus } from '#lib/run-event.ts';
import type { Found } from '#lib/views.ts';
import { db } from '#prisma/client.ts';

const MOST_FLOWS = 8;
const MOST_RUNS = 6;

/** Flows by name and runs by id or by the name of their flow; without a text, the latest of both. */
export async function search(text: string): Promise<Found> {
  const wanted = text.trim();
  const flows = await db().flow.findMany({
    where: { deletedAt: null, ...(wanted === '' ? {} : { name: { contains: wanted } }) },
    orderBy: { updatedAt: 'desc' },
    take: MOST_FLOWS,
    select: { id: true, name: true },
  });
  const byFlow = { flowId: { in: flows.map(({ id }) => id) } };
  const runs = await db().run.findMany({
    where: wanted === '' ? {} : { OR: [{ id: { startsWith: wanted } }, byFlow] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_RUNS,
    select: { id: true, flowId: true, status: true, createdAt: true },
  });
  const others = await db().flow.findMany({
    where: { id: { in: runs.map(({ flowId }) => flowId) } },
    select: { id: true, name: true },
  });
  const names = new Map(others.map(({ id, name }) => [id, name]));
  return {
    flows,
    runs: runs.map((run) => ({
      id: run.id,
      flowName: names.get(run.flowId) ?? 'Deleted flow',
      status: run.status as RunStatus,
      createdAt: run.createdAt.toISOString(),
    })),
  };
}
