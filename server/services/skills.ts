import type { SkillDetail, SkillSummary } from '#lib/views-skills.ts';
import { readPack } from '#platform/skill-import.ts';
import * as store from '#platform/skill-packs.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { Forbidden } from '#server/errors.ts';

/** Every skill pack. */
export function skillPacks(): Promise<SkillSummary[]> {
  return store.packSummaries();
}

/** All texts of a pack, and what in them to look at twice. */
export function skillPack(name: string): Promise<SkillDetail> {
  return store.packDetail(name);
}

/** Takes an upload in; it is off until somebody has read it. `data`: base64. */
export async function uploadSkill({ data }: { data: string }, actor: Actor): Promise<SkillDetail> {
  return store.addPack(await readPack(Buffer.from(data, 'base64')), byOf(actor));
}

/** Switches a pack on as it was read, which only an owner does, or off. */
export async function changeSkill(
  change: { name: string; on: boolean; read?: string | undefined },
  actor: Actor,
): Promise<SkillDetail> {
  if (change.on && actor.role !== 'owner')
    throw new Forbidden('Only the owner of this Hearth can switch on skill packs.');
  return store.changePack({ ...change, by: byOf(actor) });
}

/** Deletes a pack with all of its versions. */
export async function removeSkill(name: string, actor: Actor): Promise<{ name: string }> {
  await store.removePack(name, byOf(actor));
  return { name };
}

function byOf(actor: Actor): { name: string; userId: string } {
  return { name: actorName(actor), userId: actor.userId };
}
