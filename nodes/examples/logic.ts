import { examples } from '#nodes/examples/example.ts';

export const logicExamples = examples({
  if: [
    {
      title: 'More than 250, or marked as urgent',
      params: {
        match: 'any',
        rows: [
          { left: '{{ trigger.amount }}', operator: 'greater', right: 250 },
          { left: '{{ trigger.subject ?? "" }}', operator: 'contains', right: 'urgent' },
        ],
      },
    },
    { title: 'One expression', params: { expression: '{{ $count(steps.search.rows) > 3 }}' } },
  ],
  switch: [
    {
      title: 'By the kind of a message',
      params: {
        value: '{{ trigger.body.kind }}',
        cases: [
          { id: 'bill', title: 'A bill', operator: 'equals', value: 'bill' },
          { id: 'question', title: 'A question', operator: 'startsWith', value: 'question' },
        ],
      },
    },
  ],
  wait: [
    { title: 'Ten minutes', params: { mode: 'for', for: '10m' } },
    { title: 'Until a date that a step gave', params: { mode: 'until', until: '{{ steps.reminder.utc }}' } },
  ],
  stop: [
    { title: 'There is nothing to do', params: { outcome: 'done', message: 'Nothing to do today.' } },
    { title: 'Fail, and say why', params: { outcome: 'failed', message: 'Only {{ steps.left.value }} is left.' } },
  ],
  forEach: [
    {
      title: 'Five at a time, going on when one fails',
      params: { items: '{{ steps.rows.rows }}', concurrency: 5, onItemError: 'continue' },
    },
    { title: 'One after the other', params: { items: '{{ steps.search.items }}', concurrency: 1 } },
  ],
  while: [
    {
      title: 'Ask every 30 seconds until it is ready',
      params: {
        rows: [{ left: '{{ steps.repeat.last.body.state ?? "" }}', operator: 'notEquals', right: 'ready' }],
        check: 'after',
        pause: '30s',
        maxRounds: 20,
      },
    },
  ],
  'rate.limit': [
    { title: 'Ten a minute', params: { count: 10, per: '1m' } },
    { title: 'One a second for each customer', params: { count: 1, per: '1s', key: '{{ trigger.body.customer }}' } },
  ],
  'flow.call': [
    {
      title: 'Hand over a name and wait for the result',
      params: { flow: '', input: { customer: '{{ trigger.customer }}' }, wait: true },
    },
  ],
});
