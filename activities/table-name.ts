import { randomUUID } from 'node:crypto';
import type { ActivityContext } from '#activities/context.ts';
import { audit } from '#platform/audit.ts';
import type { Tx } from '#prisma/client.ts';

/** The id of the table of that name, which is made if there is none. */
export async function tableNamed(tx: Tx, name: string, ctx: ActivityContext): Promise<string> {
  const found = await tx.dataTable.findUnique({ where: { name }, select: { id: true } });
  if (found) return found.id;
  const { id } = await tx.dataTable.create({ data: { id: randomUUID(), name }, select: { id: true } });
  const detail = { name, runId: ctx.runId, stepId: ctx.call.stepId };
  await audit(tx, { actor: 'system', action: 'table.create', subject: `table:${id}`, detail });
  return id;
}
