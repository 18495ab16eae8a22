/** One decision for several questions: each is checked, signed and put on record by itself. */
import type { ApprovalRequest } from '#lib/approval.ts';
import { Refused } from '#lib/errors.ts';
import { sameHash } from '#platform/approval-rows.ts';
import { Conflict } from '#platform/errors.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { explain, Forbidden } from '#server/errors.ts';
import { decideApproval, type DecideRequest } from '#server/services/approvals.ts';
import { batchKey, planKey } from '#server/services/same-approvals.ts';

/** A decision, and the same for other runs that wait for the very same action. `answered`: how many it was, where it was meant for more than one. */
export async function decideWithSame({
  also = [],
  ...given
}: DecideRequest & { also?: string[] | undefined }): Promise<
  Awaited<ReturnType<typeof decideApproval>> & { answered?: number }
> {
  const others = [...new Set(also)].filter((id) => id !== given.id);
  if (others.length === 0) return decideApproval(given);
  await requireAlike(
    [given.id, ...others],
    [sameHash],
    'These runs do not wait for the same any more. Load the page again.',
  );
  const { proof: _, ...request } = { ...given, together: others.length + 1 };
  const first = await decideApproval(request);
  let answered = 1;
  for (const id of others) {
    const said = decideApproval({ ...request, id });
    answered += await said.then(
      () => 1,
      (error: unknown) => {
        // Somebody else was first, or it is no longer needed.
        if (error instanceof Conflict) return 0;
        throw error;
      },
    );
  }
  return { ...first, answered };
}

type Batch = { ids: string[]; choice: 'approve' | 'deny'; reason?: string | undefined; readMs?: number | undefined };

/** What became of each; one that was decided meanwhile does not keep the others from it. */
export type BatchDone = { decided: string[]; failed: { id: string; message: string }[] };

/** One answer for requests that were read together. Whether they are alike, or of one run, is looked at here. */
export async function decideBatch({ ids, choice, reason, readMs }: Batch, actor: Actor): Promise<BatchDone> {
  if (actor.via === 'token') throw new Forbidden('A token decides one by one. Decide a batch in the web page.');
  const each = [...new Set(ids)];
  await requireAlike(
    each,
    [batchKey, planKey],
    'These cannot be decided together: they are of several runs and differ in more than what they say, or one of them needs a decision of its own.',
  );
  const given = {
    ...{ choice, actor, together: each.length },
    ...(reason === undefined ? {} : { reason }),
    // So much time was there for each.
    ...(readMs === undefined ? {} : { readMs: Math.round(readMs / each.length) }),
  };
  const done: BatchDone = { decided: [], failed: [] };
  for (const id of each) {
    try {
      await decideApproval({ ...given, id });
      done.decided.push(id);
    } catch (error) {
      done.failed.push({ id, message: explain(error).message });
    }
  }
  return done;
}

/** Alike by one of the keys: null for what is decided alone. */
async function requireAlike(
  ids: string[],
  keysOf: ((request: ApprovalRequest) => string | null)[],
  problem: string,
): Promise<void> {
  const rows = await db().approval.findMany({ where: { id: { in: ids } }, select: { request: true } });
  const requests = rows.map((row) => JSON.parse(row.request) as ApprovalRequest);
  const isAlike = keysOf.some((keyOf) => {
    const keys = new Set(requests.map(keyOf));
    return keys.size === 1 && !keys.has(null);
  });
  if (rows.length < 2 || rows.length !== ids.length || !isAlike) throw new Refused(problem);
}
