import { describe, expect, it } from 'vitest';
import { trustOf } from '#components/editor/model/trust.ts';
import { draw } from '#test/support/draw.ts';
import { TRUSTED, wholeLabel } from '#lib/label.ts';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import { lint } from '#nodes/lint/lint.ts';
import { staticLabels } from '#nodes/lint/static-labels.ts';
import type { Json } from '#lib/value.ts';

const agentWith = (tools: Json, more: Record<string, Json> = {}) =>
  draw({
    nodes: {
      start: ['manual'],
      helper: ['agent.run', { task: 'Help.', model: 'm', tools, ...more }, { connection: 'c' }],
    },
    wires: ['start > helper'],
  });
const compiled = (tools: Json, more: Record<string, Json> = {}) => compile(agentWith(tools, more), catalogue);
const findings = (tools: Json, policy = DEFAULT_POLICY, more: Record<string, Json> = {}) => {
  const made = compiled(tools, more);
  if (!('plan' in made)) throw new Error(JSON.stringify(made.problems));
  const found = lint(made.plan, { catalogue, policy, flowId: 'flow', isListed: () => false });
  return found.filter(({ node }) => node === 'helper').map(({ rule, severity }) => [rule, severity]);
};
const problems = (tools: Json, more: Record<string, Json> = {}) =>
  compiled(tools, more).problems.map(({ field, message }) => `${field ?? ''}: ${message}`);

const MAIL = { name: 'send_mail', type: 'mail.send', connection: 'm', fill: ['to', 'subject', 'text'] };

it('says which tools of an agent reach others', () => {
  expect(findings([MAIL])).toEqual([['agent-reach', 'note']]);
  expect(findings([{ name: 'count', type: 'counter.add', params: { counter: 'x' }, fill: ['add'] }])).toEqual([]);
});

it('says that an agent with tools that reach others reads packs as well', () => {
  const more = { skills: ['letters'] };
  expect(findings([MAIL], DEFAULT_POLICY, more)).toContainEqual(['agent-skills', 'note']);
  expect(findings([], DEFAULT_POLICY, more)).toEqual([]);
  expect(problems([], { skills: ['{{ trigger.pack }}'] })).toEqual([expect.stringContaining('shapes the agent')]);
});

it('says which tools the rules refuse', () => {
  const rule = { id: 'no-mail', match: { tool: 'mail.*' }, effect: 'deny' as const, reason: 'No mail.' };
  expect(findings([MAIL], { ...DEFAULT_POLICY, rules: [rule] })).toEqual([['refused', 'warning']]);
});

it.each([
  ['a step that starts flows', [{ name: 'a', type: 'manual' }], 'cannot be a tool'],
  ['an agent', [{ name: 'a', type: 'agent.run' }], 'cannot be a tool'],
  ['a step that vouches', [{ name: 'a', type: 'value.endorse' }], 'cannot be a tool'],
  ['what Hearth draws itself', [{ name: 'a', type: 'llm.turn' }], 'cannot be a tool'],
  ['something unknown', [{ name: 'a', type: 'shell.run' }], 'cannot be a tool'],
  ['a field that is none', [{ ...MAIL, fill: ['bcc_all'] }], 'has no setting "bcc_all"'],
  [
    'a fixed value of the wrong kind',
    [{ name: 'a', type: 'counter.add', params: { counter: 'x', add: 'many' } }],
    'add',
  ],
  [
    'a step without its connection',
    [{ name: 'a', type: 'mail.send', fill: ['to', 'subject', 'text'] }],
    'needs a connection',
  ],
  ['a name of its own', [{ name: 'think', type: 'notify' }], 'has something of that name'],
  [
    'two of one name',
    [
      { name: 'a', type: 'notify' },
      { name: 'a', type: 'notify' },
    ],
    'same name',
  ],
])('refuses %s as a tool', (_what, tools, said) => {
  expect(problems(tools).join('\n')).toContain(said);
});

it('refuses to be shaped by data', () => {
  expect(problems('{{ trigger.tools }}').join('\n')).toContain('shapes the agent');
  expect(problems([], { timeLimit: '{{ trigger.time }}' }).join('\n')).toContain('shapes the agent');
});

