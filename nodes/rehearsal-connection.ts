/** A connection that stands in for a model: scripted answers, and no model at all. */
import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { connection } from '#nodes/connection-type.ts';

/** What such a connection calls itself as a model, wherever an answer of it shows. */
export const REHEARSAL = 'rehearsal';

const Call = z.strictObject({ name: z.string().min(1).max(60), args: z.record(z.string(), JsonValue).default({}) });

const Line = z
  .strictObject({
    when: z.string().max(1000).default(''),
    answer: z.string().max(100_000).optional(),
    data: JsonValue.optional(),
    calls: z.array(Call).max(20).optional(),
  })
  .refine(({ answer, data, calls }) => answer !== undefined || data !== undefined || calls !== undefined);

const Script = z.array(Line).max(200);

/** `when`: words that what was said last contains; none fits always. One of the others is the answer. */
export type ScriptLine = z.output<typeof Line>;

/** The lines of a script; null where it is none. */
export function readScript(text: string): ScriptLine[] | null {
  if (text.trim() === '') return [];
  try {
    return Script.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export const rehearsal = connection({
  title: 'Rehearsal (no model)',
  help: 'Scripted answers instead of a model, to draw and try flows before you have one. Whatever it answers is marked as a rehearsal. It is never chosen by itself.',
  icon: 'clapperboard',
  fields: z.object({
    script: z
      .string()
      .max(500_000)
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
