/** What a question to a model may cost at most, told before it is asked. */
import { MAKES_VECTORS } from '#lib/budget-uses.ts';
import { embeddingCost } from '#nodes/embedding-models.ts';
import { FREE_SERVICES } from '#nodes/model-fields.ts';
import { costOf } from '#nodes/models.ts';
import type { GateInput } from '#platform/gate-types.ts';
import type { SqlTx } from '#prisma/client.ts';

/** An answer that does not fit its schema is asked for once more, with the first one before it. */
const MOST_TURNS = 2;
const TEXTS = new Set(['texts', 'text', 'query']);

/** In US dollars; null where the price is not known. */
export async function mostCost(
  tx: Pick<SqlTx, 'sql'>,
  { args, connection, call, spec }: GateInput,
): Promise<number | null> {
  const value = (field: string) => args.find((arg) => arg.field === field)?.value;
  const isFree = connection !== null && FREE_SERVICES.has(connection.type);
  // Without a connection, notes are found by their words alone.
  if (MAKES_VECTORS.has(spec.type)) return isFree || !connection ? 0 : costOfVectors(args, value('model'));
  const instead = await paidFallbacks(tx, value('fallbacks'));
  const models = [...(isFree ? [] : [value('model')]), ...instead];
  const longest = value('maxTokens');
  if (typeof longest !== 'number') return isFree ? 0 : null;
  // A token is at least one byte; what the service adds to a question is little beside that.
  const given = Buffer.byteLength(JSON.stringify(args.map((arg) => arg.value)));
  const asked = given + (spec.type === 'llm.turn' ? await conversationBytes(tx, call.run.runId) : 0);
  const usage = { inputTokens: MOST_TURNS * asked + longest, outputTokens: MOST_TURNS * longest };
  const costs = models.map((model) => (typeof model === 'string' ? costOf(model, usage) : undefined));
  // One of them answers; those before it did not begin to.
  return costs.reduce<number | null>(
    (most, cost) => (most === null || cost === undefined ? null : Math.max(most, cost)),
    0,
  );
}

/** The models to ask instead that somebody pays for. */
async function paidFallbacks(tx: Pick<SqlTx, 'sql'>, fallbacks: unknown): Promise<string[]> {
  if (!Array.isArray(fallbacks)) return [];
  const paid: string[] = [];
  for (const { connection, model } of fallbacks as { connection: string; model: string }[]) {
    const [row] = await tx.sql.all<{ type: string }>(`SELECT "type" FROM "Connection" WHERE "id" = ?`, [connection]);
    if (row && !FREE_SERVICES.has(row.type)) paid.push(model);
  }
  return paid;
}

function costOfVectors(args: GateInput['args'], model: unknown): number | null {
  const texts = args.filter((arg) => TEXTS.has(arg.field)).map((arg) => arg.value);
  return typeof model === 'string' ? (embeddingCost(model, Buffer.byteLength(JSON.stringify(texts))) ?? null) : null;
}

/** What an agent's turn is asked with lies in the database; what is told in short counts as it was. */
async function conversationBytes(tx: Pick<SqlTx, 'sql'>, runId: string): Promise<number> {
  const [row] = await tx.sql.all<{ bytes: number }>(
    `SELECT COALESCE(LENGTH(CAST(a."setup" AS BLOB)), 0) + COALESCE((SELECT SUM(LENGTH(CAST(m."body" AS BLOB)))
       FROM "AgentMessage" m WHERE m."conversationId" = a."conversationId" AND NOT m."compacted"), 0) AS "bytes"
     FROM "AgentRun" a WHERE a."runId" = ?`,
    [runId],
  );
  return row?.bytes ?? 0;
}
