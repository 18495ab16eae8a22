import { describe, expect, it } from 'vitest';
import { compile } from '#nodes/compile.ts';
import { testCatalogue } from '#test/lib/support/catalogue.ts';
import { complaints, drawing, node, planOf, wires } from '#test/lib/support/drawing.ts';

const start = node('start', 'manual');

describe('a good drawing', () => {
  const nodes = [
    start,
    node(
      'get',
      'fetch',
      { url: 'https://example.org' },
      { settings: { onError: 'branch', retry: { attempts: 7, backoff: '2s' }, timeout: '5s' } },
    ),
    node('post', 'fetch', { url: '{{ steps.get.body }}', method: 'POST' }),
    node('check', 'switch', { value: '{{ steps.get.status }}', cases: [{ id: 'ok', value: 200 }] }),
    node('bad', 'note'),
  ];
  const edges = wires('start > get', 'get > check', 'check:ok > post', 'get:error > bad');

  it('becomes a plan that is complete', () => {
    const plan = planOf(nodes, edges);
    expect(plan.order).toEqual(['get', 'check', 'post', 'bad']);
    expect(plan.triggers.start).toEqual({
      id: 'start',
      type: 'manual',
      version: 1,
      name: 'start',
      params: { note: '' },
    });
    expect(plan.steps.get).toMatchObject({
      tier: 'activity',
      params: { url: { kind: 'literal', value: 'https://example.org' }, method: { kind: 'literal', value: 'GET' } },
      repeat: 'safe',
      retry: { attempts: 7, backoffMs: 2000, factor: 2, maxBackoffMs: 30_000 },
      timeoutMs: 5000,
      onError: 'branch',
      ports: ['out', 'error'],
    });
    expect(plan.steps.post).toMatchObject({ repeat: 'never', retry: { attempts: 1 }, timeoutMs: 30_000 });
    expect(plan.steps.check).toMatchObject({
      tier: 'pure',
      ports: ['ok', 'else'],
      params: { cases: { value: [{ id: 'ok', title: '', operator: 'equals', value: 200 }] } },
    });
    expect(plan.edges[2]).toEqual({ id: '2', from: 'check', port: 'ok', to: 'post' });
  });

  it('always gives the same plan, byte for byte', () => {
    const one = JSON.stringify(planOf(nodes, edges));
    expect(JSON.stringify(planOf(structuredClone(nodes), structuredClone(edges)))).toBe(one);
  });

  it('with a method that is not known yet is treated as one that must not be repeated', () => {
    expect(
      planOf([start, node('a', 'fetch', { url: 'https://x.org', method: '{{ trigger.m }}' })], wires('start > a')).steps
        .a?.repeat,
    ).toBe('never');
  });

  it('puts steps in file order where nothing else decides', () => {
    const plan = planOf(
      [node('c', 'note'), node('a', 'note'), start, node('b', 'note')],
      wires('start > a', 'start > b', 'start > c'),
    );
    expect(plan.order).toEqual(['c', 'a', 'b']);
  });
});

describe('wires', () => {
  it.each([
    [
      'to nowhere',
      wires('start > a', 'a > ghost'),
      'a: A wire leads to "ghost", but there is no such step. Remove the wire.',
    ],
    [
      'to a near miss',
      wires('start > a', 'start > bb'),
      'start: A wire leads to "bb", but there is no such step (did you mean "b"?). Remove the wire.',
    ],
    ['from an output that is not there', wires('start > a', 'a:done > b'), 'a: "a" has no output "done". It has out.'],
    [
      'from an error output without error branch',
      wires('start > a', 'a:error > b'),
      'a: A wire leaves the error output of "a", but it has none. Set "on error" to "branch", or remove the wire.',
    ],
    ['drawn twice', wires('start > a', 'a > b', 'a > b'), 'a: "a" is wired to "b" twice. Remove one wire.'],
    [
      'into a trigger',
      wires('start > a', 'a > start'),
      'start: "start" starts the flow: nothing can lead to it. Remove the wire from "a".',
    ],
    [
      'round in a circle',
      wires('start > a', 'a > b', 'b > a'),
      'a: These steps wait for each other: "a" → "b" → "a". Remove one of the wires, or use a loop.',
    ],
    [
      'into itself',
      wires('start > a', 'a > a'),
      'a: These steps wait for each other: "a" → "a". Remove one of the wires, or use a loop.',
    ],
  ])('%s are named', (_, edges, complaint) => {
    expect(complaints(drawing([start, node('a', 'note'), node('b', 'note')], edges))).toContain(complaint);
  });

  it('into an input that is not there are named', () => {
    const edges = [{ from: { node: 'start', port: 'out' }, to: { node: 'a', port: 'left' } }];
    expect(complaints(drawing([start, node('a', 'note')], edges))).toContain(
      'a: "a" has no input "left". Its input is called "in".',
    );
  });
});

