/** Skill packs: words for agents that a person has uploaded, read and switched on. */
import { Invalid, Refused } from '#lib/errors.ts';
import { skillFindings, type SkillFile } from '#lib/skill-text.ts';
import type { SkillDetail, SkillStatus, SkillSummary } from '#lib/views-skills.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import type { ReadPack } from '#platform/skill-import.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import type { SkillPack, SkillVersion } from '#prisma/generated/client.ts';

/** A pack that agents may read, as a person has read it. */
export type UsableSkill = { name: string; description: string; files: SkillFile[] };

type Row = SkillPack & { versions: SkillVersion[] };
type By = { name: string; userId: string };
type Changed = { name: string; on: boolean; read?: string | undefined; by: By };

const MOST_PACKS = 200;
const MOST_VERSIONS = 50;
const versions = { orderBy: { createdAt: 'desc' } } as const;

/** Keeps an upload. Another text under a known name is a new version, and off until somebody has read it. */
export async function addPack(pack: ReadPack, by: By): Promise<SkillDetail> {
  const { name, description, files, hash } = pack;
  await transact(async (tx) => {
    const known = await tx.skillPack.findUnique({ where: { name } });
    if (!known && (await tx.skillPack.count()) >= MOST_PACKS)
      throw new Invalid(`There are ${MOST_PACKS} packs already. Delete one first.`);
    if (known?.offered === hash) return;
    if ((await tx.skillVersion.count({ where: { name } })) >= MOST_VERSIONS)
      throw new Invalid(`This pack has ${MOST_VERSIONS} versions. Delete it, then upload it again.`);
    await tx.skillPack.upsert({
      where: { name },
      create: { name, offered: hash },
      update: { offered: hash, on: false },
    });
    const version = { name, hash, description, files: JSON.stringify(files), createdBy: by.name };
    await tx.skillVersion.upsert({ where: { name_hash: { name, hash } }, create: version, update: {} });
    await audit(tx, { actor: by.name, action: 'skill.upload', subject: `skill:${name}`, detail: { hash } });
  });
  return packDetail(name);
}

/** Every pack, by name. */
export async function packSummaries(): Promise<SkillSummary[]> {
  const rows = await db().skillPack.findMany({ include: { versions }, orderBy: { name: 'asc' } });
  return Promise.all(rows.map(summaryOf));
}

/** All of a pack, with what to look at twice. Throws `NotFound`. */
export async function packDetail(name: string): Promise<SkillDetail> {
  const row = await db().skillPack.findUnique({ where: { name }, include: { versions } });
  if (!row) throw none(name);
  const files = filesOf(row, row.offered);
  const wasRead = row.read !== null && row.read !== row.offered;
  const readFiles = wasRead ? filesOf(row, row.read ?? '') : null;
  return { ...(await summaryOf(row)), files, findings: skillFindings(files), readFiles };
}

/** Switches a pack on, exactly as it was read, or off. */
export async function changePack({ name, on, read, by }: Changed): Promise<SkillDetail> {
  await transact(async (tx) => {
    const row = await found(tx, name);
    if (on && read === undefined) throw new Invalid('Say what you have read: a pack is switched on as it was read.');
    if (on && read !== row.offered)
      throw new Conflict('Another version of this pack was uploaded meanwhile. Read it, then switch it on.');
    const taken = on ? { read: row.offered, readAt: new Date(), readById: by.userId } : {};
    await tx.skillPack.update({ where: { name }, data: { on, ...taken } });
    const detail = { on, hash: row.offered };
    await audit(tx, { actor: by.name, action: 'skill.change', subject: `skill:${name}`, detail });
  });
  return packDetail(name);
}

/** Deletes a pack with all of its versions; agents that name it go on without. */
export async function removePack(name: string, by: By): Promise<void> {
  await transact(async (tx) => {
    const { offered } = await found(tx, name);
    await tx.skillPack.delete({ where: { name } });
    const detail = { hash: offered };
    await audit(tx, { actor: by.name, action: 'skill.remove', subject: `skill:${name}`, detail });
  });
}

/** Those of the named packs that are on now, as they were read. */
export async function usablePacks(names: readonly string[]): Promise<UsableSkill[]> {
  if (names.length === 0) return [];
  const where = { name: { in: [...names] }, on: true };
  const rows = await db().skillPack.findMany({ where, include: { versions }, orderBy: { name: 'asc' } });
  return rows.flatMap((row) => {
    const version = row.versions.find(({ hash }) => hash === row.read);
    if (statusOf(row) !== 'on' || !version) return [];
    return [{ name: row.name, description: version.description, files: parsed(version) }];
  });
}

/** Names of the packs that are on, and of all there are. */
export async function knownPacks(tx: Pick<Tx, 'skillPack'> = db()): Promise<Map<string, { isOn: boolean }>> {
  const rows = await tx.skillPack.findMany({ select: { name: true, on: true } });
  return new Map(rows.map(({ name, on }) => [name, { isOn: on }]));
}

async function found(tx: Tx, name: string): Promise<SkillPack> {
  const row = await tx.skillPack.findUnique({ where: { name } });
  if (!row) throw none(name);
  return row;
}

function none(name: string): NotFound {
  return new NotFound(`There is no skill pack "${name}".`);
}

function statusOf({ on, read, offered }: SkillPack): SkillStatus {
  if (read === null) return 'new';
  if (read !== offered) return 'changed';
  return on ? 'on' : 'off';
}

async function summaryOf(row: Row): Promise<SkillSummary> {
  const { name, offered, readAt } = row;
  return {
    ...{ name, status: statusOf(row), hash: offered, readAt: readAt?.toISOString() ?? null },
    description: versionOf(row, offered).description,
    versions: row.versions.map(({ hash, createdAt, createdBy }) => ({
      ...{ hash, createdBy },
      createdAt: createdAt.toISOString(),
    })),
    usedBy: await flowsWith(name),
  };
}

/** By the drafts: what is published of them is the same or older. */
async function flowsWith(name: string): Promise<{ id: string; name: string }[]> {
  const where = { draft: { contains: `"${name}"` } };
  const rows = await db().flow.findMany({ where, select: { id: true, name: true, draft: true } });
  return rows.filter(({ draft }) => namesSkill(draft, name)).map(({ id, name: flow }) => ({ id, name: flow }));
}

function namesSkill(draft: string, name: string): boolean {
  const { nodes } = JSON.parse(draft) as { nodes?: { params?: Record<string, unknown> }[] };
  return (nodes ?? []).some(({ params }) => {
    const skills = params?.['skills'];
    return Array.isArray(skills) && skills.includes(name);
  });
}

function versionOf(row: Row, hash: string): SkillVersion {
  const version = row.versions.find((one) => one.hash === hash);
  if (!version) throw new Refused(`A version of the skill pack "${row.name}" is missing.`);
  return version;
}

function filesOf(row: Row, hash: string): SkillFile[] {
  return parsed(versionOf(row, hash));
}

function parsed({ files }: SkillVersion): SkillFile[] {
  return JSON.parse(files) as SkillFile[];
}
