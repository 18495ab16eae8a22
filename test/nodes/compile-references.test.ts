import { describe, expect, it } from 'vitest';
import { complaints, drawing, node, wires } from '#test/lib/support/drawing.ts';

const start = node('start', 'manual');

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
