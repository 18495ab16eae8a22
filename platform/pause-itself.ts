/** Hearth pauses a flow by itself: its triggers start nothing more until a person says so. */
import { randomUUID } from 'node:crypto';
import { TRUSTED } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { audit } from '#platform/audit.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

type Pause = {
  flow: { flowId: string; flowName: string; runId: string };
  /** For the record */
  why: 'echo' | 'flood';
  detail: Record<string, Json>;
  /** What people read */
  reason: string;
};

/** Once: on record and as an urgent notice. Nothing happens to a flow that is paused already. */
export async function pauseByItself(tx: SqlTx, { flow, why, detail, reason }: Pause): Promise<void> {
  const { flowId, flowName, runId } = flow;
  const changed = await tx.sql.run('UPDATE "Flow" SET "paused" = 1 WHERE "id" = ? AND "paused" = 0', [flowId]);
  if (changed === 0) return;
  await audit(tx, {
    actor: 'system',
    action: 'flow.pause',
    subject: `flow:${flowId}`,
    detail: { why, ...detail, run: runId },
  });
  await tx.sql.run(
    `INSERT INTO "Notice" ("id", "effectKey", "runId", "flowId", "flowName", "title", "text", "label", "level", "createdAt")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'urgent', ?)`,
    [
      ...[randomUUID(), `${why}:${randomUUID()}`, runId, flowId, flowName, `${flowName}: paused`, reason],
      ...[JSON.stringify(TRUSTED), sqlTime(Date.now())],
    ],
  );
}
