import { sqlTime, transactSql } from '#prisma/client.ts';

/** For as long what people deleted from their tables can be brought back. */
const KEPT_MS = 24 * 3600 * 1000;

/** Deletes for good what was deleted from tables a day ago. */
export async function sweepDeleted(now = Date.now()): Promise<void> {
  const before = [sqlTime(now - KEPT_MS)];
  await transactSql(async ({ sql }) => {
    await sql.run('DELETE FROM "DeletedRow" WHERE "deletedAt" < ?', before);
    await sql.run('DELETE FROM "DeletedTable" WHERE "deletedAt" < ?', before);
  });
}
