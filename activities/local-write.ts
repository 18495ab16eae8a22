import type { ActivityContext, Detailed } from '#activities/context.ts';
import { transact, type Tx } from '#prisma/client.ts';

/** Runs are repeated within minutes; the answers are kept far longer than any retry lasts. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Writes to this database exactly once per effect: the answer is kept in the same transaction, and an attempt that comes
 * again gets that answer instead of writing again.
 */
export async function writeOnce<O>(
  ctx: ActivityContext,
  write: (tx: Tx) => Promise<Detailed<O>>,
): Promise<Detailed<O>> {
  return transact(async (tx) => {
    const known = await tx.localWrite.findUnique({ where: { effectKey: ctx.effectKey }, select: { result: true } });
    if (known) return JSON.parse(known.result) as Detailed<O>;
    const result = await write(tx);
    await tx.localWrite.deleteMany({ where: { at: { lt: new Date(Date.now() - KEPT_MS) } } });
    await tx.localWrite.create({ data: { effectKey: ctx.effectKey, result: JSON.stringify(result) } });
    return result;
  });
}