describe('nodes', () => {
  it.each([
    [
      'an unknown type',
      [node('a', 'fetsh')],
      'a: There is no node type "fetsh" (did you mean "fetch"?). Remove "a", or install what it comes from.',
    ],
    ['a missing setting', [node('a', 'fetch')], 'a.url: Address is missing. Fill it in.'],
    [
      'a wrong value',
      [node('a', 'fetch', { url: 'https://x.org', count: 'many' })],
      'a.count: Invalid input: expected number, received string',
    ],
    [
      'a wrong value inside a list',
      [node('a', 'if', { rows: [{ left: '{{ trigger.x }}', operator: 'likes' }] })],
      'a.rows.0.operator: Invalid option: expected one of "equals"|"greater"|"exists"|"isTrue"',
    ],
    [
      'a setting that is not there',
      [node('a', 'fetch', { url: 'https://x.org', methd: 'GET' })],
      'a.methd: "Fetch" has no setting "methd" (did you mean "method"?). Remove it.',
    ],
    [
      'two steps of one id',
      [node('a', 'note'), node('a', 'note')],
      'a: Two steps have the id "a". Give one of them another id.',
    ],
    [
      'a missing connection',
      [node('a', 'send', { to: 'x', text: 'y' })],
      'a.connection: "a" needs a connection (mail or chat). Choose one.',
    ],
    [
      'a connection that is of no use',
      [node('a', 'note', {}, { connection: 'c' })],
      'a.connection: "Note" takes no connection. Remove it.',
    ],
    [
      'a newer version than ours',
      [node('a', 'note', {}, { version: 9 })],
      'a: "a" was drawn with version 9 of "Note", but this Hearth has 1. Update Hearth.',
    ],
    [
      'a template that cannot be read',
      [node('a', 'note', { value: { deep: ['{{ foo }}'] } })],
      'a.value.deep.0: "foo" is not known here. Begin with trigger, steps.<id> or run, or put a text in quotes.',
    ],
  ])('%s is named with its field', (_, nodes, complaint) => {
    expect(complaints(drawing([start, ...nodes], wires('start > a')))).toContain(complaint);
  });

  it('take a template in a field of any type', () => {
    expect(
      complaints(
        drawing(
          [
            start,
            node('a', 'fetch', { url: '{{ trigger.url }}', count: '{{ trigger.n }}', method: '{{ trigger.m }}' }),
          ],
          wires('start > a'),
        ),
      ),
    ).toEqual([]);
  });

  it('that are switched off need not be finished', () => {
    expect(
      complaints(drawing([start, node('a', 'send', {}, { settings: { disabled: true } })], wires('start > a'))),
    ).toEqual([]);
  });

  it('of a trigger take no templates', () => {
    expect(complaints(drawing([node('start', 'manual', { note: '{{ run.id }}' })]))).toContain(
      'start.note: A trigger cannot use {{ }}: there is no data before it. Write the value itself.',
    );
  });

  it('use connections of their own types only', () => {
    const flow = drawing([start, node('a', 'send', { to: 'x', text: 'y' }, { connection: 'c1' })], wires('start > a'));
    const facts = (type?: string) => ({ connections: { typeOf: () => type } });
    expect(complaints(flow, facts('mail'))).toEqual([]);
    expect(complaints(flow, facts('bearer'))).toEqual([
      'a.connection: "a" cannot use a connection of type bearer. Choose one of type mail or chat.',
    ]);
    expect(complaints(flow, facts())).toEqual([
      'a.connection: The connection of "a" is not there any more. Choose another.',
    ]);
  });
});

describe('warnings', () => {
  it('tell of steps that nothing leads to, and still give a plan', () => {
    const compiled = compile(drawing([start, node('a', 'note')]), testCatalogue);
    expect(compiled.problems).toEqual([
      { node: 'a', message: 'No trigger leads to "a", so it never runs. Wire it, or remove it.', severity: 'warning' },
    ]);
    expect('plan' in compiled).toBe(true);
  });

  it('tell of a flow that nothing starts', () => {
    expect(complaints(drawing([node('a', 'note')]))).toEqual([
      ': Nothing starts this flow. Add a trigger such as "Start by hand", and wire it to the first step.',
    ]);
  });

  it('tell of an error branch that leads nowhere', () => {
    expect(
      complaints(drawing([start, node('a', 'note', {}, { settings: { onError: 'branch' } })], wires('start > a'))),
    ).toHaveLength(1);
  });
});
