import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';

export const endorse = {
  'value.endorse': action({
    title: 'Have a person vouch',
    help: 'Shows a value from outside to a person. With a yes exactly this value goes on as if you had written it yourself, free text too; a value that neither a stranger nor a model had a hand in goes on without a question. With a no the step fails.',
    icon: 'stamp',
    group: 'People',
    version: 1,
    tier: 'local',
    risk: 'read',
    repeat: 'safe',
    timeout: '10s',
    reads: 'endorsed',
    summary: '{value}',
    input: z.object({
      value: JsonValue.meta({
        title: 'Value',
        description: 'What a person is shown, whole, and vouches for.',
        role: 'content',
        placeholder: '{{ steps.ask.json.address }}',
      }),
    }),
    output: z.object({ value: JsonValue }),
  }),
};
