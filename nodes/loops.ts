import { z } from 'zod';
import { DONE_PORT, EACH_PORT } from '#lib/control.ts';
import { Duration, JsonValue } from '#lib/flow.ts';
import { control } from '#nodes/define.ts';
import { conditionFields, hasCondition, NO_CONDITION } from '#nodes/operators.ts';

export const loops = {
  forEach: control({
    title: 'For each',
    help: 'Runs the steps drawn from "Each" once for every item of a list, and goes on from "Done" with all results. Lead the last of those steps back here: what it gives is the result. Inside, {{ item.value }} is the item and {{ item.index }} its place, from 0. What untrusted items decide is itself untrusted.',
    icon: 'repeat',
    group: 'Logic',
    version: 1,
    summary: '{items}',
    ports: [
      { id: EACH_PORT, title: 'Each' },
      { id: DONE_PORT, title: 'Done' },
    ],
    input: z.object({
      items: z.array(JsonValue).meta({
        title: 'Items',
        description: 'A list, at most 100,000 items.',
        role: 'control',
        placeholder: '{{ steps.search.messages }}',
      }),
      concurrency: z.number().int().min(1).max(50).default(1).meta({
        title: 'At the same time',
        description: 'How many items are worked on at once. With 1, each waits for the one before it.',
        role: 'control',
      }),
      onItemError: z
        .enum(['stop', 'continue'])
        .default('stop')
        .meta({
          title: 'When an item fails',
          description: 'Failed items are listed under errors in what the loop gives.',
          role: 'control',
          options: { stop: 'stop, and fail with it', continue: 'note it, and go on' },
        }),
      collect: z.boolean().default(true).meta({
        title: 'Collect results',
        description: 'Off: only count. For long lists whose results nobody needs.',
        role: 'control',
        advanced: true,
      }),
    }),
    output: z.object({
      count: z.number().int(),
      /** In the order of the items; null for an item that failed or gave nothing. */
      results: z.array(JsonValue),
      failed: z.number().int(),
      /** The first 100. */
      errors: z.array(z.object({ index: z.number().int(), type: z.string(), message: z.string() })),
    }),
  }),

  while: control({
    title: 'Repeat while',
    help: 'Runs the steps drawn from "Each" again and again for as long as conditions hold, up to a bound, and goes on from "Done". Lead the last of those steps back here: what it gives is {{ steps.<id>.last }} in the conditions, and {{ item.value }} in the next round. Before the first round both are what it starts with.',
    icon: 'refresh-cw',
    group: 'Logic',
    version: 1,
    summary: '{rows}{expression}',
    ports: [
      { id: EACH_PORT, title: 'Each' },
      { id: DONE_PORT, title: 'Done' },
    ],
    input: z
      .object({
        ...conditionFields,
        check: z
          .enum(['after', 'before'])
          .default('after')
          .meta({
            title: 'First round',
            description: 'Whether the conditions are looked at before or after the first round.',
            role: 'control',
            options: { after: 'runs in any case', before: 'runs only if the conditions hold' },
          }),
        maxRounds: z.number().int().min(1).max(10_000).default(100).meta({
          title: 'Rounds at most',
          description: 'A bound, so that it never goes on for ever.',
          role: 'control',
        }),
        onMax: z
          .enum(['fail', 'continue'])
          .default('fail')
          .meta({
            title: 'At the bound',
            description: 'What happens when the conditions still hold after the last round allowed.',
            role: 'control',
            options: { fail: 'fail', continue: 'go on from "Done"' },
          }),
        pause: Duration.optional().meta({
          title: 'Pause between rounds',
          description: 'For example while you wait for a service to finish. Empty: none.',
          placeholder: '30s',
          widget: 'duration',
          role: 'control',
        }),
        start: JsonValue.optional().meta({
          title: 'Start with',
          description: 'The value before the first round.',
          role: 'content',
          advanced: true,
        }),
      })
      .refine(hasCondition, NO_CONDITION),
    output: z.object({
      rounds: z.number().int(),
      /** What the last round gave. */
      last: JsonValue,
      reachedMax: z.boolean(),
    }),
  }),
};
