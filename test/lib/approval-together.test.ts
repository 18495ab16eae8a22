import { describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import {
  batchClass,
  differingFields,
  isTargetChosen,
  planClass,
  recipientClass,
  sameAction,
} from '#lib/approval-together.ts';
import { pickedAt, TRUSTED, untrusted, type Label } from '#lib/label.ts';
import { requestFor } from '#test/platform/given.ts';

const PRIVATE: Label = { ...TRUSTED, confidentiality: 'private' };
const ask = (over: Partial<ApprovalRequest> = {}, to = 'ben@example.org'): ApprovalRequest => {
  const request = requestFor({ runId: 'r1', flowId: 'f1' });
  const [, text] = request.args;
  return {
    ...request,
    args: [
      { field: 'to', title: 'To', role: 'target', value: to, label: PRIVATE },
      { ...text!, role: 'content', label: untrusted('webhook') },
    ],
    target: { kind: 'mail', id: to },
    rule: 'private-data',
    ...over,
  };
};
const arg = (field: string, role: 'control' | 'content' | 'other' | 'target', value: string) => ({
  ...{ field, title: field, role, value, label: TRUSTED },
});
const ALONE: [why: string, Partial<ApprovalRequest>][] = [
  ['critical', { tool: { type: 'pay', version: 1, title: 'Pay', risk: 'critical' } }],
  ['with a passkey', { tier: 'passkey' }],
  ['for two people', { approvers: { two: true } }],
  ['not for those whose flow it is', { approvers: { notBy: ['anna'] } }],
  ['a drawn question', { kind: 'step' }],
  ['an effect of which nobody knows', { kind: 'outcome' }],
  ['for some people alone', { deciders: { kind: 'roles', roles: ['owner'] } }],
];

describe('the very same action', () => {
  it('is the same in another run, version, step and round, asked at another time', () => {
    const other = ask();
    const run = { ...other.run, runId: 'r2', versionId: 'v2', stepId: 'again', iteration: '3' };
    expect(sameAction(ask())).toEqual(sameAction({ ...other, run, nonce: 'x', expiresAt: 1, policyVersion: 9 }));
  });

  it.each<[string, Partial<ApprovalRequest>]>([
    ['another flow', { run: { ...ask().run, flowId: 'f2' } }],
    ['another argument', { args: ask({}, 'eve@example.org').args }],
    ['another target', { target: { kind: 'mail', id: 'eve@example.org' } }],
    ['another file', { attachments: [{ name: 'a.pdf', size: 1, contentType: 'application/pdf', sha256: 'bb' }] }],
    ['another connection', { connection: { id: 'c2', name: 'Mail', type: 'mail' } }],
    ['another version of the tool', { tool: { type: 'mail.send', version: 2, title: 'Send mail', risk: 'send' } }],
    ['another origin', { scope: untrusted('mail') }],
    ['another rule', { rule: 'policy:care' }],
  ])('is another one with %s', (_, over) => {
    expect(sameAction(ask(over))).not.toEqual(sameAction(ask()));
  });

  it.each(ALONE)('never what is %s', (_, over) => {
    expect([sameAction(ask(over)), batchClass(ask(over))]).toEqual([null, null]);
  });
});

describe('a batch', () => {
  it('may differ in what it says, in the flow, and in the person at one domain', () => {
    const other = ask({ run: { ...ask().run, flowId: 'f2' } }, 'Zoe@Example.org');
    const said = other.args.map((one) => (one.field === 'text' ? { ...one, value: 'Else' } : one));
    expect(batchClass({ ...other, args: said })).toEqual(batchClass(ask()));
    expect(differingFields([ask(), { ...other, args: said }, ask()])).toEqual(['to', 'text']);
  });

  it.each<[string, ApprovalRequest]>([
    ['domain', ask({}, 'ben@other.example')],
    ['tool', ask({ tool: { type: 'mail.reply', version: 1, title: 'Reply', risk: 'send' } })],
    ['connection', ask({ connection: null })],
    ['rule', ask({ rule: 'new-target' })],
    ['label of a value', ask({ args: ask().args.map((one) => ({ ...one, label: PRIVATE })) })],
    ['label of the branch', ask({ scope: untrusted('mail') })],
    ['hidden recipient', ask({ args: [...ask().args, arg('bcc', 'target', 'eve@evil.example')] })],
    ['control', ask({ args: [...ask().args, arg('method', 'control', 'DELETE')] })],
    ['field of no known meaning', ask({ args: [...ask().args, arg('x', 'other', 'y')] })],
  ])('has one %s', (_, other) => {
    expect(batchClass(other)).not.toBeNull();
    expect(batchClass(other)).not.toEqual(batchClass(ask()));
  });

  it('never holds what somebody else chose the target of, nor what reaches nobody', () => {
    const tainted = ask().args.map((one) => ({ ...one, label: untrusted('webhook') }));
    expect([batchClass(ask({ args: tainted })), batchClass(ask({ target: null }))]).toEqual([null, null]);
  });

  it('takes a list of addresses as the domains in it, and what is no address as it is', () => {
    expect(recipientClass('a@x.org, b@Y.org; c@x.org')).toEqual(['@x.org', '@y.org']);
    expect(recipientClass(['b@y.org', 'a@x.org'])).toEqual(['@x.org', '@y.org']);
    for (const other of ['api.example.org', 'Ann <a@x.org>', '', 'a@x.org, b', 'a@b@x.org', '+33 1', 7, null])
      expect(recipientClass(other)).toBe(other);
  });
});

describe('a plan', () => {
  it('holds whatever one run waits for, and nothing of another one', () => {
    const other = ask({ tool: { type: 'http.request', version: 1, title: 'Web', risk: 'read' }, target: null });
    expect(planClass(other)).toEqual(planClass(ask()));
    expect(planClass(ask({ run: { ...ask().run, runId: 'r2' } }))).not.toEqual(planClass(ask()));
  });

  it.each(ALONE)('never holds what is %s', (_, over) => {
    expect(planClass(ask(over))).toBeNull();
  });

  it('knows what somebody else has aimed', () => {
    const tainted = ask().args.map((one) => ({ ...one, label: untrusted('webhook') }));
    const picked = ask().args.map((one) => ({ ...one, label: pickedAt('agent', one.label) }));
    const asked = [ask(), ask({ args: tainted }), ask({ args: picked })];
    expect(asked.map(isTargetChosen)).toEqual([false, true, true]);
  });
});
