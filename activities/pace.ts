import { createHash } from 'node:crypto';
import type { Implementations } from '#activities/context.ts';
import { durationMs } from '#lib/duration.ts';
import { identityOf } from '#lib/order.ts';
import type { Json } from '#lib/value.ts';
import type { pace as declared } from '#nodes/pace.ts';
import { transactSql, type SqlTx } from '#prisma/client.ts';

type Pace = Implementations<typeof declared>;

/** Attempts are repeated within minutes, runs within days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

type Asked = { effectKey: string; gate: string; count: number; perMs: number; now: number };

export const pace = {
  'rate.limit': async ({ count, per, key }, ctx) => {
    const { flowId } = ctx.call.run;
    const gate = `${flowId}:${ctx.call.stepId}:${hashOf(key)}`;
    const now = ctx.now().getTime();
    const asked = { effectKey: ctx.effectKey, gate, count, perMs: durationMs(per), now };
    const at = await transactSql((tx) => slotOf(tx, asked));
    const output = { passedAt: new Date(at).toISOString(), waited: at > now };
    return at > now ? { output, until: at } : { output };
  },
} satisfies Pace;

/** The turn of a step: the same again for the same effect, else the first that leaves no window with more than its count. */
async function slotOf(tx: SqlTx, { effectKey, gate, count, perMs, now }: Asked): Promise<number> {
  const [known] = await tx.sql.all<{ at: number | bigint }>('SELECT "at" FROM "PaceSlot" WHERE "effectKey" = ?', [
    effectKey,
  ]);
  if (known) return Number(known.at);
  const [blocking] = await tx.sql.all<{ at: number | bigint }>(
    'SELECT "at" FROM "PaceSlot" WHERE "gate" = ? ORDER BY "at" DESC LIMIT 1 OFFSET ?',
    [gate, count - 1],
  );
  const at = Math.max(now, blocking ? Number(blocking.at) + perMs : 0);
  await tx.sql.run('INSERT INTO "PaceSlot" ("effectKey", "gate", "at") VALUES (?, ?, ?)', [effectKey, gate, at]);
  await tx.sql.run('DELETE FROM "PaceSlot" WHERE "gate" = ? AND "at" < ?', [gate, now - Math.max(KEPT_MS, perMs)]);
  return at;
}

function hashOf(key: Json): string {
  return createHash('sha256').update(identityOf(key)).digest('base64url').slice(0, 22);
}
