/** Questions of a flow that asks unusually often: one card, and one no for all of them. Never one yes. */
import type { FloodView } from '#lib/views.ts';
import * as store from '#platform/approvals.ts';
import { Conflict, NotYours } from '#platform/errors.ts';
import { floods } from '#platform/flood.ts';
import { db, sql } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';

const AT_ONCE = 200;

/** Flows whose waiting questions are shown as one. */
export async function listFloods(): Promise<FloodView[]> {
  const found = await floods({ sql: sql() });
  const flows = await db().flow.findMany({
    where: { id: { in: found.map(({ flowId }) => flowId) } },
    select: { id: true, name: true, paused: true },
  });
  const known = new Map(flows.map((flow) => [flow.id, flow]));
  return found.map(({ flowId, waiting }) => ({
    ...{ flowId, waiting },
    flowName: known.get(flowId)?.name ?? '',
    paused: known.get(flowId)?.paused ?? false,
  }));
}

/** Says no to what the gate asked for a flow, oldest first, 200 at most; what the caller may not decide stays. */
export async function denyFlood(
  { flowId, reason }: { flowId: string; reason?: string | undefined },
  actor: Actor,
): Promise<{ denied: number; left: number }> {
  const where = { flowId, status: 'waiting', kind: 'gate' };
  const rows = await db().approval.findMany({
    where,
    orderBy: { createdAt: 'asc' },
    take: AT_ONCE,
    select: { id: true },
  });
  const by = { userId: actor.userId, name: actor.name, via: actor.via };
  let denied = 0;
  for (const { id } of rows) {
    const said = store.decide({ approvalId: id, choice: 'deny', by, ...(reason ? { reason } : {}) });
    denied += await said.then(
      () => 1,
      (error: unknown) => {
        // Somebody else was first, or it is not this person's to decide.
        if (error instanceof Conflict || error instanceof NotYours) return 0;
        throw error;
      },
    );
  }
  return { denied, left: await db().approval.count({ where: { flowId, status: 'waiting' } }) };
}
