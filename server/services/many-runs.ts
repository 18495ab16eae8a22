import { sql, sqlTime } from '#prisma/client.ts';
import { cursorAt, placeOf } from '#server/services/paging.ts';
import { and, type Where } from '#server/services/run-filter.ts';

/** Runs that one call about many looks at. */
const MOST_AT_ONCE = 100;

type Row = { id: string; createdAt: string };

/** The next runs of a filter, oldest first, and how many there are in all. What is done to them goes on after `next`. */
export async function takeRuns(
  which: Where,
  cursor: string | undefined,
): Promise<{ found: number; ids: string[]; next: string | null }> {
  const [counted] = await sql().all<{ found: number }>(
    `SELECT COUNT(*) AS "found" FROM "Run" r WHERE ${which.text}`,
    which.args,
  );
  const where = and(which, after(cursor));
  const rows = await sql().all<Row>(
    `SELECT r."id", r."createdAt" FROM "Run" r WHERE ${where.text} ORDER BY r."createdAt", r."id" LIMIT ${MOST_AT_ONCE + 1}`,
    where.args,
  );
  const batch = rows.slice(0, MOST_AT_ONCE);
  const last = batch.at(-1);
  const next =
    rows.length > batch.length && last ? cursorAt({ id: last.id, createdAt: new Date(last.createdAt) }) : null;
  return { found: counted?.found ?? 0, ids: batch.map(({ id }) => id), next };
}

function after(cursor: string | undefined): Where {
  if (!cursor) return { text: '1', args: [] };
  const { createdAt, id } = placeOf(cursor);
  return { text: '(r."createdAt", r."id") > (?, ?)', args: [sqlTime(createdAt), id] };
}
