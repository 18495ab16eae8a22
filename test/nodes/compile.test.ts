import { describe, expect, it } from 'vitest';
import { compile, MAX_PLAN_BYTES } from '#nodes/compile.ts';
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

describe('references', () => {
  const problems = (expression: string, more: Parameters<typeof node>[3] = {}) =>
    complaints(
      drawing(
        [
          start,
          node('get', 'fetch', { url: 'https://x.org' }, more),
          node('aside', 'note'),
          node('a', 'note', { value: `{{ ${expression} }}` }),
        ],
        wires('start > get', 'get > a', 'start > aside'),
      ),
    );

  it.each([
    [
      'steps.gat.body',
      'There is no step "gat" (did you mean "get"?). Use the id of a step that comes before this one.',
    ],
    [
      'steps.aside.value',
      '"aside" does not come before "a", so its result is not there yet. Wire it so that it leads here.',
    ],
    ['steps.a.value', 'A step cannot refer to its own result.'],
    ['steps.start.x', '"start" is the trigger. Write trigger instead of steps.start.'],
    [
      'steps.get.boddy',
      '{{ steps.get.boddy }}: there is no "boddy" (did you mean "body"?). There is status, body, items.',
    ],
    [
      'steps.get.items.name',
      '{{ steps.get.items.name }}: this is a list. Write [*].name for each element or [0].name for the first.',
    ],
    [
      'steps.get.items[0].nme',
      '{{ steps.get.items[0].nme }}: there is no "nme" (did you mean "name"?). There is name.',
    ],
    ['steps.get.status.code', '{{ steps.get.status.code }}: there is nothing inside a number.'],
    [
      '$uppercase(steps.get.boddy)',
      '{{ steps.get.boddy }}: there is no "boddy" (did you mean "body"?). There is status, body, items.',
    ],
    ['item.x', '`item` is only there inside a loop. Refer to the list by its step, for example steps.find.rows[0].'],
    ['vars', 'Name the variable: vars.<name>, or vars.`a name with spaces`.'],
    ['vars[trigger.name]', 'Name the variable: vars.<name>, or vars.`a name with spaces`.'],
    [
      'run.started',
      'A run has no "started" (did you mean "startedAt"?). It has id, flowId, flowName, trigger, startedAt.',
    ],
  ])('%s is refused with what to write', (expression, message) => {
    expect(problems(expression)).toEqual([`a.value: ${message}`]);
  });

  it.each([
    'steps.get.body.anything[3].at.all',
    'steps.get.items[*].name',
    'trigger.whatever',
    'run.startedAt',
    'steps.get',
    'vars.city',
    'vars.`last invoice`.number ?? 1',
  ])('%s is fine', (expression) => {
    expect(problems(expression)).toEqual([]);
  });

  it('to the error of a step need an error branch there', () => {
    expect(problems('steps.get.error.message')).toHaveLength(1);
    expect(problems('steps.get.error.message', { settings: { onError: 'continue' } })).toEqual([]);
  });

  it('to a trigger that gathers events are to its list of them', () => {
    const hook = node('hook', 'hook', {}, { settings: { pace: { mode: 'batch' } } });
    const flow = (value: string) => drawing([hook, node('a', 'note', { value })], wires('hook > a'));
    expect(complaints(flow('{{ trigger.events[*].body }}'))).toEqual([]);
    expect(complaints(flow('{{ trigger.count }}'))).toEqual([]);
    expect(complaints(flow('{{ trigger.body }}'))).toEqual([
      'a.value: {{ trigger.body }}: there is no "body". There is events, count.',
    ]);
  });

  it('to a trigger are checked against what triggers give', () => {
    const flow = (nodes: ReturnType<typeof node>[]) =>
      drawing(
        [...nodes, node('a', 'note', { value: '{{ trigger.bodi }}' })],
        wires(...nodes.map(({ id }) => `${id} > a`)),
      );
    expect(complaints(flow([node('hook', 'hook')]))).toEqual([
      'a.value: {{ trigger.bodi }}: there is no "bodi" (did you mean "body"?). There is body, items.',
    ]);
    expect(complaints(flow([node('hook', 'hook'), start]))).toEqual([]);
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

describe('hostile drawings', () => {
  it('too large for a plan are refused by size', () => {
    const nodes = [start, node('a', 'template', { text: 'x'.repeat(MAX_PLAN_BYTES) })];
    expect(complaints(drawing(nodes, wires('start > a')))[0]).toMatch(/^: The flow is too large: \d+ KB of 2048 KB/);
  });

  it('with names from Object are only names', () => {
    expect(complaints(drawing([start, node('constructor', 'constructor')], wires('start > constructor')))[0]).toContain(
      'There is no node type "constructor"',
    );
    expect(
      complaints(drawing([start, node('a', 'note', { value: '{{ steps.constructor.x }}' })], wires('start > a')))[0],
    ).toContain('There is no step "constructor"');
    expect(complaints(drawing([start, node('a', 'note', { toString: 1 })], wires('start > a')))[0]).toContain(
      'no setting "toString"',
    );
  });

  it('of two thousand steps in a row compile without running out of stack', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `s${index}`);
    const nodes = ids.map((id, index) =>
      node(id, 'note', index === 0 ? {} : { value: `{{ steps.s${index - 1}.value }}` }),
    );
    const edges = wires('start > s0', ...ids.slice(1).map((id, index) => `s${index} > ${id}`));
    expect(complaints(drawing([start, ...nodes], edges))).toEqual([]);
  });
});

describe('the pace of a trigger', () => {
  const paced = (pace: object, type = 'hook') =>
    drawing([node('t', type, {}, { settings: { pace: pace as never } }), node('a', 'note')], wires('t > a'));
  const planOf = (pace: object, type?: string) => {
    const compiled = compile(paced(pace, type), testCatalogue);
    return 'plan' in compiled ? compiled.plan.triggers['t']?.pace : compiled.problems;
  };

  it('stands in the plan whole, with a path for what events are told apart by', () => {
    const rate = { mode: 'rate', count: 10, perMs: 60_000, over: 'wait', limit: 1000 };
    expect(planOf({ mode: 'rate' })).toEqual(rate);
    expect(planOf({ mode: 'rate', per: '1h', key: '{{ trigger.body.chat }}' })).toEqual({
      ...rate,
      perMs: 3_600_000,
      key: ['body', 'chat'],
    });
    expect(planOf({ mode: 'debounce', quiet: '1h' })).toEqual({
      mode: 'debounce',
      quietMs: 3_600_000,
      longestMs: 3_600_000,
    });
    expect(planOf({ mode: 'batch', count: 5 })).toEqual({ mode: 'batch', count: 5, withinMs: 60_000 });
  });

  it.each([
    [{ mode: 'rate', per: '0s' }, 'Use a time of at least 100ms.'],
    [
      { mode: 'debounce', quiet: '1h', longest: '1m' },
      'The longest wait is shorter than the quiet time. Make it longer.',
    ],
    [{ mode: 'batch', key: 'chat' }, 'Tell events apart by one value of theirs, for example {{ trigger.chat.id }}.'],
    [
      { mode: 'batch', key: '{{ vars.x }}' },
      'Tell events apart by one value of theirs, for example {{ trigger.chat.id }}.',
    ],
    [
      { mode: 'batch', key: '{{ trigger.a[*] }}' },
      'Tell events apart by one value of theirs, for example {{ trigger.chat.id }}.',
    ],
  ])('%j is refused', (pace, message) => {
    expect(complaints(paced(pace))).toEqual([`t.pace: ${message}`]);
  });
});
