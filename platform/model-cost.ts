/** What a question to a model may cost at most, told before it is asked. */
import { embeddingCost } from '#nodes/embedding-models.ts';
import { FREE_SERVICES } from '#nodes/model-fields.ts';
import { costOf } from '#nodes/models.ts';
import type { GateInput } from '#platform/gate-types.ts';
import type { SqlTx } from '#prisma/client.ts';

/** An answer that does not fit its schema is asked for once more, with the first one before it. */
const MOST_TURNS = 2;

/** In US dollars; null where the price is not known. */
export async function mostCost(
  tx: Pick<SqlTx, 'sql'>,
  { args, connection, call, spec }: GateInput,
): Promise<number | null> {
  if (connection && FREE_SERVICES.has(connection.type)) return 0;
  const value = (field: string) => args.find((arg) => arg.field === field)?.value;
  if (spec.type === 'llm.embed') return costOfVectors(args, value('model'));
  const [model, longest] = [value('model'), value('maxTokens')];
  if (typeof model !== 'string' || typeof longest !== 'number') return null;
  // A token is at least one byte; what the service adds to a question is little beside that.
  const given = Buffer.byteLength(JSON.stringify(args.map((arg) => arg.value)));
  const asked = given + (spec.type === 'llm.turn' ? await conversationBytes(tx, call.run.runId) : 0);
  const cost = costOf(model, { inputTokens: MOST_TURNS * asked + longest, outputTokens: MOST_TURNS * longest });
  return cost ?? null;
}

function costOfVectors(args: GateInput['args'], model: unknown): number | null {
  const texts = args.filter((arg) => arg.field === 'texts').map((arg) => arg.value);
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
