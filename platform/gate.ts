/** The one gate: stop flags, policy, budgets, approval and the effect's own row, in one transaction before every effect. */
import type { ActivityResult } from '#lib/call.ts';
import { stepKey } from '#lib/engine/types.ts';
import { isHoldId } from '#lib/hold.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import { budgetsOf, decide } from '#lib/policy.ts';
import { approvalRow } from '#platform/approval-rows.ts';
import { audit } from '#platform/audit.ts';
import { reserveBudgets } from '#platform/budgets.ts';
import { withoutCap } from '#platform/gate-cap.ts';
import { effectKeyOf } from '#platform/effect-key.ts';
import { beginEffect, findEffect, leaveUnrecorded } from '#platform/effects.ts';
import { gateAction, listedFacts, type ListedFacts } from '#platform/gate-action.ts';
import { passApproval } from '#platform/gate-approval.ts';
import { answerOutcome, askOutcome, placeOf } from '#platform/gate-outcome.ts';
import { delaySend, parkStep } from '#platform/gate-hold.ts';
import { denied, type GateDecision, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { breakLoop } from '#platform/loop-breaker.ts';
import { policyOfVersion } from '#platform/policy-store.ts';
import { noteReached } from '#platform/reached.ts';
import { appendRunEvents, appendRunEventsIn } from '#platform/run-events.ts';
import { reportTampered, Tampered } from '#platform/signed-rows.ts';
import { sql, transactSql, type SqlTx } from '#prisma/client.ts';

export { finishEffect } from '#platform/effects.ts';
export type { GateInput, GateOutcome } from '#platform/gate-types.ts';

type Stopped = { scope: string; reason: string | null; parks: boolean };
type Standing = { stopped: Stopped | null; hasEnded: boolean; policyVersion: number };

/** A workflow that does not know of the end of its run yet does nothing more. */
const ENDED = 'The run has ended: nothing more is done for it.';

/** Decides whether this very action may be done now, and notes that it begins. */
export async function passGate(given: GateInput): Promise<GateOutcome> {
  try {
    return await passed(withoutCap(withoutHold(given)));
  } catch (error) {
    // Outside of the transaction, which is undone.
    if (error instanceof Tampered) await reportTampered(error);
    throw error;
  }
}

async function passed(input: GateInput): Promise<GateOutcome> {
  const { runId } = input.call.run;
  const factsOf = (outcome: GateOutcome) => input.facts?.(outcome) ?? [];
  const listed = await listedFacts(input);
  const atOnce = await passRead(input, listed);
  if (atOnce) {
    await appendRunEvents(runId, factsOf(atOnce));
    return atOnce;
  }
  return transactSql(async (tx) => {
    const outcome = await pass(tx, input, listed);
    await appendRunEventsIn(tx, runId, factsOf(outcome));
    return outcome;
  });
}

/** That a step waited is no approval of it: it is judged as if it came for the first time. */
function withoutHold(input: GateInput): GateInput {
  if (!isHoldId(input.call.approvalId)) return input;
  const { approvalId: _waited, ...call } = input.call;
  return { ...input, call };
}

/** A read that may be repeated changes nothing: nothing is written unless it must be asked or refused. */
async function passRead(input: GateInput, listed: ListedFacts): Promise<GateOutcome | null> {
  const { call, spec } = input;
  if (spec.risk !== 'read' || spec.repeat !== 'safe' || call.approvalId !== undefined) return null;
  const base = { sql: sql() };
  const { stopped, hasEnded, policyVersion } = await standing(base, input);
  if (stopped) return stopped.parks ? null : denied('stopped', stopText(stopped), 'Stopped');
  if (hasEnded) return denied('ended', ENDED, 'Stopped');
  const { policy } = await policyOfVersion(base, policyVersion);
  if (budgetsOf({ tool: spec.type }, policy).length > 0) return null;
  const decision = decide(gateAction(input, listed), policy);
  if (decision.outcome === 'deny') return denied(decision.rule, decision.reason);
  if (decision.outcome === 'ask') return null;
  const known = await doneAlready(input);
  if (known) return { kind: 'repeat', result: known };
  const effectKey = effectKeyOf({ ...placeOf(input), generation: call.generation });
  leaveUnrecorded(effectKey);
  return { kind: 'go', effectKey, decision };
}

/** A read has no row of its own, but what it brought may be in the run's log: the log is what the run goes on from. */
async function doneAlready({ call }: GateInput): Promise<ActivityResult | null> {
  const key = `${stepKey(call.stepId, call.iteration)}/${call.generation}/step.done`;
  const query = 'SELECT "body" FROM "RunEvent" WHERE "runId" = ? AND "key" = ?';
  const [row] = await sql().all<{ body: string }>(query, [call.run.runId, key]);
  const body = row && (JSON.parse(row.body) as RunEventBody);
  if (body?.type !== 'step.done') return null;
  return { kind: 'done', output: body.output, ...(body.port === undefined ? {} : { port: body.port }) };
}

async function pass(tx: SqlTx, input: GateInput, listed: ListedFacts): Promise<GateOutcome> {
  const outcome = await judge(tx, input, listed);
  // What was asked has its own row.
  if (input.spec.risk !== 'read' && (outcome.kind === 'go' || outcome.kind === 'deny')) {
    const { rule, reason } = outcome.decision;
    await audit(tx, {
      actor: 'system',
      action: outcome.kind === 'go' ? 'gate.allow' : 'gate.deny',
      subject: `run:${input.call.run.runId}`,
      detail: {
        step: input.call.stepId,
        tool: input.spec.type,
        target: input.target?.id ?? null,
        rule,
        reason,
        tier: outcome.decision.tier ?? null,
        attempt: input.attempt,
      },
    });
  }
  return outcome;
}

async function judge(tx: SqlTx, input: GateInput, listed: ListedFacts): Promise<GateOutcome> {
  const { call, spec } = input;
  const { stopped, hasEnded, policyVersion } = await standing(tx, input);
  if (hasEnded) return denied('ended', ENDED, 'Stopped');
  if (stopped?.parks) return parkStep(tx, input, { scope: stopped.scope, reason: stopText(stopped) });
  if (stopped) return denied('stopped', stopText(stopped), 'Stopped');
  const place = await openEffect(tx, input, policyVersion);
  if (place.kind === 'settled') return place.outcome;
  const { effectKey, again } = place;
  const { policy } = await policyOfVersion(tx, policyVersion);
  let decision: GateDecision = decide(gateAction(input, listed), policy);
  const { outcome, tier } = decision;
  if (outcome === 'deny') return denied(decision.rule, decision.reason);
  let approvalId = again;
  // A person who chose "run again" saw this very action: that is the approval, unless it takes a passkey or others.
  if (
    (again === null || tier === 'passkey' || decision.approvers) &&
    (outcome === 'ask' || call.approvalId !== undefined)
  ) {
    const approved = await passApproval(tx, input, { decision, policyVersion, effectKey });
    if (approved.kind !== 'approved') return approved;
    approvalId = approved.approvalId;
  }
  if (approvalId !== null)
    decision = {
      outcome: 'allow',
      rule: 'approved',
      reason: 'A person approved exactly this.',
      ...(tier ? { tier } : {}),
    };
  // Counted before it waits: what stands in line takes its share.
  const overspent = await reserveBudgets(tx, { input, policy, policyVersion, effectKey });
  if (overspent) return overspent;
  const echo = approvalId === null ? await breakLoop(tx, { input, policy, effectKey }) : null;
  if (echo) return echo;
  const waits = approvalId === null ? await delaySend(tx, input, { effectKey, policy }) : null;
  if (waits) return waits;
  await beginEffect(tx, { key: effectKey, approvalId, call, spec, target: input.target });
  if (spec.risk !== 'read' && spec.risk !== 'write') await noteReached(tx, input);
  return { kind: 'go', effectKey, decision };
}

type Place = { kind: 'settled'; outcome: GateOutcome } | { kind: 'open'; effectKey: string; again: string | null };

/** The effect that this attempt is about, unless it is done or nobody knows whether it is. */
async function openEffect(tx: SqlTx, input: GateInput, policyVersion: number): Promise<Place> {
  const { call, spec } = input;
  let effectKey = effectKeyOf({ ...placeOf(input), generation: call.generation });
  let again: string | null = null;
  const named = call.approvalId === undefined ? null : await approvalRow(tx, call.approvalId);
  if (named?.kind === 'outcome') {
    const answer = await answerOutcome(tx, input, named);
    if (answer.kind === 'settled') return answer;
    ({ effectKey, approvalId: again } = answer);
  }
  for (;;) {
    const effect = await findEffect(tx, effectKey);
    if (effect?.status === 'done' && effect.result)
      return { kind: 'settled', outcome: { kind: 'repeat', result: effect.result } };
    const mayRepeat = spec.repeat !== 'never' && effect?.status !== 'unknown';
    if (!effect || effect.status === 'failed' || mayRepeat) return { kind: 'open', effectKey, again };
    const answer = await askOutcome(tx, input, { effectKey, policyVersion });
    if (answer.kind === 'settled') return answer;
    ({ effectKey, approvalId: again } = answer);
  }
}

/** Stop flag and policy version in one look: this is read before every step. */
async function standing(tx: Pick<SqlTx, 'sql'>, { call, spec }: GateInput): Promise<Standing> {
  // A flow that is stopped stops what it called.
  const flows = [call.run.flowId, ...(call.run.callers ?? [])];
  const { runId, rootRunId } = call.run;
  const runs = [...new Set([runId, rootRunId])].map((id) => `run:${id}`);
  const scopes = [`tool:${spec.type}`, ...flows.map((id) => `flow:${id}`), ...runs];
  const [row] = await tx.sql.all<{
    version: number | null;
    scope: string | null;
    reason: string | null;
    mode: string | null;
    ended: number;
  }>(
    `SELECT (SELECT MAX("version") FROM "Policy") AS "version", f."scope", f."reason", f."mode",
       EXISTS (SELECT 1 FROM "Run" WHERE "id" = ? AND "endedAt" IS NOT NULL) AS "ended"
     FROM (SELECT 1) LEFT JOIN "StopFlag" f ON f."scope" IN ('global', ${scopes.map(() => '?').join(', ')}) 
     ORDER BY f."mode" LIMIT 1`,
    [call.run.runId, ...scopes],
  );
  const scope = row?.scope ?? null;
  return {
    stopped: scope === null ? null : { scope, reason: row?.reason ?? null, parks: row?.mode === 'park' },
    hasEnded: row?.ended === 1,
    policyVersion: row?.version ?? 0,
  };
}

function stopText({ scope, reason }: Stopped): string {
  const [kind, ...rest] = scope.split(':');
  if (kind === 'run') return 'This run is paused. Let it go on at its page.';
  const what = kind === 'global' ? 'Everything' : kind === 'flow' ? 'This flow' : `The tool ${rest.join(':')}`;
  return `${what} is stopped${reason === null ? '' : ` (${reason})`}. Release the stop in Settings to go on.`;
}
