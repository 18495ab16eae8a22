import { describe, expect, it } from 'vitest';
import { joinLabels, TRUSTED, untrusted, vouchedAt, wordedBy } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { budgetsOf, decide, DEFAULT_POLICY } from '#lib/policy.ts';
import type { GateAction, GateField } from '#lib/policy.ts';
import { Policy } from '#lib/policy-schema.ts';

const outside = untrusted('webhook:hook');
const mine: Label = { integrity: 'trusted', confidentiality: 'private', origins: ['steps.find'] };

function field(role: GateField['role'], label: Label = TRUSTED, literal = label === TRUSTED): GateField {
  return { field: role, title: `The ${role}`, role, label, literal };
}

function action(more: Partial<GateAction> = {}): GateAction {
  return {
    tool: 'mail.send',
    title: 'Send mail',
    risk: 'send',
    flowId: 'f1',
    connectionId: 'c1',
    fields: [field('target'), field('content')],
    scope: TRUSTED,
    target: { kind: 'mail', id: 'ana@example.org' },
    targetListed: false,
    ...more,
  };
}

function verdict(more: Partial<GateAction>, policy = DEFAULT_POLICY): string {
  const { outcome, rule } = decide(action(more), policy);
  return `${outcome} ${rule}`;
}

describe('the default rules', () => {
  it.each<[string, Partial<GateAction>, string]>([
    [
      'reading goes, whatever it reads',
      { risk: 'read', fields: [field('target', outside)], scope: outside },
      'allow read',
    ],
    [
      'writing our own data goes',
      { risk: 'write', fields: [field('content', outside)], scope: outside },
      'allow write',
    ],
    [
      'private data goes to a target that a person vouched for in this run, also the first time',
      { fields: [field('target', vouchedAt('ask', outside)), field('content', mine)], newTarget: true },
      'allow vouched-target',
    ],
    [
      'and not once a stranger’s word was added to it',
      { fields: [field('target', joinLabels(vouchedAt('ask', outside), outside)), field('content', mine)] },
      'ask untrusted-target',
    ],
    [
      'a stranger’s value is vouched for by a person',
      { endorses: true, risk: 'read', fields: [field('content', outside)] },
      'ask endorse',
    ],
    [
      'and so are the words of a model',
      { endorses: true, risk: 'read', fields: [field('content', wordedBy('llm.ask:steps.write', mine))] },
      'ask endorse',
    ],
    [
      'a value of the owner needs nobody to vouch for it',
      { endorses: true, risk: 'read', fields: [field('content', mine)] },
      'allow read',
    ],
    [
      'untrusted content to a drawn target goes',
      { fields: [field('target'), field('content', outside)] },
      'allow drawn-target',
    ],
    [
      'untrusted content to a listed target goes',
      { fields: [field('target', outside), field('content', outside)], targetListed: true },
      'allow listed-target',
    ],
    ['an untrusted target asks', { fields: [field('target', outside), field('content')] }, 'ask untrusted-target'],
    [
      'an untrusted amount asks, even to a listed target',
      { fields: [field('target'), field('amount', outside)], targetListed: true },
      'ask untrusted-amount',
    ],
    ['an untrusted control asks', { fields: [field('target'), field('control', outside)] }, 'ask untrusted-control'],
    [
      'an untrusted field without a role counts as control',
      { fields: [field('target'), field('other', outside)] },
      'ask untrusted-control',
    ],
    ['a branch decided from outside asks', { scope: outside }, 'ask untrusted-branch'],
    [
      'a branch decided from outside asks even for a listed target',
      { scope: outside, targetListed: true },
      'ask untrusted-branch',
    ],
    [
      'private data to a target that is worked out asks',
      { fields: [field('target', mine), field('content', mine)] },
      'ask private-data',
    ],
    [
      'private data to a listed target goes',
      { fields: [field('target', mine), field('content', mine)], targetListed: true },
      'allow listed-target',
    ],
    [
      'public data to a trusted target goes',
      { fields: [field('target', mine), field('content', TRUSTED)] },
      'allow trusted',
    ],
    [
      'destroying by an untrusted choice asks',
      { risk: 'destroy', fields: [field('target', outside)] },
      'ask untrusted-target',
    ],
    ['destroying in a tainted branch asks', { risk: 'destroy', scope: outside }, 'ask untrusted-branch'],
    ['destroying what is drawn goes', { risk: 'destroy' }, 'allow drawn-target'],
    ['what is critical always asks', { risk: 'critical', targetListed: true }, 'ask critical'],
  ])('%s', (_, more, expected) => {
    expect(verdict(more)).toBe(expected);
  });

  it('say in a sentence whose choice it would be', () => {
    const { reason } = decide(action({ fields: [field('target', outside)] }), DEFAULT_POLICY);
    expect(reason).toBe('"The target" comes from webhook:hook, so somebody else would choose who is reached.');
  });
});

