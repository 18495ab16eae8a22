import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { decide, DEFAULT_POLICY } from '#lib/policy.ts';
import type { AllowList, GateAction, GateField, Policy, PolicyRule } from '#lib/policy.ts';
import { foresee } from '#lib/policy-preview.ts';
import { Policy as PolicySchema } from '#lib/policy-schema.ts';
import { fitsWhen, isPattern, type Condition } from '#lib/policy-when.ts';
import type { Json } from '#lib/value.ts';

const noon = Date.parse('2026-11-23T12:00:00Z');

function fits(condition: Condition, values: Record<string, Json | undefined> = {}, targets: string[] = []): boolean {
  return fitsWhen([condition], { targets, values, now: noon });
}

describe('a pattern', () => {
  it.each([
    ['*@example.org', 'anna@example.org', true],
    ['*@example.org', 'anna@example.org.evil.test', false],
    ['*.example.org', 'example.org', false],
    ['home/*/light', 'home/hall/light', true],
    ['home/*/light', 'home/light', false],
    ['a*a', 'a', false],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'acb', false],
    ['EXAMPLE.org', ' example.ORG ', true],
    ['*', 'anything', true],
    ['a.c', 'abc', false],
    ['(x+)*', '(x+)y', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(isPattern(pattern, text)).toBe(expected);
  });

  it('takes no time over text that was made to take some', () => {
    const before = performance.now();
    expect(isPattern(`${'a*'.repeat(150)}b`, 'a'.repeat(200_000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe('a condition', () => {
  it('looks at every recipient: one that is like it is enough, and one that is not', () => {
    const two = ['anna@example.org', 'eve@evil.test'];
    expect(fits({ about: 'target', is: 'like', patterns: ['*@evil.test'] }, {}, two)).toBe(true);
    expect(fits({ about: 'target', is: 'unlike', patterns: ['*@example.org'] }, {}, two)).toBe(true);
    expect(fits({ about: 'target', is: 'unlike', patterns: ['*@example.org'] }, {}, two.slice(0, 1))).toBe(false);
  });

  it('reads the path of an address as a server does', () => {
    const admin: Condition = { about: 'path', is: 'like', patterns: ['/admin*'] };
    for (const url of [
      'https://a.test/admin',
      'https://a.test/x/../admin/y',
      'https://a.test/%61dmin',
      'https://a.test/x/%2e%2e/admin',
    ])
      expect([url, fits(admin, { url })]).toEqual([url, true]);
    expect(fits(admin, { url: 'https://a.test/x?/admin' })).toBe(false);
  });

  it('knows methods, fields and lists of texts', () => {
    expect(fits({ about: 'method', is: 'like', patterns: ['delete'] }, { method: 'DELETE' })).toBe(true);
    expect(fits({ about: 'field:topics', is: 'unlike', patterns: ['home/*'] }, { topics: ['home/a', 'door/b'] })).toBe(
      true,
    );
  });

  it.each<[Json | undefined, boolean]>([
    [50, false],
    [50.01, true],
    ['51', true],
    ['49', false],
    ['much', true],
    [null, true],
    [undefined, true],
    [[1], true],
  ])('counts %j over 50: %s', (amount, expected) => {
    expect(fits({ about: 'field:amount', is: 'over', max: 50 }, { amount })).toBe(expected);
  });

  it.each([
    ['22:00', '07:00', '2026-11-23T22:30:00+01:00', true],
    ['22:00', '07:00', '2026-11-24T06:59:00+01:00', true],
    ['22:00', '07:00', '2026-11-24T07:00:00+01:00', false],
    ['09:00', '17:00', '2026-11-23T16:59:00+01:00', true],
    ['09:00', '17:00', '2026-11-23T08:59:00+01:00', false],
  ])('from %s to %s holds at %s: %s', (...[from, to, at, expected]) => {
    const condition: Condition = { about: 'time', is: 'within', from, to, zone: 'Europe/Paris' };
    expect(fitsWhen([condition], { targets: [], values: {}, now: Date.parse(at) })).toBe(expected);
  });

  it('gives the small hours to the evening before', () => {
    const friday: Condition = { about: 'time', is: 'within', from: '22:00', to: '07:00', zone: 'UTC', days: [5] };
    const at = (text: string) => fitsWhen([friday], { targets: [], values: {}, now: Date.parse(text) });
    expect([at('2026-11-27T23:00:00Z'), at('2026-11-28T03:00:00Z'), at('2026-11-28T23:00:00Z')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('fits what only a run can tell', () => {
    expect(fits({ about: 'method', is: 'like', patterns: ['GET'] }, { method: undefined })).toBe(true);
    expect(fits({ about: 'method', is: 'like', patterns: ['GET'] })).toBe(false);
    expect(fits({ about: 'target', is: 'like', patterns: ['x'] })).toBe(true);
  });
});

const STRICT = { allow: 0, ask: 1, deny: 2 } as const;
const CARE = { silent: 0, journal: 1, approve: 2, passkey: 3, never: 4 } as const;

const label = fc.constantFrom(TRUSTED, untrusted('mail:steps.in'));
const text = fc.constantFrom('ana@example.org', 'eve@evil.test', 'GET', 'POST', '.ssh/id', 'https://a.test/x');
const field: fc.Arbitrary<GateField> = fc.record({
  field: fc.constantFrom('to', 'method', 'url', 'amount', 'path'),
  title: fc.constant('Field'),
  role: fc.constantFrom('target', 'content', 'amount', 'control', 'other'),
  label,
  literal: fc.boolean(),
  value: fc.oneof(text, fc.integer({ min: 0, max: 100 })),
});
const action: fc.Arbitrary<GateAction> = fc.record({
  tool: fc.constantFrom('mail.send', 'http.request', 'file.write'),
  title: fc.constant('Tool'),
  risk: fc.constantFrom('read', 'write', 'send', 'destroy', 'critical'),
  flowId: fc.constantFrom('f1', 'f2'),
  callers: fc.subarray(['f1', 'f3']),
  connectionId: fc.constantFrom('c1', null),
  fields: fc.array(field, { maxLength: 4 }),
  scope: label,
  target: fc.option(fc.record({ kind: fc.constant('mail'), id: text })),
  targetListed: fc.boolean(),
  newTarget: fc.boolean(),
  now: fc.integer({ min: noon, max: noon + 86_400_000 }),
});
const match = fc.record(
  { tool: fc.constantFrom('*', 'mail.*', 'file.write'), flowId: fc.constantFrom('f1', 'f3') },
  { requiredKeys: [] },
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    about: fc.constantFrom('target' as const, 'method' as const, 'path' as const),
    is: fc.constantFrom('like' as const, 'unlike' as const),
    patterns: fc.array(fc.constantFrom('*@example.org', 'GET', '*'), { minLength: 1 }),
  }),
  fc.record({
    about: fc.constant('field:amount' as const),
    is: fc.constant('over' as const),
    max: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    about: fc.constant('time' as const),
    is: fc.constantFrom('within' as const, 'outside' as const),
    from: fc.constant('08:00'),
    to: fc.constant('20:00'),
    zone: fc.constant('UTC'),
  }),
);
const rule: fc.Arbitrary<PolicyRule> = fc.record({
  id: fc.constantFrom('a', 'b'),
  match,
  when: fc.array(condition, { maxLength: 2 }),
  effect: fc.constantFrom('ask', 'passkey', 'deny'),
  reason: fc.constant('Because.'),
});
const list: fc.Arbitrary<AllowList> = fc.record({
  name: fc.constant('l'),
  match,
  targets: fc.array(fc.constantFrom('ana@example.org', '*@evil.test')),
});
const policy: fc.Arbitrary<Policy> = fc.record({
  rules: fc.array(rule, { maxLength: 3 }),
  allowLists: fc.array(list, { maxLength: 2 }),
  budgets: fc.constant([]),
});

describe('policies together', () => {
  it('are never wider than each of them, nor than the rules that always hold', () => {
    fc.assert(
      fc.property(action, policy, policy, (what, one, other) => {
        const both: Policy = {
          rules: [...one.rules, ...other.rules],
          allowLists: [...one.allowLists, ...other.allowLists],
          budgets: [],
        };
        const together = decide(what, both);
        for (const alone of [one, other, DEFAULT_POLICY]) {
          const single = decide(what, alone);
          expect(STRICT[together.outcome]).toBeGreaterThanOrEqual(STRICT[single.outcome]);
          expect(CARE[together.tier]).toBeGreaterThanOrEqual(CARE[single.tier]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('hold for a called flow as for its callers: more callers never widen', () => {
    fc.assert(
      fc.property(action, policy, (what, rules) => {
        const alone = decide({ ...what, callers: [] }, rules);
        expect(STRICT[decide(what, rules).outcome]).toBeGreaterThanOrEqual(STRICT[alone.outcome]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the care that an action takes', () => {
  const base: GateAction = {
    ...{ tool: 'mail.send', title: 'Send mail', risk: 'send', flowId: 'f', connectionId: null, scope: TRUSTED },
    fields: [{ field: 'to', title: 'To', role: 'target', label: TRUSTED, literal: true, value: 'ana@example.org' }],
    ...{ target: { kind: 'mail', id: 'ana@example.org' }, targetListed: false, newTarget: true },
  };
  const drawn = base.fields[0]!;
  const tier = (more: Partial<GateAction>, rules: PolicyRule[] = []) =>
    decide({ ...base, ...more }, { ...DEFAULT_POLICY, rules }).tier;
  const worked = { fields: [{ ...drawn, literal: false }] };

  it('grows with the risk', () => {
    expect([tier({ risk: 'read' }), tier({ risk: 'write' }), tier({}), tier({ risk: 'critical' })]).toEqual([
      ...['silent', 'journal', 'journal', 'passkey'],
    ]);
  });

  it('is a person for the first message to somebody who is neither drawn nor listed', () => {
    expect([tier(worked), tier({ ...worked, newTarget: false }), tier({ ...worked, targetListed: true })]).toEqual([
      ...['approve', 'journal', 'journal'],
    ]);
  });

  it('is raised by an amount, and by nothing lowered', () => {
    const over: PolicyRule = {
      ...{ id: 'much', match: {}, effect: 'passkey', reason: 'Much money.' },
      when: [{ about: 'field:amount', is: 'over', max: 100 }],
    };
    const amount = (value: number) => ({
      fields: [drawn, { ...drawn, field: 'amount', role: 'amount' as const, value }],
    });
    expect([tier(amount(100), [over]), tier(amount(101), [over])]).toEqual(['journal', 'passkey']);
    const asks: PolicyRule = { id: 'ask', match: {}, effect: 'ask', reason: 'Look.' };
    expect(tier({ risk: 'critical' }, [asks])).toBe('passkey');
  });

  it('is never for places that hold keys, whatever the case and however it is written', () => {
    const path = (value: string) =>
      tier({ tool: 'file.read', risk: 'read', fields: [{ ...drawn, field: 'path', value }] });
    for (const value of ['.ssh/id_rsa', 'a/.SSH/x', '.gnupg', 'x\\.aws\\credentials'])
      expect([value, path(value)]).toEqual([value, 'never']);
    expect(path('notes/ssh.txt')).toBe('silent');
  });
});

describe('a policy file', () => {
  it('takes conditions, and no way to allow', () => {
    const when = [{ about: 'time', is: 'within', from: '22:00', to: '07:00', zone: 'Europe/Paris' }];
    const rules = [{ id: 'night', match: {}, when, effect: 'ask', reason: 'At night.' }];
    expect(PolicySchema.parse({ rules, sendDelay: '1m', loopBreaker: { max: 5, window: '10m' } }).rules).toEqual(rules);
    for (const bad of [
      { rules: [{ ...rules[0], effect: 'allow' }] },
      { rules: [{ ...rules[0], when: [{ ...when[0], zone: 'Mars/Olympus' }] }] },
      { rules: [{ ...rules[0], when: [{ about: 'field:__proto__', is: 'over', max: 1 }] }] },
      { rules: [{ ...rules[0], when: [] }] },
      { sendDelay: '2h' },
      { allow: [] },
    ])
      expect(PolicySchema.safeParse(bad).success).toBe(false);
  });
});

describe('what is told of a step before it runs', () => {
  const drawn = { tool: 'mail.send', flowId: 'f', connectionId: null, risk: 'write' as const, targets: [] };
  const word = (rule: Partial<PolicyRule>) =>
    foresee(drawn, { ...DEFAULT_POLICY, rules: [{ id: 'r', match: {}, effect: 'deny', reason: 'No.', ...rule }] }).word;

  it('does not promise what depends on conditions', () => {
    const when: Condition[] = [{ about: 'time', is: 'within', from: '22:00', to: '07:00', zone: 'UTC' }];
    expect([word({}), word({ effect: 'passkey' }), word({ when })]).toEqual(['deny', 'ask', 'depends']);
  });
});
