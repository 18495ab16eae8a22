import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import { Policy } from '#lib/policy-schema.ts';
import { decide, type GateAction, type PolicyRule } from '#lib/policy.ts';

const action: GateAction = {
  tool: 'mail.send',
  title: 'Send mail',
  risk: 'send',
  flowId: 'f1',
  connectionId: null,
  fields: [],
  scope: TRUSTED,
  target: { kind: 'mail', id: 'ben@example.org' },
  targetListed: true,
};
const rule = (id: string, more: Partial<PolicyRule> = {}): PolicyRule => ({
  id,
  match: { tool: 'mail.*' },
  effect: 'ask',
  reason: 'Care.',
  ...more,
});
const policyOf = (...rules: PolicyRule[]) => ({ rules, allowLists: [], budgets: [] });
const approversOf = (...rules: PolicyRule[]) => decide(action, policyOf(...rules)).approvers;

describe('who has to allow it', () => {
  it('is what all fitting rules want together, whichever of them asks', () => {
    expect(approversOf(rule('a'), rule('b', { two: true }), rule('c', { notOwn: true }))).toEqual({
      two: true,
      notOwn: true,
    });
    expect(approversOf(rule('a'), rule('b', { two: true, match: { tool: 'http.request' } }))).toBeUndefined();
    expect(approversOf(rule('a', { two: true, match: { flowId: 'f1' } }))).toEqual({ two: true });
  });

  it('holds too for what the defaults ask about', () => {
    const critical = { ...action, risk: 'critical' as const };
    expect(decide(critical, policyOf(rule('a', { two: true })))).toMatchObject({
      outcome: 'ask',
      tier: 'passkey',
      approvers: { two: true },
    });
  });

  it('never asks fewer people because of one rule more', () => {
    const tick = fc.constantFrom<true | undefined>(true, undefined);
    const rules = fc.array(
      fc.record({ two: tick, notOwn: tick, effect: fc.constantFrom<PolicyRule['effect']>('ask', 'passkey', 'deny') }),
      { maxLength: 4 },
    );
    const ranks = { allow: 0, ask: 1, deny: 2 };
    const drawn = (
      all: { two: true | undefined; notOwn: true | undefined; effect: PolicyRule['effect'] }[],
      name: string,
    ) =>
      all.map(({ two, notOwn, effect }, at) =>
        rule(`${name}${at}`, { effect, ...(two ? { two } : {}), ...(notOwn ? { notOwn } : {}) }),
      );
    fc.assert(
      fc.property(rules, rules, (some, more) => {
        const few = decide(action, policyOf(...drawn(some, 'a')));
        const many = decide(action, policyOf(...drawn(some, 'a'), ...drawn(more, 'b')));
        expect(ranks[many.outcome]).toBeGreaterThanOrEqual(ranks[few.outcome]);
        if (many.outcome === 'ask') expect({ ...few.approvers, ...many.approvers }).toEqual(many.approvers ?? {});
      }),
    );
  });

  it('can be saved, and only be asked for', () => {
    expect(Policy.safeParse(policyOf(rule('a', { two: true, notOwn: true }))).success).toBe(true);
    expect(Policy.safeParse({ rules: [{ ...rule('a'), two: false }] }).success).toBe(false);
  });
});
