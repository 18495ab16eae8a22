import type { ApprovalArgument, ApprovalRequest } from '#lib/approval.ts';
import { GATE_BUTTONS } from '#lib/approval.ts';
import { TRUSTED, untrusted } from '#lib/label.ts';
import type { ApprovalView } from '#lib/views.ts';

/** One argument, from a webhook unless told otherwise. */
export function argument(change: Partial<ApprovalArgument>): ApprovalArgument {
  return { field: 'body', title: 'Body', role: 'content', value: 'Hello', label: untrusted('webhook:hook'), ...change };
}

/** A waiting request of the gate, changed where a test wants it. */
export function waiting(change: Partial<ApprovalRequest> = {}, view: Partial<ApprovalView> = {}): ApprovalView {
  const request: ApprovalRequest = {
    kind: 'gate',
    run: {
      runId: 'r1',
      flowId: 'f1',
      flowName: 'Invoices',
      versionId: 'v1',
      stepId: 's',
      stepName: 'Send',
      iteration: '',
    },
    tool: { type: 'http.request', version: 1, title: 'HTTP request', risk: 'send' },
    args: [argument({})],
    target: { kind: 'host', id: 'api.example.org' },
    attachments: [],
    connection: null,
    scope: TRUSTED,
    rule: 'untrusted-target',
    reason: 'The address comes from outside.',
    title: 'Send to api.example.org',
    message: '',
    buttons: GATE_BUTTONS,
    policyVersion: 3,
    expiresAt: Date.now() + 3_600_000,
    nonce: 'n',
    ...change,
  };
  const { runId, flowId, flowName, stepId } = request.run;
  return {
    id: 'a1',
    status: 'waiting',
    kind: request.kind,
    title: request.title,
    target: request.target?.id ?? null,
    runId,
    flowId,
    flowName,
    stepId,
    createdAt: new Date().toISOString(),
    expiresAt: new Date(request.expiresAt).toISOString(),
    choice: null,
    reason: null,
    decidedBy: null,
    decidedFor: null,
    decidedAt: null,
    remindedAt: null,
    same: 1,
    batch: null,
    others: [],
    plan: [],
    answers: null,
    mayDecide: true,
    standsInFor: null,
    before: null,
    people: { two: false, first: null, barred: null },
    proof: null,
    actionHash: 'h',
    replacedById: null,
    replacedWaits: false,
    edited: null,
    request,
    ...view,
  };
}
