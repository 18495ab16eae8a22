/** A standing yes covers what was allowed before, but for its content, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRUSTED, untrusted, wordedBy, type Label } from '#lib/label.ts';
import { decide, DEFAULT_POLICY, type GateAction, type GateField, type Policy } from '#lib/policy.ts';
import { exactAction, type Standing } from '#lib/standing.ts';

const MINE: Label = { integrity: 'trusted', confidentiality: 'private', origins: ['person:u1'] };
const THEIRS = untrusted('webhook:hook');
const NOON = Date.UTC(2026, 10, 23, 12);

const field = (name: string, role: GateField['role'], more: Partial<GateField> = {}): GateField => ({
  ...{ field: name, title: name, role, label: MINE, literal: false, value: `the ${name}` },
  ...more,
});

/** Private words to somebody whom the owner's own data names: the defaults ask. */
const LETTER: GateAction = {
  ...{
    tool: 'mail.send',
    title: 'Send mail',
    risk: 'send',
    flowId: 'f1',
    connectionId: 'c1',
    scope: TRUSTED,
    now: NOON,
  },
  ...{ target: { kind: 'mail', id: 'anna@example.org' }, targetListed: false, newTarget: false, callers: [] },
  fields: [
    field('to', 'target'),
    field('cc', 'control'),
    field('sum', 'amount', { value: 5 }),
    field('text', 'content'),
  ],
};

function standingFor(action: GateAction, rule = 'private-data'): Standing {
  const exact = exactAction(action, rule);
  if (!exact) throw new Error('There is none.');
  return { ...exact, id: '0123456789abcdef', expiresAt: NOON + 1000 };
}

const under = (...standing: Standing[]): Policy => ({ ...DEFAULT_POLICY, standing });
const withFields = (change: (one: GateField) => Partial<GateField>): GateAction => ({
  ...LETTER,
  fields: LETTER.fields.map((one) => ({ ...one, ...change(one) })),
});

describe('a standing yes', () => {
  const policy = under(standingFor(LETTER));

  it('lets through what was asked, whatever the content says, names itself, and is done and journaled', () => {
    expect(decide(LETTER, DEFAULT_POLICY)).toMatchObject({ outcome: 'ask', rule: 'private-data' });
    const other = withFields(({ role }) => (role === 'content' ? { value: 'other words' } : {}));
    expect(decide(other, policy)).toMatchObject({
      ...{ outcome: 'allow', rule: 'standing:0123456789abcdef', tier: 'journal' },
    });
  });

  it('is over at its time, and has none without a time', () => {
    expect(decide({ ...LETTER, now: NOON + 1000 }, policy).outcome).toBe('ask');
    const { now: _now, ...timeless } = LETTER;
    expect(decide(timeless, policy).outcome).toBe('ask');
  });

  it.each<[string, GateAction]>([
    ['another flow', { ...LETTER, flowId: 'f2' }],
    ['the same flow when another one called it', { ...LETTER, callers: ['f2'] }],
    ['another step type', { ...LETTER, tool: 'mail.reply' }],
    ['another connection', { ...LETTER, connectionId: 'c2' }],
    ['another target', { ...LETTER, target: { kind: 'mail', id: 'anna@example.com' } }],
    ['one more recipient', { ...LETTER, target: { kind: 'mail', id: 'anna@example.org, eve@example.org' } }],
    ['what destroys', { ...LETTER, risk: 'destroy' }],
    ['what is critical', { ...LETTER, risk: 'critical' }],
    ['another amount', withFields(({ role }) => (role === 'amount' ? { value: 500 } : {}))],
    ['another setting', withFields(({ role }) => (role === 'control' ? { value: 'eve@example.org' } : {}))],
    ['content of another kind', withFields(({ role }) => (role === 'content' ? { label: THEIRS } : {}))],
    ['words of a model', withFields(({ role }) => (role === 'content' ? { label: wordedBy('llm.ask:s', MINE) } : {}))],
    ['secret content', withFields(() => ({ label: { ...MINE, confidentiality: 'secret' as const } }))],
    ['a target that a stranger chose', withFields(({ role }) => (role === 'target' ? { label: THEIRS } : {}))],
    ['a branch that a stranger chose', { ...LETTER, scope: THEIRS }],
    ['somebody nobody has written to', { ...LETTER, newTarget: true }],
  ])('is not for %s', (_, action) => {
    expect(decide(action, policy).outcome).toBe('ask');
  });

  it('takes one for each question: that it happens, and that private data goes', () => {
    const both: GateAction = { ...LETTER, scope: THEIRS };
    const branch = standingFor(both, 'untrusted-branch');
    expect(decide(both, under(branch))).toMatchObject({ outcome: 'ask', rule: 'private-data' });
    expect(decide(both, under(branch, standingFor(both))).outcome).toBe('allow');
  });

  it('never outweighs a rule of the owner, nor takes the place of two people', () => {
    const rule = { id: 'look', match: {}, reason: 'We look.' };
    const having = (effect: 'ask' | 'passkey' | 'deny') => decide(LETTER, { ...policy, rules: [{ ...rule, effect }] });
    expect(having('ask')).toMatchObject({ outcome: 'ask', rule: 'policy:look' });
    expect(having('passkey')).toMatchObject({ outcome: 'ask', tier: 'passkey' });
    expect(having('deny').outcome).toBe('deny');
    const allowLists = [{ name: 'few', match: {}, targets: ['bo@example.org'] }];
    expect(decide(LETTER, { ...policy, allowLists }).outcome).toBe('deny');
    const two = { ...rule, effect: 'ask' as const, two: true as const };
    expect(decide(LETTER, { ...policy, rules: [two] })).toMatchObject({ outcome: 'ask', approvers: { two: true } });
  });
});

