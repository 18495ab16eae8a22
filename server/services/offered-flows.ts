/** Flows that other assistants may start, as tools at /mcp. */
import type { Json } from '#lib/value.ts';
import type { Plan } from '#lib/plan.ts';
import type { FlowOfferView } from '#lib/views-mcp.ts';
import { inputFieldsOf } from '#nodes/call-input.ts';
import { audit } from '#platform/audit.ts';
import { env } from '#platform/env.ts';
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

/** How a flow is offered, and what keeps others from starting it. Throws `NotFound`. */
export async function offerOf(id: string): Promise<FlowOfferView> {
  const flow = await db().flow.findFirst({
    where: { id, deletedAt: null },
    select: { name: true, offered: true, paused: true, publishedId: true },
  });
  if (!flow) throw new NotFound('There is no flow with this id.');
  const { offered, paused, publishedId } = flow;
  const hindrance =
    publishedId === null ? 'unpublished' : paused ? 'paused' : (await startOf(publishedId)) ? null : 'start';
  return { offered, url: `${env().publicUrl}/mcp`, tool: toolName({ id, name: flow.name }), hindrance };
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
      const trigger = await startOf(publishedId ?? '');
      const tool = toolName({ id, name });
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

async function startOf(versionId: string): Promise<Plan['triggers'][string] | undefined> {
  const version = await db().flowVersion.findUnique({ where: { id: versionId }, select: { planHash: true } });
  return version ? beginning(await loadPlan(version.planHash)) : undefined;
}

function beginning(plan: Plan): Plan['triggers'][string] | undefined {
  const triggers = Object.values(plan.triggers);
  return triggers.find(({ type }) => type === 'flow.called') ?? triggers.find(({ type }) => type === 'manual');
}

function toolName({ id, name }: { id: string; name: string }): string {
  return `${slug(name)}_${id.replaceAll('-', '').slice(0, 6)}`;
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return plain.slice(0, 40) || 'flow';
}
