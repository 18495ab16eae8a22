import { expect, it } from 'vitest';
import { chain, draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

it('data steps hand lists larger than a workflow holds from one to the next, and keep where they came from', async () => {
  const text = ['name,price', ...Array.from({ length: 2000 }, (_, i) => `thing ${i},${i / 100}`)].join('\n');
  await using run = await testFlow(
    draw({
      nodes: {
        start: ['manual'],
        csv: ['csv.parse', { text: '{{ trigger.text }}', numbers: true }],
        dear: [
          'list.filter',
          { items: '{{ steps.csv.rows }}', where: [{ field: 'price', operator: 'greater', value: 19 }] },
        ],
        sum: ['math.calculate', { operation: 'add', values: '{{ steps.dear.items[*].price }}' }],
        page: ['markdown.toHtml', { markdown: '**{{ steps.sum.text }}** for {{ steps.dear.count }}' }],
      },
      wires: chain('start', 'csv', 'dear', 'sum', 'page'),
    }),
    { input: { text }, from: 'webhook:shop' },
  );
  expect(await run.output()).toEqual({ html: '<p><strong>1930.5</strong> for 99</p>\n' });
  const { output } = await run.sees('step.done', 'page');
  expect(output.labels.rest).toMatchObject({ integrity: 'untrusted', origins: ['webhook:shop'] });
});
