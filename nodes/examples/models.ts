import { examples } from '#nodes/examples/example.ts';

export const modelExamples = examples({
  'llm.extract': [
    {
      title: 'What a bill says',
      params: {
        content: '{{ trigger.body.text }}',
        model: 'claude-haiku-5-5',
        schema: {
          type: 'object',
          properties: {
            number: { type: 'string', description: 'The number of the bill.' },
            total: { type: 'number', description: 'What is to be paid, in euros.' },
            due: { type: ['string', 'null'], description: 'Until when, as 2026-01-31.' },
          },
          required: ['number', 'total', 'due'],
          additionalProperties: false,
        },
      },
    },
  ],
  'llm.classify': [
    {
      title: 'What kind of mail it is',
      params: {
        content: '{{ trigger.text }}',
        labels: [
          { id: 'bill', title: 'Bill', description: 'Something is to be paid.' },
          { id: 'question', title: 'Question', description: 'Somebody waits for an answer.' },
          { id: 'other', title: 'Other' },
        ],
        confidence: 70,
        model: 'claude-haiku-5-5',
      },
    },
  ],
  'llm.embed': [
    {
      title: 'Vectors of two sentences',
      params: { texts: ['The door is open.', 'Somebody left the door open.'], model: 'text-embedding-3-small' },
    },
  ],
  'agent.run': [
    {
      title: 'Look something up, with two tools',
      params: {
        task: 'Which of my open orders is late? Name its number.',
        model: 'claude-sonnet-5',
        instructions: 'You look after orders. Never promise anything.',
        tools: [
          { name: 'find_orders', type: 'table.find', params: { table: 'orders' }, fill: ['filters'] },
          { name: 'tell_me', type: 'notify', params: { level: 'info' }, fill: ['title', 'text'] },
        ],
      },
    },
  ],
  'agent.chat': [
    {
      title: 'Answer in a chat, and remember it',
      params: {
        message: '{{ trigger.text }}',
        files: '{{ trigger.files }}',
        conversation: '{{ trigger.conversation }}',
        model: 'claude-sonnet-5',
        instructions: 'You are friendly and short.',
      },
    },
  ],
});
