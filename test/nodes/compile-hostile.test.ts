import { describe, expect, it } from 'vitest';
import { compile, MAX_PLAN_BYTES } from '#nodes/compile.ts';
import { testCatalogue } from '#test/lib/support/catalogue.ts';
import { complaints, drawing, node, wires } from '#test/lib/support/drawing.ts';

const start = node('start', 'manual');

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