describe('there is none', () => {
  it.each<[string, GateAction, string]>([
    ['for a target that others chose', withFields(() => ({ label: THEIRS })), 'untrusted-target'],
    ['for a target that a model chose', withFields(() => ({ label: wordedBy('llm.ask:s', MINE) })), 'private-data'],
    ['for somebody new', LETTER, 'new-target'],
    ['for what is critical', { ...LETTER, risk: 'critical' }, 'critical'],
    ['for what is critical, whatever asks', { ...LETTER, risk: 'critical' }, 'private-data'],
    ['for a rule of the owner', LETTER, 'policy:look'],
    ['without a target', { ...LETTER, target: null }, 'private-data'],
  ])('%s', (_, action, rule) => {
    expect(exactAction(action, rule)).toBeNull();
  });
});

describe('over any two actions', () => {
  /** The first of them in most cases: what may be waived is rare among what is drawn from all there is. */
  const mostly = <T>(usual: T, ...others: T[]) =>
    fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });
  const label = fc.record<Label>({
    integrity: mostly<Label['integrity']>('trusted', 'untrusted'),
    confidentiality: mostly<Label['confidentiality']>('private', 'public', 'secret'),
    origins: mostly(['person:u1'], ['llm.ask:s']),
  });
  const fields = fc
    .tuple(label, label, label, fc.integer({ min: 0, max: 1 }))
    .map(([to, text, sum, value]) => [
      field('to', 'target', { label: to }),
      field('text', 'content', { label: text, value }),
      field('sum', 'amount', { label: sum, value }),
    ]);
  const action = fc.record<GateAction>({
    tool: mostly('mail.send', 'mqtt.publish'),
    title: fc.constant('It'),
    risk: mostly<GateAction['risk']>('send', 'destroy', 'critical'),
    flowId: mostly('f1', 'f2'),
    callers: mostly<string[]>([], ['f2']),
    connectionId: mostly<string | null>('c1', null),
    fields,
    scope: label,
    target: mostly<GateAction['target']>(
      { kind: 'mail', id: 'a@example.org' },
      { kind: 'mail', id: 'b@example.org' },
      null,
    ),
    targetListed: fc.constant(false),
    newTarget: mostly(false, true),
    now: mostly(NOON, NOON + 1000),
  });
  const PARTS = ['tool', 'risk', 'flowId', 'callers', 'connectionId', 'fields', 'scope', 'target', 'now'] as const;
  /** The other has some of its parts in common with the one. */
  const pair = fc.tuple(action, action, fc.subarray([...PARTS])).map(([one, other, differ]) => {
    const parts = differ.map((part) => [part, other[part]] as const);
    return [one, { ...one, ...Object.fromEntries(parts) }] as [GateAction, GateAction];
  });
  const heart = ({ tool, flowId, connectionId, target }: GateAction) => [tool, flowId, connectionId, target];

  it('the yes to one lets the other through only where they are the same but for the content', () => {
    const letThrough = { count: 0 };
    fc.assert(
      fc.property(pair, fc.constantFrom('private-data', 'untrusted-branch'), ([one, other], rule) => {
        const exact = exactAction(one, rule);
        if (!exact) return;
        const policy = under({ ...exact, id: '0123456789abcdef', expiresAt: NOON + 1000 });
        const [before, after] = [decide(other, DEFAULT_POLICY), decide(other, policy)];
        if (before.outcome === after.outcome) return;
        letThrough.count += 1;
        expect([before.outcome, after.outcome]).toEqual(['ask', 'allow']);
        expect(before.rule).toBe(rule);
        expect(heart(other)).toEqual(heart(one));
        expect([other.risk, other.now, other.callers]).toEqual(['send', NOON, []]);
        const target = other.fields.find(({ role }) => role === 'target');
        expect(target?.label).toMatchObject({ integrity: 'trusted', origins: ['person:u1'] });
        expect(other.fields.find(({ role }) => role === 'amount')?.value).toBe(
          one.fields.find(({ role }) => role === 'amount')?.value,
        );
      }),
      { numRuns: 20_000 },
    );
    expect(letThrough.count).toBeGreaterThan(100);
  });
});
