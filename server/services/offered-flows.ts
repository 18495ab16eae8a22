/** Flows that other assistants may start, as tools at /mcp. */
import type { Json } from '#lib/value.ts';
import type { Plan } from '#lib/plan.ts';
import { inputFieldsOf } from '#nodes/call-input.ts';
import { audit } from '#platform/audit.ts';
import { NotFound } from '#platform/errors.ts';
import { loadPlan } from '#platform/plans.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';

/** A flow as a tool. `fields`: as its trigger asks for them. */
export type OfferedFlow = { flowId: string; triggerId: string; tool: string; name: string; fields: unknown };

/** Offers a flow to other assistants, or no longer. It is offered once it is published and begins by hand or by call. */
export async function offerFlow({ id, offered, actor }: { id: string; offered: boolean; actor: Actor }) {
  return transact(async (tx) => {
    const flow = await tx.flow.findFirst({ where: { id, deletedAt: null }, select: { name: true } });
    if (!flow) throw new NotFound('There is no flow with this id.');
    await tx.flow.update({ where: { id }, data: { offered } });
    const detail = { name: flow.name, offered };
    await audit(tx, { actor: actorName(actor), action: 'flow.offer', subject: `flow:${id}`, detail });
    return { offered };
  });
}

/** All flows that are offered and could be started now. */
export async function offeredFlows(): Promise<OfferedFlow[]> {
  const flows = await db().flow.findMany({
    where: { offered: true, paused: false, deletedAt: null, publishedId: { not: null } },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, publishedId: true },
  });
  const found = await Promise.all(
    flows.map(async ({ id, name, publishedId }) => {
      const version = await db().flowVersion.findUnique({
        where: { id: publishedId ?? '' },
        select: { planHash: true },
      });
      const trigger = version && beginning(await loadPlan(version.planHash));
      const tool = `${slug(name)}_${id.replaceAll('-', '').slice(0, 6)}`;
      return trigger ? [{ flowId: id, triggerId: trigger.id, tool, name, fields: trigger.params['fields'] }] : [];
    }),
  );
  return found.flat();
}

/** JSON Schema of what a flow asks for. */
export function schemaOf({ fields }: Pick<OfferedFlow, 'fields'>): Record<string, Json> {
  const asked = inputFieldsOf(fields);
  const types = { text: 'string', number: 'number', boolean: 'boolean' } as const;
  const properties = asked.map(({ name, title, type }) => [
    name,
    { ...(type === 'json' ? {} : { type: types[type] }), ...(title ? { description: title } : {}) },
  ]);
  const required = asked.filter((field) => field.required).map(({ name }) => name);
  return { type: 'object', properties: Object.fromEntries(properties) as Json, required };
}

function beginning(plan: Plan): Plan['triggers'][string] | undefined {
  const triggers = Object.values(plan.triggers);
  return triggers.find(({ type }) => type === 'flow.called') ?? triggers.find(({ type }) => type === 'manual');
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return plain.slice(0, 40) || 'flow';
}
