/** A connection that stands in for a model: scripted answers, and no model at all. */
import { z } from 'zod';
import { connection } from '#nodes/connection-type.ts';
import { MOST_SCRIPT, readScript } from '#nodes/rehearsal-script.ts';

/** What such a connection calls itself as a model, wherever an answer of it shows. */
export const REHEARSAL = 'rehearsal';

export const rehearsal = connection({
  title: 'Rehearsal (no model)',
  help: 'Scripted answers instead of a model, to draw and try flows before you have one. Whatever it answers is marked as a rehearsal. It is never chosen by itself.',
  icon: 'clapperboard',
  fields: z.object({
    script: z
      .string()
      .max(MOST_SCRIPT)
      .refine(
        (text) => readScript(text) !== null,
        'Write a list in JSON, each entry with "answer", "data" or "calls", and "when" if it is not for every question.',
      )
      .optional()
      .meta({
        title: 'Script',
        description:
          'A list in JSON. The first entry whose "when" stands in what was said last is the answer. Where none fits, one is made up.',
        placeholder: '[{"when": "bill", "data": {"label": "bill"}}, {"answer": "Good morning."}]',
        widget: 'textarea',
      }),
  }),
  hostsOf: () => [],
  testable: true,
});
