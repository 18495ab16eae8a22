/** The pages' view of what steps replaced or deleted. */
import type { FileVersion, FileVersionContent } from '#lib/views.ts';
import { presentBytes, restoreVersion, versionBytes } from '#platform/file-versions.ts';
import { sql } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { and } from '#server/services/run-filter.ts';

/** Longer ones are not compared on a page. */
const MOST_COMPARED = 200_000;
const PAGE = 50;
const OLDER = `(c."createdAt", c."id") < (SELECT "createdAt", "id" FROM "FileChange" WHERE "id" = ?)`;

export type FileVersionFilter = { runId?: string | undefined; words?: string | undefined; before?: string | undefined };

/** Versions that are kept, newest first. `before`: the id of the last one of the page before. */
export async function listFileVersions({ runId, words, before }: FileVersionFilter): Promise<{
  items: FileVersion[];
  next: string | null;
}> {
  const where = and(
    { text: 'c."kept" = 1', args: [] },
    ...(runId === undefined ? [] : [{ text: 'c."runId" = ?', args: [runId] }]),
    ...(words ? [{ text: 'instr(lower(c."path"), lower(?)) > 0', args: [words] }] : []),
    ...(before === undefined ? [] : [{ text: OLDER, args: [before] }]),
  );
  const rows = await sql().all<Omit<FileVersion, 'at'> & { createdAt: string }>(
    `SELECT c."id", c."path", c."folder", c."kind", c."size", c."runId", c."stepId", c."createdAt", f."name" AS "flowName"
     FROM "FileChange" c LEFT JOIN "Run" r ON r."id" = c."runId" LEFT JOIN "Flow" f ON f."id" = r."flowId"
     WHERE ${where.text} ORDER BY c."createdAt" DESC, c."id" DESC LIMIT ${PAGE + 1}`,
    where.args,
  );
  const items = rows.slice(0, PAGE).map(({ createdAt, ...row }) => ({ ...row, at: new Date(createdAt).toISOString() }));
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
}

/** A version beside what is there now. Null instead of a text: it is too large to compare, or none. */
export async function lookAtFileVersion(id: string): Promise<FileVersionContent> {
  const { version, bytes } = await versionBytes(id);
  const now = await presentBytes(version);
  return { then: textOf(bytes), now: now && textOf(now), isThere: now !== null, isSame: now?.equals(bytes) ?? false };
}

/** Puts it back, by the hand of this person. */
export function restoreFileVersion(id: string, actor: Actor): Promise<{ path: string }> {
  return restoreVersion(id, actorName(actor));
}

function textOf(bytes: Buffer): string | null {
  if (bytes.length > MOST_COMPARED || bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
