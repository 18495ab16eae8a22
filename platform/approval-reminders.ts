/**
 * Reminders of what nobody has decided. A matter of the database and the sweeper, not of the workflow: the row is what
 * survives a lost Temporal file, a reminder costs the run's history nothing, and continue-as-new has nothing to carry.
 */
import { randomUUID } from 'node:crypto';
import type { ApprovalRequest } from '#lib/approval.ts';
import { TRUSTED } from '#lib/label.ts';
import { audit } from '#platform/audit.ts';
import { nudge } from '#platform/nudge.ts';
import { appendRunEventsIn } from '#platform/run-events.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

const OVERDUE = `"status" = 'waiting' AND "escalateAt" <= ?1 AND "expiresAt" > ?1`;
const DUE = `"status" = 'waiting' AND "remindAt" <= ?1 AND "expiresAt" > ?1`;

type Due = { id: string; runId: string; stepId: string; iteration: string; remindEvery: number; remindLeft: number };

/** Reminds of every question whose time has come; gives how many. Times missed while Hearth was off count as one. */
export async function sweepReminders(): Promise<number> {
  const now = Date.now();
  // A look without the write lock: mostly there is nothing to do.
  if ((await sql().all(`SELECT 1 FROM "Approval" WHERE ${DUE} LIMIT 1`, [sqlTime(now)])).length === 0) return 0;
  return transactSql(async (tx) => {
    const due = await tx.sql.all<Due>(
      `SELECT "id", "runId", "stepId", "iteration", "remindEvery", "remindLeft" FROM "Approval" WHERE ${DUE}`,
      [sqlTime(now)],
    );
    for (const one of due) await remind(tx, one, now);
    tx.afterCommit(() => nudge({ type: 'approvals' }));
    return due.length;
  });
}

type Overdue = { id: string; runId: string; flowId: string; request: string };

/** Tells the owner, once, of every question that nobody has answered in the time that was set; gives how many. */
export async function sweepEscalations(): Promise<number> {
  const now = sqlTime(Date.now());
  if ((await sql().all(`SELECT 1 FROM "Approval" WHERE ${OVERDUE} LIMIT 1`, [now])).length === 0) return 0;
  return transactSql(async (tx) => {
    const overdue = await tx.sql.all<Overdue>(
      `SELECT "id", "runId", "flowId", "request" FROM "Approval" WHERE ${OVERDUE}`,
      [now],
    );
    for (const one of overdue) await escalate(tx, one, now);
    tx.afterCommit(() => nudge({ type: 'approvals' }));
    tx.afterCommit(() => nudge({ type: 'notices' }));
    return overdue.length;
  });
}

async function escalate(tx: SqlTx, { id, runId, flowId, request }: Overdue, now: string): Promise<void> {
  const { run, escalation } = JSON.parse(request) as ApprovalRequest;
  await tx.sql.run('UPDATE "Approval" SET "escalateAt" = NULL WHERE "id" = ?', [id]);
  const detail = { run: runId, step: run.stepId, to: escalation?.roles ?? ['owner'] };
  await audit(tx, { actor: 'system', action: 'approval.escalate', subject: `approval:${id}`, detail });
  // What is asked may come from outside: the notice says only where.
  const text = `"${run.stepName}" waits for a decision that nobody has made in the time that was set. Look in the inbox before it expires.`;
  await tx.sql.run(
    `INSERT OR IGNORE INTO "Notice" ("id", "effectKey", "runId", "flowId", "flowName", "title", "text", "label", "level", "createdAt")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'urgent', ?)`,
    [
      ...[randomUUID(), `escalate:${id}`, runId, flowId, run.flowName, `${run.flowName}: nobody decides`, text],
      ...[JSON.stringify(TRUSTED), now],
    ],
  );
}

async function remind(tx: SqlTx, due: Due, now: number): Promise<void> {
  const left = due.remindLeft - 1;
  const next = left > 0 ? sqlTime(now + due.remindEvery) : null;
  await tx.sql.run('UPDATE "Approval" SET "remindedAt" = ?, "remindAt" = ?, "remindLeft" = ? WHERE "id" = ?', [
    ...[sqlTime(now), next, left, due.id],
  ]);
  const [{ told = 0 } = {}] = await tx.sql.all<{ told?: number }>(
    `SELECT COUNT(*) AS "told" FROM "RunEvent" WHERE "runId" = ? AND "type" = 'step.reminded'
       AND json_extract("body", '$.approvalId') = ?`,
    [due.runId, due.id],
  );
  const { stepId, iteration } = due;
  const body = { type: 'step.reminded', approvalId: due.id, count: told + 1 } as const;
  await appendRunEventsIn(tx, due.runId, [
    { key: `step.reminded/${due.id}/${told + 1}`, stepId, iteration, at: now, body },
  ]);
}
