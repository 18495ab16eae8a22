import { expect, it } from 'vitest';
import { chain, draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

const flow = draw({
  nodes: {
    start: ['manual'],
    fresh: ['seen.remember', { list: 'orders', items: '{{ trigger.orders }}', key: 'id' }],
    keep: ['table.upsert', { table: 'Orders', by: 'id', row: { id: '{{ steps.fresh.items[0].id }}', state: 'new' } }],
    done: [
      'table.update',
      { table: 'Orders', where: [{ field: 'id', operator: 'equals', value: 7 }], row: { state: 'done' } },
    ],
    count: ['counter.add', { counter: 'orders', add: '{{ steps.done.count }}' }],
    left: ['table.count', { table: 'Orders', where: [{ field: 'state', operator: 'equals', value: 'done' }] }],
    note: ['vars.set', { name: 'last', value: '{{ steps.keep.row }}' }],
    all: ['set', { fields: { counted: '{{ steps.count.value }}', left: '{{ steps.left.count }}' } }],
  },
  wires: chain('start', 'fresh', 'keep', 'done', 'count', 'left', 'note', 'all'),
});

it('what a run writes into the own database goes through the gate and keeps its origin', async () => {
  await using run = await testFlow(flow, { input: { orders: [{ id: 7 }] }, from: 'webhook:shop' });
  expect(await run.output()).toEqual({ counted: 1, left: 1 });
  expect(await run.sees('step.input', 'done')).toMatchObject({ decision: { outcome: 'allow' } });
  const { output } = await run.sees('step.done', 'note');
  expect(output.labels.rest).toMatchObject({ integrity: 'untrusted', origins: ['webhook:shop'] });
});
