import { describe, expect, it } from 'vitest';
import { complaints, drawing, node, planOf, wires } from '#test/lib/support/drawing.ts';

const start = node('start', 'manual');
const list = { items: '{{ trigger.rows }}' };
const forEach = (id: string, params = {}) => node(id, 'forEach', { ...list, ...params });
const again = { rows: [{ left: '{{ steps.loop.last.more }}', operator: 'isTrue' }] };
const note = (id: string, value: string | null = null) => node(id, 'note', { value });

describe('what is inside of a loop', () => {
  it('is all that its port "each" leads to, until it comes back', () => {
    const plan = planOf(
      [start, forEach('loop'), note('a'), note('b'), note('after')],
      wires('start > loop', 'loop:each > a', 'a > b', 'b > loop', 'loop:done > after'),
    );
    expect(plan.steps.loop).toMatchObject({ body: ['a', 'b'] });
    expect([plan.steps.a?.parent, plan.steps.b?.parent, plan.steps.after?.parent]).toEqual(['loop', 'loop', undefined]);
    expect(plan.order).toEqual(['loop', 'a', 'b', 'after']);
  });

  it('belongs to the innermost of several loops', () => {
    const plan = planOf(
      [start, forEach('out'), forEach('in'), note('a'), note('b')],
      wires('start > out', 'out:each > in', 'in:each > a', 'a > in', 'in:done > b', 'b > out'),
    );
    expect(plan.steps.out?.body).toEqual(['in', 'b']);
    expect(plan.steps.in).toMatchObject({ body: ['a'], parent: 'out' });
  });

  it('is known although nothing leads to the loop yet', () => {
    const found = complaints(
      drawing(
        [start, note('first'), forEach('in', { items: [] }), note('a'), forEach('out', { items: [] })],
        wires('start > first', 'out:each > in', 'in:each > a', 'a > in', 'in:done > out'),
      ),
    );
    expect(found.filter((text) => !text.includes('No trigger leads to'))).toEqual([]);
  });
});

describe('a loop drawn wrongly', () => {
  it.each([
    [
      'a cycle that is no loop',
      [start, note('a'), note('b')],
      wires('start > a', 'a > b', 'b > a'),
      'a: These steps wait for each other: "a" → "b" → "a". Remove one of the wires, or use a loop.',
    ],
    [
      'a cycle inside of a body',
      [start, forEach('loop'), note('a'), note('b')],
      wires('start > loop', 'loop:each > a', 'a > b', 'b > a', 'b > loop'),
      'a: These steps wait for each other: "a" → "b" → "a". Remove one of the wires, or use a loop.',
    ],
    [
      'a loop that leads back into itself at once',
      [start, forEach('loop')],
      wires('start > loop', 'loop:each > loop'),
      'loop: "loop" leads straight back into itself. Draw what it repeats.',
    ],
    [
      'a step led to from inside and from outside',
      [start, forEach('loop'), note('a')],
      wires('start > loop', 'start > a', 'loop:each > a', 'a > loop'),
      'Wires lead to "a" from inside and from outside of the loop "loop". Draw it twice, or lead there from "done".',
    ],
    [
      'a wire out of an inner loop into the outer one',
      [start, forEach('out'), forEach('in'), note('a')],
      wires('start > out', 'out:each > in', 'in:each > a', 'a > out'),
      'a: The wire from "a" leads back to "out" out of "in". Lead it back into "in" first.',
    ],
    [
      'back from behind the loop',
      [start, forEach('loop'), note('a'), note('after')],
      wires('start > loop', 'loop:each > a', 'a > loop', 'loop:done > after', 'after > loop'),
      'These steps wait for each other: "loop" → "after" → "loop". Remove one of the wires, or use a loop.',
    ],
  ])('is named: %s', (...[, nodes, edges, complaint]) => {
    expect(complaints(drawing(nodes, edges)).join('\n')).toContain(complaint);
  });

  it.each([
    ['repeats nothing', [start, forEach('loop')], wires('start > loop'), 'loop: "loop" repeats nothing.'],
    [
      'gives no results',
      [start, forEach('loop'), note('a')],
      wires('start > loop', 'loop:each > a'),
      'loop: Nothing leads back into "loop", so it gives no results.',
    ],
  ])('is warned of when it %s', (...[, nodes, edges, complaint]) => {
    expect(complaints(drawing(nodes, edges)).join('\n')).toContain(complaint);
    expect(() => planOf(nodes, edges)).not.toThrow();
  });
});

describe('references and loops', () => {
  const body = (value: string, more: ReturnType<typeof node>[] = []) =>
    complaints(
      drawing(
        [start, forEach('loop'), note('a', value), note('after'), ...more],
        wires('start > loop', 'loop:each > a', 'a > loop', 'loop:done > after'),
      ),
    );

  it('`item` is there inside, with what it has', () => {
    expect(body('{{ item.value.name }}{{ item.index }}{{ item.count }}{{ steps.loop.item.value }}')).toEqual([]);
    expect(body('{{ item.name }}')).toEqual(['a.value: An item has no "name". It has value, index, count.']);
  });

  it('the results of a loop are not there inside, the steps inside not behind it', () => {
    expect(body('{{ steps.loop.results }}')).toEqual([
      'a.value: Until it is over, the loop "loop" has no "results". It has item.',
    ]);
    const nodes = [start, forEach('loop'), note('a'), note('after', '{{ steps.a.value }}')];
    const edges = wires('start > loop', 'loop:each > a', 'a > loop', 'loop:done > after');
    expect(complaints(drawing(nodes, edges))).toEqual([
      'after.value: "a" is inside of the loop "loop": refer to steps.loop.results instead.',
    ]);
    expect(
      complaints(drawing([start, node('a', 'note', { value: '{{ item.value }}' })], wires('start > a')))[0],
    ).toContain('`item` is only there inside a loop');
  });

  it('the conditions of a while see its last round, and nothing else of itself', () => {
    const while_ = (params: Record<string, never> | object) => [
      start,
      node('loop', 'while', params as never),
      note('a', '{{ item.value }}{{ steps.loop.rounds }}'),
    ];
    const edges = wires('start > loop', 'loop:each > a', 'a > loop');
    expect(complaints(drawing(while_(again), edges))).toEqual([]);
    const wrong = { rows: [{ left: '{{ steps.loop.reachedMax }}', operator: 'isTrue' }] };
    expect(complaints(drawing(while_(wrong), edges))[0]).toContain('It has rounds, last.');
  });
});