describe('a policy', () => {
  const rules = [
    { id: 'no-night', match: { tool: 'mail.*' }, effect: 'ask' as const, reason: 'We look at every mail.' },
  ];

  it('can ask where the defaults go, and refuse where they ask', () => {
    expect(verdict({}, { ...DEFAULT_POLICY, rules })).toBe('ask policy:no-night');
    const deny = [{ id: 'never', match: { connection: 'c1' }, effect: 'deny' as const, reason: 'Not from here.' }];
    expect(verdict({ risk: 'critical' }, { ...DEFAULT_POLICY, rules: deny })).toBe('deny policy:never');
  });

  it('cannot let through what the defaults ask about', () => {
    expect(verdict({ fields: [field('target', outside)] }, { ...DEFAULT_POLICY, rules })).toBe('ask untrusted-target');
    expect(Policy.safeParse({ rules: [{ id: 'a', match: {}, effect: 'allow', reason: 'x' }] }).success).toBe(false);
  });

  it('is only about what it names', () => {
    const other = {
      ...DEFAULT_POLICY,
      rules: [{ id: 'a', match: { tool: 'mail.sendmany', flowId: 'f1' }, effect: 'deny' as const, reason: 'x' }],
    };
    expect(verdict({}, other)).toBe('allow drawn-target');
    expect(verdict({ flowId: 'f2', tool: 'mail.sendmany' }, other)).toBe('allow drawn-target');
  });

  it('with an allow-list refuses every other target', () => {
    const closed = {
      ...DEFAULT_POLICY,
      allowLists: [{ name: 'Family', match: { tool: 'mail.send' }, targets: ['bo@example.org'] }],
    };
    expect(verdict({}, closed)).toBe('deny allow-list:Family');
    expect(verdict({ target: null }, closed)).toBe('deny allow-list:Family');
    expect(verdict({ target: { kind: 'mail', id: 'bo@example.org' } }, closed)).toBe('allow drawn-target');
    const several = { target: { kind: 'mail', id: 'bo@example.org, eve@example.org' } };
    expect(verdict({ ...several, targetIds: ['bo@example.org', 'eve@example.org'] }, closed)).toMatch(/^deny/);
    expect(verdict({ ...several, targetIds: ['bo@example.org'] }, closed)).toBe('allow drawn-target');
    expect(verdict({ ...several, targetIds: [] }, closed)).toMatch(/^deny/);
  });

  it('names the budgets that an action draws on', () => {
    const budgets = [
      { name: 'mails', tool: 'mail.*', max: 20, window: '1d' },
      { name: 'all', tool: '*', max: 500, window: '1d' },
      { name: 'pay', tool: 'pay.send', max: 50, window: '1d', amount: 'amount' },
    ];
    expect(budgetsOf({ tool: 'mail.send' }, { ...DEFAULT_POLICY, budgets }).map(({ name }) => name)).toEqual([
      'mails',
      'all',
    ]);
  });

  it('file is checked before it counts', () => {
    expect(Policy.parse({})).toEqual(DEFAULT_POLICY);
    expect(
      Policy.safeParse({
        rules: [
          { ...rules[0], id: 'x' },
          { ...rules[0], id: 'x' },
        ],
      }).success,
    ).toBe(false);
    expect(Policy.safeParse({ budgets: [{ name: 'x', tool: 'mail.send', max: 1, window: 'soon' }] }).success).toBe(
      false,
    );
    expect(Policy.safeParse({ extra: true }).success).toBe(false);
  });
});