it('lets nobody draw what Hearth draws itself', () => {
  const flow = draw({
    nodes: { start: ['manual'], turn: ['llm.turn', { model: 'm', round: 0, results: [] }, { connection: 'c' }] },
    wires: ['start > turn'],
  });
  expect(
    compile(flow, catalogue)
      .problems.map(({ message }) => message)
      .join(),
  ).toContain('no node type "llm.turn"');
});

it('compiles to a plan of its own, the same each time', () => {
  const [one, other] = [compiled([MAIL]), compiled([MAIL])];
  if (!('plan' in one) || !('plan' in other)) throw new Error('It does not compile.');
  expect(one.plan.agents).toEqual(other.plan.agents);
  const { helper } = one.plan.agents ?? {};
  expect(helper?.steps['send_mail']).toMatchObject({
    type: 'mail.send',
    byModel: ['to', 'subject', 'text'],
    connection: 'm',
  });
  expect(helper?.steps['send_mail']?.params['to']).toBeUndefined();
});

describe('what an agent gives', () => {
  const outputOf = (more: Record<string, Json>, { trigger = 'manual', type = 'agent.run', called = false } = {}) => {
    const asked: Record<string, Json> =
      type === 'agent.chat' ? { message: 'Hi', conversation: 'me' } : { task: 'Help.' };
    const helper = { ...asked, model: 'm', askPerson: false, ...more };
    const flow = draw({
      nodes: { start: [trigger], helper: [type, helper, { connection: 'c' }], after: ['set', { fields: {} }] },
      wires: ['start > helper', 'helper > after'],
    });
    const made = compile(flow, catalogue);
    if (!('plan' in made)) throw new Error(JSON.stringify(made.problems));
    const labels = staticLabels(made.plan, 'start', { catalogue, ...(called ? { called: 'data' } : {}) });
    const shown = trustOf(flow, catalogue).outputs.has('helper') ? 'untrusted' : 'trusted';
    return [wholeLabel(labels.output('helper')), shown] as const;
  };
  const COUNT = { name: 'count', type: 'counter.add', params: { counter: 'x' }, fill: ['add'] };

  it('is as good as what it is given, where nobody else can put in a word', () => {
    const [label, shown] = outputOf({ task: 'Write a poem about {{ trigger.place }}.' });
    expect(label).toEqual({ ...TRUSTED, origins: ['llm.turn:steps.helper'] });
    expect(shown).toBe('trusted');
  });

  it.each<[string, Record<string, Json>, Parameters<typeof outputOf>[1]?]>([
    ['its task', { task: 'Sum up {{ trigger.body }}.' }, { trigger: 'webhook' }],
    ['its standing rules', { instructions: '{{ trigger.body }}' }, { trigger: 'webhook' }],
    ['a tool', { tools: [COUNT] }],
    ['a question to a person', { askPerson: true }],
    ['a skill pack', { skills: ['letters'] }],
    ['a file', { files: '{{ trigger.files }}' }],
    ['a conversation of before', {}, { type: 'agent.chat' }],
  ])('is untrusted where %s may bring words of others', (_what, more, how) => {
    const [label, shown] = outputOf(more, how);
    expect([label.integrity, shown]).toEqual(['untrusted', 'untrusted']);
  });

  it('is untrusted where a token starts its flow, which may tell it more', () => {
    expect(outputOf({}, { called: true })[0].integrity).toBe('untrusted');
  });

  it('decides on its error branch as well: a run that fails may do so because of what it read', () => {
    const scopeAfter = (tools: Json) => {
      const flow = agentWith(tools, { askPerson: false });
      for (const node of flow.nodes) if (node.id === 'helper') node.settings = { onError: 'branch' };
      flow.nodes.push(...draw({ nodes: { after: ['set', { fields: {} }] }, wires: [] }).nodes);
      flow.edges.push(...draw({ nodes: {}, wires: ['helper.error > after'] }).edges);
      const made = compile(flow, catalogue);
      if (!('plan' in made)) throw new Error(JSON.stringify(made.problems));
      return staticLabels(made.plan, 'start', { catalogue }).scope('after').integrity;
    };
    expect([scopeAfter([]), scopeAfter([COUNT])]).toEqual(['trusted', 'untrusted']);
  });
});
