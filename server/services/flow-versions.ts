import { diffFlows, summarizeDiff, type ChangeSummary } from '#lib/flow-diff.ts';
import { Flow } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { VersionCard, VersionView } from '#lib/views-versions.ts';
import { findVersion, nameVersion, restoreDraft, rollBack } from '#platform/flow-versions.ts';
import { NotFound } from '#platform/errors.ts';
import { lintOf } from '#platform/lint.ts';
import { db } from '#prisma/client.ts';
import type { FlowVersion } from '#prisma/generated/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { acceptFindings } from '#server/services/accept-findings.ts';

const PAGE = 30;

/** Published versions, newest first; each with who made it, when, and what it changed. */
export async function listVersions(asked: {
  flowId: string;
  limit?: number;
  cursor?: string;
}): Promise<{ items: VersionCard[]; next: string | null }> {
  const { flowId, limit = PAGE } = asked;
  const flow = await db().flow.findFirst({ where: { id: flowId }, select: { publishedId: true } });
  if (!flow) throw new NotFound('There is no flow with this id.');
  const below = asked.cursor ? { lt: Number(asked.cursor) || 0 } : {};
  const rows = await db().flowVersion.findMany({
    where: { flowId, number: { gt: 0, ...below } },
    orderBy: { number: 'desc' },
    // One more than is shown: what a version changed is told against the one before.
    take: limit + 1,
  });
  const people = await namesOf(rows);
  const shown = rows.slice(0, limit);
  const items = shown.map((row, index) => ({
    ...cardOf(row, people),
    published: row.id === flow.publishedId,
    changes: changesOf(rows[index + 1], row),
  }));
  return { items, next: rows.length > limit ? String(shown.at(-1)?.number) : null };
}

function changesOf(before: FlowVersion | undefined, after: FlowVersion): ChangeSummary | null {
  return before ? summarizeDiff(diffFlows(drawingOf(before), drawingOf(after))) : null;
}

function drawingOf({ document }: FlowVersion): Flow {
  return Flow.parse(JSON.parse(document));
}

async function namesOf(rows: readonly FlowVersion[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(({ createdById }) => createdById ?? []))];
  const people = await db().user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}

function cardOf(row: FlowVersion, people: Map<string, string>) {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    by: people.get(row.createdById ?? '') ?? null,
    restoredOf: row.restoredOf,
    inSpite: row.lintReason,
  };
}

/** One version with its drawing; by number, or by id for what a test run used. */
export async function getVersion(asked: { flowId: string; version: string }): Promise<VersionView> {
  const row = await findVersion(asked);
  return { ...cardOf(row, await namesOf([row])), flow: drawingOf(row) };
}

type Naming = { name?: string; note?: string };

/** Gives a version a name and a note; what it holds stays as it is. */
export async function renameVersion(
  change: { flowId: string; version: string } & Naming,
  actor: Actor,
): Promise<VersionView> {
  await nameVersion({ ...change, by: actorName(actor) });
  return getVersion(change);
}

type Asked = { flowId: string; version: string; revision?: number };

/** Makes the drawing of a version the draft again. */
export async function restoreVersion(
  asked: Asked,
  actor: Actor,
): Promise<{ draftRevision: number; replacedDraft: Flow }> {
  return restoreDraft({ ...asked, by: actorName(actor) });
}

/** Publishes the drawing of a version again, as a new version. */
export async function rollBackTo(
  { reason, ...asked }: Asked & Naming & { reason?: string },
  actor: Actor,
): Promise<{ draftRevision: number; replacedDraft: Flow; versionId: string; number: number; problems: Problem[] }> {
  const { document } = await findVersion(asked);
  const accept = await acceptFindings(await lintOf(asked.flowId, document), reason, actor);
  return rollBack({ ...asked, accept, by: actorName(actor) });
}
