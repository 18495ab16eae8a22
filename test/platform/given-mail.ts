import { beforeEach } from 'vitest';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { decide } from '#platform/approvals.ts';
import { passGate, type GateInput, type GateOutcome } from '#platform/gate.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { sql } from '#prisma/client.ts';
import { givenRun, someone, temporalIsDown } from './given.ts';

export const NO_RULES = { rules: [], allowLists: [], budgets: [] };
export const anna = someone('Anna');
export let run: { runId: string; flowId: string };

/** A run before every test, nothing stopped, no rules of the owner's. */
export function freshGate(): void {
  temporalIsDown();
  beforeEach(async () => {
    run = await givenRun({ status: 'running' });
    await sql().run('DELETE FROM "StopFlag"');
    await savePolicy({ policy: NO_RULES, by: 'system' });
  });
}

type Over = { [K in keyof GateInput]?: Partial<GateInput[K]> };

/** A mail to an address that the author drew, unless told otherwise. */
export function mail(over: Over = {}): GateInput {
  const base: GateInput = {
    call: {
      run: { runId: run.runId, rootRunId: run.runId, flowId: run.flowId, versionId: 'v1', planHash: 'p' },
      stepId: 'send',
      type: 'mail.send',
      iteration: '',
      generation: 0,
      values: {},
      scope: TRUSTED,
    },
    spec: { type: 'mail.send', version: 1, title: 'Send mail', risk: 'send', repeat: 'never' },
    args: [
      { field: 'to', title: 'To', role: 'target', value: 'ben@example.org', label: TRUSTED },
      { field: 'text', title: 'Text', role: 'content', value: 'Hello', label: untrusted('webhook') },
    ],
    literalFields: ['to'],
    target: { kind: 'mail', id: 'ben@example.org' },
    attachments: [{ name: 'a.pdf', size: 1, contentType: 'application/pdf', sha256: 'aa' }],
    connection: { id: 'c1', name: 'Mail', type: 'mail' },
    attempt: 1,
    names: { flowName: 'Test flow', stepName: 'Send' },
  };
  const merged = Object.entries(over).map(([key, value]) => {
    const before = base[key as keyof GateInput];
    return [
      key,
      Array.isArray(value) || typeof value !== 'object' || value === null ? value : { ...(before as object), ...value },
    ];
  });
  return { ...base, ...(Object.fromEntries(merged) as Partial<GateInput>) };
}

/** A mail whose address came in by a webhook: it must be asked for. */
export function mailToStranger(over: Over = {}): GateInput {
  const { args } = mail();
  return mail({ args: [{ ...args[0]!, label: untrusted('webhook') }, args[1]!], literalFields: [], ...over });
}

export const read = (over: Over = {}) => mail({ spec: { risk: 'read', repeat: 'safe' }, ...over });
export const withApproval = (input: GateInput, approvalId: string): GateInput => ({
  ...input,
  call: { ...input.call, approvalId },
});
export const kindOf = async (input: GateInput) => (await passGate(input)).kind;

export async function asked(input: GateInput): Promise<Extract<GateOutcome, { kind: 'ask' }>> {
  const outcome = await passGate(input);
  if (outcome.kind !== 'ask') throw new Error(`Expected a question, got ${JSON.stringify(outcome)}`);
  return outcome;
}

export async function approved(input: GateInput): Promise<GateInput> {
  const { approvalId } = await asked(input);
  await decide({ approvalId, choice: 'approve', by: anna });
  return withApproval(input, approvalId);
}
