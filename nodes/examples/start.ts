import { examples } from '#nodes/examples/example.ts';

const asking = {
  fields: [
    { name: 'customer', title: 'Customer', type: 'text', required: true },
    { name: 'amount', title: 'Amount', type: 'number', required: false },
  ],
  sample: { customer: 'Ada', amount: 25 },
};

export const startExamples = examples({
  manual: [
    { title: 'Ask for two things before it begins', params: asking },
    { title: 'Start at once', params: { fields: [] } },
  ],
  webhook: [
    { title: 'Take a call and answer at once', params: { methods: ['POST'], respond: 'when-received' } },
    {
      title: 'Answer with what the flow finds',
      params: { methods: ['GET', 'POST'], respond: 'when-finished', body: 'json' },
    },
  ],
  schedule: [
    {
      title: 'Every working day at eight',
      params: { mode: 'cron', cron: '0 8 * * 1-5', timezone: 'Europe/Berlin', catchup: '2h' },
    },
    { title: 'Every quarter of an hour', params: { mode: 'every', every: '15m' } },
  ],
  form: [
    {
      title: 'A registration',
      params: {
        title: 'Summer party',
        description: 'Tell us who comes, until Friday.',
        fields: [
          { name: 'name', type: 'text', title: 'Your name', required: true },
          { name: 'guests', type: 'number', title: 'How many come with you', required: false },
          { name: 'meal', type: 'choice', title: 'Meal', options: ['With meat', 'Without'], required: true },
        ],
        thanks: 'See you there!',
      },
    },
    {
      title: 'A bill with its file',
      params: {
        title: 'Hand in a bill',
        fields: [
          { name: 'purpose', type: 'text', title: 'What for', required: true },
          { name: 'bill', type: 'file', title: 'The bill', required: true },
        ],
        button: 'Hand in',
      },
    },
  ],
  'chat.message': [
    {
      title: 'Say what one can ask for',
      params: { greeting: 'I look after the calendar. What would you like to know?' },
    },
  ],
  'flow.called': [{ title: 'Take a customer and an amount', params: asking }],
  error: [{ title: 'Every flow that fails', params: { which: 'all' } }],
  'telegram.message': [
    { title: 'What the owner writes', params: { connection: '', from: 'owner', listen: 'messages' } },
    { title: 'Buttons that anybody paired presses', params: { connection: '', from: 'paired', listen: 'buttons' } },
  ],
});
