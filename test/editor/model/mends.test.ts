/** What a finding offers puts it right: in one change, and without another fault. */
import { describe, expect, it } from 'vitest';
import { drawnWay } from '#components/editor/model/drawn-way.ts';
import { mended } from '#components/editor/model/mends.ts';
import type { Flow } from '#lib/flow.ts';
import { textsOf } from '#messages/texts.ts';
import { catalogue } from '#nodes/index.ts';
import type { Mend } from '#nodes/lint/finding.ts';
import { findings } from '#test/lib/support/findings.ts';
import { draw } from '#test/support/draw.ts';

const t = textsOf({ language: 'en', tag: 'en-GB' }, 'lint.drawn');
const wires = (flow: Flow) => flow.edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}`).toSorted();
const mend = (flow: Flow, node: string, how: Mend) => mended(flow, { node, mend: how, catalogue, t });

const leak = draw({
  nodes: {
    hook: ['webhook', { secret: 'key' }],
    wanted: ['if', { rows: [{ left: '{{ trigger.body.want }}', operator: 'isTrue' }] }],
    tell: [
      'mail.send',
      { to: '{{ trigger.body.to }}', subject: 'Hello', text: '{{ trigger.body.text }}' },
      { connection: 'c', settings: { join: { mode: 'any' } } },
    ],
    after: ['set', { fields: { sent: '{{ steps.tell.messageId }}' } }],
  },
  wires: ['hook > wanted', 'wanted.true > tell', 'wanted.false > tell', 'tell > after'],
});
const straight = draw({
  nodes: {
    hook: ['webhook', { secret: 'key' }],
    tell: [
      'mail.send',
      { to: '{{ trigger.body.to }}', subject: 'Hello', text: '{{ trigger.body.text }}' },
      { connection: 'c' },
    ],
  },
  wires: ['hook > tell'],
});
const chat = draw({
  nodes: {
    said: ['telegram.message', { connection: 'c' }],
    reply: ['telegram.send', { to: '{{ trigger.chat.id }}', text: 'Thank you.' }, { connection: 'c' }],
  },
  wires: ['said > reply'],
});
const tried = draw({
  nodes: {
    hand: ['manual'],
    post: [
      'http.request',
      { method: 'POST', url: 'https://example.org' },
      { settings: { retry: { attempts: 3 }, timeout: '1m' } },
    ],
  },
  wires: ['hand > post'],
});

describe('a question before a step', () => {
  it('stands on every wire that leads there, and shows what the step is given', () => {
    const { flow, id } = mend(leak, 'tell', { kind: 'ask' });
    expect(wires(flow)).toEqual([
      'approval.approve > tell',
      'hook.out > wanted',
      'tell.out > after',
      'wanted.false > approval',
      'wanted.true > approval',
    ]);
    const asked = flow.nodes.find((node) => node.id === id);
    expect(asked).toMatchObject({ type: 'approval', settings: { join: { mode: 'any' } } });
    expect(asked?.params.message).toBe('To: {{ trigger.body.to }}\nSubject: Hello\nText: {{ trigger.body.text }}');
    const tell = flow.nodes.find((node) => node.id === 'tell');
    expect(tell).not.toHaveProperty('settings');
    expect(tell?.position.x).toBeGreaterThan(asked?.position.x ?? 0);
  });
});

describe('a field that a person fills in', () => {
  it('takes what was answered, and the question shows what the data says', () => {
    const { flow, id } = mend(leak, 'tell', { kind: 'fill', field: 'to' });
    expect(flow.nodes.find((node) => node.id === 'tell')?.params.to).toBe('{{ steps.approval.answers.to }}');
    const asked = flow.nodes.find((node) => node.id === id);
    expect(asked?.params).toMatchObject({ fields: [{ name: 'to', type: 'mail', title: 'To', required: true }] });
    expect(asked?.params.message).toContain('{{ trigger.body.to }}');
  });
});

describe('a check before a field', () => {
  it('lets only contacts into a field for addresses, and is no finding any more', () => {
    const { flow, id, focus } = mend(leak, 'tell', { kind: 'check', field: 'to' });
    expect(flow.nodes.find((node) => node.id === id)).toMatchObject({
      type: 'value.check',
      params: { kind: 'mail', value: '{{ trigger.body.to }}' },
    });
    expect(flow.nodes.find((node) => node.id === 'tell')?.params.to).toBe(`{{ steps.${id}.value }}`);
    expect(focus).toBe('value');
    expect(findings(flow).filter(({ rule }) => rule === 'private-way-out')).toEqual([]);
  });

  it('asks the author for the choices elsewhere', () => {
    const post = {
      ...tried,
      nodes: tried.nodes.map((one) =>
        one.id === 'post' ? { ...one, params: { ...one.params, url: '{{ trigger.url }}' } } : one,
      ),
    };
    expect(mend(post, 'post', { kind: 'check', field: 'url' }).focus).toBe('choices');
  });
});

it('nobody is asked to vouch where the branch itself was chosen by others: it would clear nothing', () => {
  const offered = (flow: Flow) => findings(flow).find((one) => one.rule === 'private-way-out')?.mends ?? [];
  expect(offered(straight)).toContainEqual({ kind: 'endorse', field: 'to' });
  expect(offered(leak)).not.toContainEqual({ kind: 'endorse', field: 'to' });
});

it('what the data says for a field is shown to a person who vouches for it, and leads nothing out any more', () => {
  const { flow, id } = mend(straight, 'tell', { kind: 'endorse', field: 'to' });
  expect(flow.nodes.find((node) => node.id === id)).toMatchObject({
    type: 'value.endorse',
    params: { value: '{{ trigger.body.to }}' },
  });
  expect(flow.nodes.find((node) => node.id === 'tell')?.params.to).toBe(`{{ steps.${id}.value }}`);
  expect(findings(flow).filter(({ rule }) => rule === 'private-way-out')).toEqual([]);
});

it.each([
  ['private-way-out', leak],
  ['private-way-out', straight],
  ['echo', chat],
  ['repeats', tried],
] as const)(
  '%s is gone after each of its mends, nothing worse comes of it, and the drawing stays whole',
  (rule, flow) => {
    const worst = findings(flow).find((one) => one.rule === rule);
    expect(worst?.mends.length).toBeGreaterThan(0);
    for (const how of worst?.mends ?? []) {
      const after = findings(mend(flow, worst?.node ?? '', how).flow);
      expect(
        after.filter((one) => one.rule === rule || one.severity === 'error'),
        how.kind,
      ).toEqual([]);
    }
  },
);

it('a mend for a step that has gone changes nothing', () => {
  expect(mend(leak, 'nobody', { kind: 'ask' }).flow).toBe(leak);
});

it('the way of a finding takes the wires between its stops, and only those', () => {
  const { nodes, edges } = drawnWay(leak, ['hook', 'tell', 'after']);
  expect([...nodes].toSorted()).toEqual(['after', 'hook', 'tell', 'wanted']);
  expect(edges.size).toBe(3);
  expect(drawnWay(leak, ['after', 'hook']).edges.size).toBe(0);
});
