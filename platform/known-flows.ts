/** What a flow may know of others: who they are, and whether and with what they can be called. */
import type { Json } from '#lib/value.ts';
import type { KnownFlow } from '#nodes/compile-call.ts';
import { sql, type SqlTx } from '#prisma/client.ts';

type Row = { id: string; name: string; published: number; config: string | null };

/** All flows that are not deleted, by id. */
export async function knownFlows(tx: Pick<SqlTx, 'sql'> = { sql: sql() }): Promise<Map<string, KnownFlow>> {
  const rows = await tx.sql.all<Row>(
    `SELECT f."id", f."name", f."publishedId" IS NOT NULL AS "published",
       (SELECT t."config" FROM "Trigger" t WHERE t."flowId" = f."id" AND t."active" = 1
          AND t."type" IN ('flow.called', 'manual') ORDER BY t."type" = 'flow.called' DESC LIMIT 1) AS "config"
     FROM "Flow" f WHERE f."deletedAt" IS NULL ORDER BY f."name" COLLATE NOCASE`,
  );
  return new Map(rows.map((row) => [row.id, known(row)]));
}

function known({ name, published, config }: Row): KnownFlow {
  const { fields = [] } = config === null ? {} : (JSON.parse(config) as { fields?: Json });
  return { name, published: published === 1, fields: config === null ? null : fields };
}
