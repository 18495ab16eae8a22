import { z } from 'zod';
import { Duration, durationMs, JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';

export const pace = {
  'rate.limit': action({
    title: 'Limit the rate',
    help: 'Lets at most so many runs of this flow pass in a time; the others wait here for their turn, in the order they come. Use it before a service that takes only so many requests. Repeated after an interruption a run keeps its turn.',
    icon: 'hourglass',
    group: 'Logic',
    version: 1,
    tier: 'local',
    risk: 'read',
    repeat: 'safe',
    timeout: '10s',
    reads: 'join',
    summary: '{count} per {per}',
    input: z.object({
      count: z
        .number()
        .int()
        .min(1)
        .max(1000)
        .default(1)
        .meta({ title: 'Runs, at most', description: 'How many may pass in that time.', role: 'control' }),
      per: Duration.refine((text) => durationMs(text) >= 100, 'At least 100ms.')
        .default('1m')
        .meta({ title: 'In', description: 'The length of time, at least 100ms.', widget: 'duration', role: 'control' }),
      key: JsonValue.default(null).meta({
        title: 'Separately for each',
        description: 'A value, such as a host or an account. Empty: all runs of this flow share one limit.',
        placeholder: '{{ trigger.chat.id }}',
        role: 'control',
      }),
    }),
    output: z.object({
      passedAt: z.iso.datetime().meta({ title: 'Its turn' }),
      waited: z.boolean().meta({ title: 'It had to wait' }),
    }),
  }),
};
