/** Whose word counts in an agent's run: what its owner wrote or answered, and what a person said yes to. */
import { writtenByModel } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { AgentState, SaidMessage } from '#platform/agent-runs.ts';
import { decidedInRun, type ApprovalRow } from '#platform/approval-rows.ts';
import { sql } from '#prisma/client.ts';

/** What people have written in the conversation or answered in this run, and the targets and amounts they said yes to. */
export async function personsWords(
  { runId, setup }: AgentState,
  said: readonly SaidMessage[],
): Promise<{ trusted: string[]; vouched: Json[] }> {
  const written = said.flatMap(({ body, label }) =>
    body.role === 'user' && label.integrity === 'trusted' && !writtenByModel(label) ? [body.text] : [],
  );
  const decided = await decidedInRun({ sql: sql() }, runId);
  return {
    trusted: [...setup.trusted, ...written, ...decided.flatMap(answersIn)],
    vouched: decided.flatMap(vouchedIn),
  };
}

function answersIn({ kind, choice, answers }: ApprovalRow): string[] {
  if (kind !== 'step' || choice !== 'answer' || answers === null) return [];
  const given = Object.values(JSON.parse(answers) as Record<string, Json>);
  return given.flatMap((answer) => (typeof answer === 'string' || typeof answer === 'number' ? [String(answer)] : []));
}

function vouchedIn({ kind, choice, request }: ApprovalRow): Json[] {
  if (kind !== 'gate' || choice !== 'approve') return [];
  return request.args.flatMap(({ role, value }) => (role === 'target' || role === 'amount' ? [value] : []));
}

/** Whether anything has gone out in this run. */
export async function hasReachedOthers(runId: string): Promise<boolean> {
  const rows = await sql().all(
    `SELECT 1 FROM "Effect" WHERE "runId" = ? AND "risk" IN ('send', 'destroy', 'critical') LIMIT 1`,
    [runId],
  );
  return rows.length > 0;
}
