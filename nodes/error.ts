import { z } from 'zod';
import type { Json } from '#lib/value.ts';
import { trigger } from '#nodes/define.ts';

/** What a test run begins with where nothing has failed. */
export function failureExample(now: string): Record<string, Json> {
  return {
    flow: { id: 'flow', name: 'Some flow' },
    run: { id: 'run', url: '/runs/run', startedAt: now },
    step: { id: 'step', name: 'Some step' },
    error: { type: 'Refused', message: 'The service said no.' },
    mode: 'test',
  };
}

export const error = {
  error: trigger({
    title: 'When a flow fails',
    help: 'Starts the flow when a run of another one has failed, once for each failed run. It tells which flow, run and step it was, and why. Test runs do not count, nor do failures of what this trigger started.',
    icon: 'siren',
    group: 'Start',
    version: 1,
    reads: 'untrusted',
    summary: '{which}',
    input: z
      .object({
        which: z
          .enum(['all', 'chosen'])
          .default('all')
          .meta({
            title: 'Which flows',
            description: 'Failures of every flow, or of some only.',
            options: { all: 'All flows', chosen: 'Chosen flows' },
          }),
        flows: z
          .array(z.string().min(1).max(60))
          .max(200)
          .optional()
          .meta({
            title: 'Flows',
            description: 'A flow that another one calls and waits for counts only if it is chosen here.',
            widget: 'flows',
            showIf: { field: 'which', equals: 'chosen' },
          }),
      })
      .refine(({ which, flows = [] }) => which !== 'chosen' || flows.length > 0, {
        path: ['flows'],
        message: 'Choose at least one flow.',
      }),
    output: z.object({
      flow: z.object({ id: z.string(), name: z.string() }).meta({ title: 'Flow that failed' }),
      run: z
        .object({ id: z.string(), url: z.string().meta({ title: 'Path of its page' }), startedAt: z.iso.datetime() })
        .meta({ title: 'Run that failed' }),
      step: z
        .object({ id: z.string(), name: z.string() })
        .nullable()
        .meta({ title: 'Step that failed, if it was one' }),
      error: z.object({ type: z.string(), message: z.string() }).meta({ title: 'Why' }),
      mode: z.string(),
    }),
  }),
};
