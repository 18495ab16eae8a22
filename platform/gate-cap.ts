/** The end of a budget of what models cost, where the owner wants to be asked: a person raises it, or the step ends. */
import { randomUUID } from 'node:crypto';
import { CAP_BUTTONS, type ApprovalRequest } from '#lib/approval.ts';
import type { BudgetUse } from '#lib/budget-uses.ts';
import { capId, isCapId } from '#lib/hold.ts';
import { TRUSTED } from '#lib/label.ts';
import { dollars } from '#lib/money.ts';
import {
  approvalsOfStep,
  consumeApproval,
  createApproval,
  isGenuine,
  type ApprovalRow,
} from '#platform/approval-rows.ts';
import { audit } from '#platform/audit.ts';
import { askAgain } from '#platform/gate-outcome.ts';
import { actionOf, OUTCOME_EXPIRY_MS } from '#platform/gate-request.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import type { SqlTx } from '#prisma/client.ts';

/** A share of a budget that does not fit any more. `used` and `amount` in US dollars. */
export type Short = BudgetUse & { amount: number; used: number };

/** `by`: so many dollars more, until the window of the budget is over. */
type Raised = { kind: 'raised'; by: number; effectKey: string };

/** What a person said about this budget at this step; a question, once, where nobody has. */
export async function passCap(
  tx: SqlTx,
  input: GateInput,
  { short, policyVersion }: { short: Short; policyVersion: number },
): Promise<Raised | Extract<GateOutcome, { kind: 'ask' | 'deny' }>> {
  const { run, stepId, iteration } = input.call;
  const rows = await approvalsOfStep(tx, { runId: run.runId, stepId, iteration, kind: 'cap' });
  const row = rows.find((one) => one.consumedBy === null && one.expiresAt > Date.now() && isAbout(one, input, short));
  if (!row) return ask(tx, input, { short, policyVersion });
  if (row.status === 'waiting') return askAgain(row);
  if (!isGenuine(row)) return denied('cap-forged', 'The decision has no valid signature: it was not made in Hearth.');
  if (row.choice !== 'approve') return denied('cap-denied', row.reason ?? 'A person said no.');
  // Its own key: what is bought with it uses up the yes that it may be bought with, if there was one.
  const effectKey = `raise:${row.id}`;
  await consumeApproval(tx, { approvalId: row.id, actionHash: row.actionHash, effectKey });
  return { kind: 'raised', by: raiseOf(row.request), effectKey };
}

/** That somebody raised a budget is no word about the action: it is judged as if it came for the first time. */
export function withoutCap(input: GateInput): GateInput {
  if (!isCapId(input.call.approvalId)) return input;
  const { approvalId: _raised, ...call } = input.call;
  return { ...input, call };
}

function isAbout({ request }: ApprovalRow, { call }: GateInput, short: Short): boolean {
  const { run, target, args } = request;
  return (
    run.runId === call.run.runId &&
    run.stepId === call.stepId &&
    run.iteration === call.iteration &&
    target?.id === short.budget.name &&
    args.find(({ field }) => field === 'counted')?.value === short.whose
  );
}

function raiseOf({ args }: ApprovalRequest): number {
  const by = args.find(({ field }) => field === 'raise')?.value;
  return typeof by === 'number' && by > 0 ? by : 0;
}

type Asking = { short: Short; policyVersion: number };

async function ask(tx: SqlTx, input: GateInput, asking: Asking): Promise<Extract<GateOutcome, { kind: 'ask' }>> {
  const request = capRequest(input, asking);
  const { id } = await createApproval(tx, { request, id: capId(randomUUID()) });
  const { rule, reason, expiresAt } = request;
  await audit(tx, {
    actor: 'system',
    action: 'gate.ask',
    subject: `run:${input.call.run.runId}`,
    detail: { step: input.call.stepId, tool: input.spec.type, rule, tier: null, approval: id },
  });
  return { kind: 'ask', approvalId: id, expiresAt, reason: rule, decision: { outcome: 'ask', rule, reason } };
}

function capRequest(input: GateInput, { short, policyVersion }: Asking): ApprovalRequest {
  const { budget, used, amount, whose } = short;
  const { name, max, window } = budget;
  const reason = `The budget "${name}" allows ${dollars(max)} in ${window}: ${dollars(used)} is spent or under way, and this may cost up to ${dollars(amount)}.`;
  const raise = raiseFor(short);
  return {
    kind: 'cap',
    ...actionOf(input),
    args: [
      { field: 'raise', title: 'Raised by, in US dollars', role: 'amount', value: raise, label: TRUSTED },
      { field: 'window', title: 'For', role: 'other', value: window, label: TRUSTED },
      { field: 'counted', title: 'Counted as', role: 'other', value: whose, label: TRUSTED },
    ],
    target: { kind: 'budget', id: name },
    attachments: [],
    rule: `budget:${name}`,
    reason,
    title: `${input.names.stepName}: raise the budget "${name}"?`,
    message: reason,
    buttons: CAP_BUTTONS,
    // It is a rule that is changed here.
    deciders: { kind: 'roles', roles: ['owner', 'admin'] },
    policyVersion,
    expiresAt: Date.now() + OUTCOME_EXPIRY_MS,
    nonce: randomUUID(),
  };
}

/** By as much again, or as often as this needs. */
function raiseFor({ budget: { max }, used, amount }: Short): number {
  const by = max > 0 ? max * Math.ceil((used + amount - max) / max) : used + amount;
  // 3 times 0.15 is not 0.45 to a computer.
  return Number(by.toPrecision(12));
}
