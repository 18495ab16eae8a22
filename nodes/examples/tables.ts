import { examples } from '#nodes/examples/example.ts';

const open = [{ field: 'done', operator: 'isFalse' }];

export const tableExamples = examples({
  'table.insert': [
    {
      title: 'Keep what a form sent',
      params: { table: 'Requests', row: { name: '{{ trigger.fields.name }}', received: '{{ run.startedAt }}' } },
    },
  ],
  'table.find': [
    { title: 'Open tasks, oldest first', params: { table: 'Tasks', where: open, limit: 50 } },
    { title: 'The newest row', params: { table: 'Readings', sort: '_createdAt', direction: 'descending', limit: 1 } },
  ],
  'table.count': [{ title: 'How many are open', params: { table: 'Tasks', where: open } }],
  'table.update': [
    {
      title: 'Mark one as done',
      params: {
        table: 'Tasks',
        where: [{ field: '_id', operator: 'equals', value: '{{ steps.find.first._id }}' }],
        row: { done: true },
        limit: 1,
      },
    },
  ],
  'table.upsert': [
    {
      title: 'One row for each mail address',
      params: {
        table: 'Customers',
        by: 'email',
        row: { email: '{{ item.value.email }}', name: '{{ item.value.name }}' },
      },
    },
  ],
  'table.delete': [
    {
      title: 'Forget what is done',
      params: { table: 'Tasks', where: [{ field: 'done', operator: 'isTrue' }], limit: 500 },
    },
  ],
  'counter.add': [
    { title: 'The next number of an invoice', params: { counter: 'invoices', add: 1 } },
    { title: 'Only read it', params: { counter: 'invoices', add: 0 } },
  ],
  'seen.remember': [
    {
      title: 'News that were not there before',
      params: { list: 'news', items: '{{ steps.feed.items }}', key: 'id', days: 90 },
    },
  ],
  'memory.search': [
    { title: 'What is known about what was asked', params: { query: '{{ trigger.text }}', scope: 'person' } },
  ],
  'memory.save': [{ title: 'Remember what a person said', params: { text: '{{ trigger.text }}', scope: 'person' } }],
  'memory.forget': [
    { title: 'Forget what was found first', params: { id: '{{ steps.search.notes[0].id }}', scope: 'person' } },
  ],
  'vars.get': [{ title: 'Where the last run stopped', params: { name: 'last-invoice', fallback: 0 } }],
  'vars.set': [
    { title: 'Remember where this run stopped', params: { name: 'last-invoice', value: '{{ steps.last.id }}' } },
  ],
});
