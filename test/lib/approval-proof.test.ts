import { describe, expect, test } from 'vitest';
import type { ApprovalArgument, ApprovalRequest } from '#lib/approval.ts';
import { isKeyField, keyFieldOf, needsProof } from '#lib/approval-proof.ts';
import { TRUSTED } from '#lib/label.ts';
import { waiting } from '../components/approvals/requests.ts';

const arg = (role: ApprovalArgument['role'], value: ApprovalArgument['value']): ApprovalArgument => ({
  ...{ field: role, title: `The ${role}`, role, value, label: TRUSTED },
});
const of = (args: ApprovalArgument[], more: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  ...waiting({ args, target: { kind: 'mail', id: 'ben@example.org' }, ...more }).request,
});

describe('what is typed again', () => {
  test.each([
    ['the amount', of([arg('target', 'ben'), arg('amount', 12.5)]), { title: 'The amount', value: '12.5' }],
    ['the target', of([arg('content', 'Hi'), arg('target', ' ben ')]), { title: 'The target', value: 'ben' }],
    [
      'the whole target, where its field is a long one',
      of([arg('target', 'x'.repeat(121))]),
      { title: 'mail', value: 'ben@example.org' },
    ],
    [
      'the whole target, where there are several',
      of([arg('target', ['a', 'b'])]),
      { title: 'mail', value: 'ben@example.org' },
    ],
    [
      'the tool, where there is nothing else',
      of([arg('content', 'Hi')], { target: null }),
      { title: 'Step', value: 'HTTP request' },
    ],
  ])('is %s', (_what, request, field) => {
    expect(keyFieldOf(request)).toEqual(field);
    expect(isKeyField(request, ` ${field.value}\n`)).toBe(true);
  });

  test.each(['', '12', '12.50', '012.5', '１２.5', '12.5 €'])('is not %j for 12.5', (typed) => {
    expect(isKeyField(of([arg('amount', 12.5)]), typed)).toBe(false);
  });

  test('is never what merely looks alike', () => {
    expect(isKeyField(of([arg('target', 'pаypal.com')]), 'paypal.com')).toBe(false);
  });
});

test('a yes to what is critical, or to what a rule says takes a passkey, takes one', () => {
  const { tool } = of([]);
  if (!tool) throw new Error('The action has a tool.');
  expect(needsProof({ kind: 'gate', tool: { ...tool, risk: 'critical' } })).toBe(true);
  expect(needsProof({ kind: 'gate', tool, tier: 'passkey' })).toBe(true);
  expect(needsProof({ kind: 'gate', tool, tier: 'approve' })).toBe(false);
  expect(needsProof({ kind: 'step', tool: null })).toBe(false);
});
