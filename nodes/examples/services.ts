import { examples } from '#nodes/examples/example.ts';

export const serviceExamples = examples({
  'http.request': [
    {
      title: 'Ask for data',
      params: { method: 'GET', url: 'https://api.example.org/v1/orders', query: { state: 'open' } },
    },
    {
      title: 'Send an order once, even if it is tried again',
      params: {
        method: 'POST',
        url: 'https://api.example.org/v1/orders',
        bodyType: 'json',
        body: { item: '{{ trigger.item }}', count: 1 },
        idempotency: 'Idempotency-Key',
      },
    },
  ],
  'file.list': [{ title: 'All PDF files', params: { path: '', deep: true, ending: '.pdf' } }],
  'file.info': [{ title: 'Is the bill there?', params: { path: 'bills/may.pdf' } }],
  'file.read': [
    { title: 'A list as text', params: { path: 'customers.csv', as: 'text' } },
    { title: 'A file to send on', params: { path: 'bills/may.pdf', as: 'file' } },
  ],
  'file.write': [
    { title: 'A report', params: { path: 'reports/today.md', content: '{{ steps.write.text }}' } },
    {
      title: 'A file that a form brought',
      params: { path: 'bills/{{ run.id }}.pdf', content: '{{ trigger.files.bill }}', existing: 'refuse' },
    },
  ],
  'file.append': [
    { title: 'A line of a log', params: { path: 'log.txt', text: '{{ run.startedAt }} {{ trigger.text }}' } },
  ],
  'file.move': [{ title: 'Into the folder of what is done', params: { path: 'in/may.pdf', to: 'done/may.pdf' } }],
  'file.delete': [{ title: 'A file that is no longer needed', params: { path: 'in/may.pdf' } }],
  'llm.ask': [
    {
      title: 'A short summary',
      params: {
        model: 'claude-haiku-5-5',
        system: 'Summarise what you are given in two sentences.',
        prompt: '{{ trigger.body.text }}',
        maxTokens: 300,
      },
    },
    {
      title: 'An answer as data',
      params: {
        model: 'claude-haiku-5-5',
        system: 'Say what kind of message this is, and how urgent.',
        prompt: '{{ trigger.text }}',
        schema: {
          type: 'object',
          properties: { kind: { enum: ['bill', 'question', 'other'] }, urgent: { type: 'boolean' } },
          required: ['kind', 'urgent'],
          additionalProperties: false,
        },
      },
    },
  ],
  'mail.send': [
    {
      title: 'A short note',
      params: { to: 'anna@example.org', subject: 'Your order', text: 'Hello Anna,\n\nit is on its way.' },
    },
    {
      title: 'A report with a file',
      params: {
        to: 'anna@example.org',
        subject: 'The bills of this month',
        text: '{{ steps.write.text }}',
        attachments: ['{{ steps.read.file }}'],
      },
    },
  ],
  'telegram.send': [
    { title: 'Answer the chat that wrote', params: { to: '{{ trigger.chat.id }}', text: '{{ steps.answer.text }}' } },
    {
      title: 'A question with two buttons',
      params: {
        to: '{{ trigger.chat.id }}',
        text: 'Shall I order it again?',
        buttons: [
          { id: 'yes', title: 'Yes', style: 'primary' },
          { id: 'no', title: 'No', style: 'neutral' },
        ],
      },
    },
  ],
  'telegram.download': [{ title: 'The file of a message', params: { file: '{{ trigger.file.id }}' } }],
  'mcp.call': [
    { title: 'Look something up', params: { tool: 'search', arguments: { query: '{{ trigger.text }}' } } },
    {
      title: 'Write something down',
      params: { tool: 'create_note', arguments: { title: 'Today', text: 'Bread, milk' } },
    },
  ],
});
