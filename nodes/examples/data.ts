import { examples } from '#nodes/examples/example.ts';

const items = '{{ steps.search.items }}';

export const dataExamples = examples({
  set: [
    {
      title: 'Names for later steps',
      params: { fields: { customer: '{{ trigger.body.name }}', total: '{{ $sum(trigger.body.items.price) }}' } },
    },
  ],
  template: [
    {
      title: 'A greeting with values in it',
      params: { text: 'Good morning, {{ trigger.name }}!\nToday there are {{ steps.find.count }} tasks.' },
    },
    {
      title: 'A line for each item of a list',
      params: { text: '{{ $join(steps.find.rows.("- " & task), "\\n") }}' },
    },
  ],
  'list.filter': [
    {
      title: 'Unpaid ones over 100',
      params: {
        items,
        match: 'all',
        where: [
          { field: 'paid', operator: 'isFalse' },
          { field: 'amount', operator: 'greater', value: 100 },
        ],
      },
    },
  ],
  'list.sort': [{ title: 'Newest first', params: { items, by: 'date', direction: 'descending' } }],
  'list.group': [{ title: 'By sender', params: { items, by: 'sender.name' } }],
  'list.limit': [
    { title: 'The first ten', params: { items, count: 10, from: 'start' } },
    { title: 'The last one', params: { items, count: 1, from: 'end' } },
  ],
  'list.unique': [{ title: 'One for each mail address', params: { items, by: 'email' } }],
  'list.join': [
    { title: 'One list after the other', params: { items, other: '{{ steps.more.items }}', mode: 'append' } },
    {
      title: 'Add the customer to each order',
      params: { items, other: '{{ steps.customers.rows }}', mode: 'match', by: 'customerId', otherBy: 'id' },
    },
  ],
  'text.split': [
    { title: 'Line by line', params: { text: '{{ steps.read.content }}', by: 'lines' } },
    { title: 'At commas', params: { text: 'milk, bread, butter', by: 'separator', separator: ',' } },
  ],
  'value.check': [
    {
      title: 'What a model sorts a mail into',
      params: { value: '{{ steps.ask.json.category }}', kind: 'choice', choices: ['invoice', 'offer', 'other'] },
    },
    {
      title: 'An amount of at most 50',
      params: { value: '{{ trigger.body.amount }}', kind: 'number', min: 0, max: 50 },
    },
  ],
  'value.endorse': [
    { title: 'An address that a model read in a mail', params: { value: '{{ steps.ask.json.address }}' } },
    { title: 'An answer that a model wrote', params: { value: '{{ steps.write.text }}' } },
  ],
  'html.toText': [{ title: 'A page without its links', params: { html: '{{ steps.page.body }}', links: 'drop' } }],
  'markdown.toHtml': [{ title: 'A mail written by a model', params: { markdown: '{{ steps.write.text }}' } }],
  'json.parse': [
    { title: 'What a model put between words', params: { text: '{{ steps.ask.text }}', find: true } },
    { title: 'The content of a file', params: { text: '{{ steps.read.content }}' } },
  ],
  'csv.parse': [
    {
      title: 'A list from a spreadsheet, with numbers',
      params: { text: '{{ steps.read.content }}', header: true, separator: 'auto', numbers: true },
    },
  ],
  'xml.parse': [{ title: 'A feed', params: { text: '{{ steps.feed.body }}', lists: ['item', 'entry'] } }],
  'date.change': [
    {
      title: 'The last day of next month',
      params: { date: 'now', timezone: 'Europe/Berlin', add: 1, unit: 'month', move: 'end', of: 'month' },
    },
    { title: 'A date as people write it', params: { date: '{{ trigger.body.date }}', format: 'cccc d LLLL yyyy' } },
  ],
  'date.difference': [{ title: 'Days until a date', params: { from: 'now', to: '2027-01-31', unit: 'day' } }],
  'math.calculate': [
    { title: 'A sum to the cent', params: { operation: 'add', values: ['19.90', '5', '0.10'], places: 2 } },
    { title: 'The average of a column', params: { operation: 'average', values: '{{ steps.find.rows[*].amount }}' } },
  ],
  'crypto.hash': [{ title: 'To see whether a page changed', params: { text: '{{ steps.page.body }}' } }],
});
