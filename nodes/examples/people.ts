import { examples } from '#nodes/examples/example.ts';

export const peopleExamples = examples({
  approval: [
    {
      title: 'Yes or no, with a reminder',
      params: {
        title: 'Send this offer?',
        message: 'To {{ trigger.email }}:\n\n{{ steps.write.text }}',
        expiresAfter: '2d',
        remindAfter: '4h',
      },
    },
    {
      title: 'Three ways on, and an amount to fill in',
      params: {
        title: 'What about this bill?',
        message: '{{ trigger.body.text }}',
        buttons: [
          { id: 'pay', title: 'Pay it', style: 'primary' },
          { id: 'later', title: 'Later', style: 'neutral' },
          { id: 'refuse', title: 'Send it back', style: 'danger' },
        ],
        fields: [{ name: 'amount', type: 'number', title: 'Amount to pay', required: true }],
      },
    },
  ],
  notify: [
    { title: 'Good to know', params: { title: 'The backup is done', text: '{{ steps.count.count }} files.' } },
    {
      title: 'Urgent, on the phone too',
      params: { title: 'Water in the cellar', level: 'urgent', where: 'everywhere' },
    },
  ],
  respond: [
    { title: 'Give back what was saved', params: { status: 201, body: { id: '{{ steps.save.id }}' } } },
    { title: 'Say what is missing', params: { status: 400, body: { error: 'Please send a name.' } } },
  ],
});
