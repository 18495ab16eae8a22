import { z } from 'zod';
import { Duration, JsonValue } from '#lib/flow.ts';
import { control, OUT_PORT, type Port } from '#nodes/define.ts';
import { conditionFields, hasCondition, NO_CONDITION, OperatorName } from '#nodes/operators.ts';

/** Names that ports of the author's own must not take. */
const RESERVED_PORTS = ['else', 'error', 'expired', 'in'];

/** The id of a port that the author names. */
export const PortId = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'Use a small letter, then letters, digits or _.')
  .refine((id) => !RESERVED_PORTS.includes(id), 'This name is taken by Hearth.');

const Case = z.strictObject({
  id: PortId.meta({ title: 'Id', description: 'A short name of the output, such as urgent.' }),
  title: z.string().min(1).max(60).meta({ title: 'Title', description: 'Stands beside the output on the canvas.' }),
  operator: OperatorName.default('equals'),
  value: JsonValue.optional().meta({ title: 'Value', description: 'What it is compared with.' }),
});

/** The ports that drawn rows with `id` and `title` make; skips what is unfinished. */
export function portsOfRows(rows: unknown): Port[] {
  if (!Array.isArray(rows)) return [];
  const found = rows.flatMap((row: unknown) => {
    const { id, title } = (row ?? {}) as { id?: unknown; title?: unknown };
    return typeof id === 'string' && id !== ''
      ? [{ id, title: typeof title === 'string' && title !== '' ? title : id }]
      : [];
  });
  return found.filter((port, i) => found.findIndex((other) => other.id === port.id) === i);
}

/** No two rows share an id. */
export function distinctIds(rows: readonly { id: string }[]): boolean {
  return new Set(rows.map((row) => row.id)).size === rows.length;
}

export const logic = {
  if: control({
    title: 'If',
    help: 'Goes one of two ways, depending on conditions. A branch that untrusted data decides is itself untrusted.',
    icon: 'split',
    group: 'Logic',
    version: 1,
    summary: '{rows}{expression}',
    ports: [
      { id: 'true', title: 'True' },
      { id: 'false', title: 'False' },
    ],
    input: z.object(conditionFields).refine(hasCondition, NO_CONDITION),
    output: z.object({ result: z.boolean() }),
  }),

  switch: control({
    title: 'Switch',
    help: 'Goes the way of the first case that fits the value, or Else when none does.',
    icon: 'route',
    group: 'Logic',
    version: 1,
    summary: 'by {value}',
    ports: ({ cases }) => [...portsOfRows(cases), { id: 'else', title: 'Else' }],
    input: z.object({
      value: JsonValue.meta({
        title: 'Value',
        description: 'What decides the way, such as a kind or a status.',
        role: 'control',
        placeholder: '{{ trigger.body.kind }}',
      }),
      cases: z.array(Case).min(1).max(30).refine(distinctIds, 'Two cases have the same id.').meta({
        title: 'Cases',
        description: 'Tried from the top; each is an output.',
        role: 'control',
        widget: 'cases',
      }),
    }),
    output: z.object({ case: z.string() }),
  }),

  wait: control({
    title: 'Wait',
    help: 'Pauses the run for a time or until a moment. It costs nothing and survives restarts, for months if need be.',
    icon: 'hourglass',
    group: 'Logic',
    version: 1,
    summary: '{mode} {for}{until}',
    ports: [{ id: OUT_PORT, title: 'Next' }],
    input: z
      .object({
        mode: z
          .enum(['for', 'until'])
          .default('for')
          .meta({
            title: 'Wait',
            description: 'For a length of time, or until a date and time.',
            options: { for: 'for a while', until: 'until a moment' },
          }),
        for: Duration.optional().meta({
          title: 'How long',
          description: 'From the moment the run gets here.',
          placeholder: '10m',
          widget: 'duration',
          role: 'control',
          showIf: { field: 'mode', equals: 'for' },
        }),
        until: z.iso
          .datetime({ offset: true, error: 'Use a date and time with a zone, for example 2027-01-31T09:00:00Z.' })
          .optional()
          .meta({
            title: 'Until',
            description: 'A moment in the past goes on at once.',
            placeholder: '2027-01-31T09:00:00Z',
            widget: 'datetime',
            role: 'control',
            showIf: { field: 'mode', equals: 'until' },
          }),
      })
      .refine((input) => input.mode !== 'for' || input.for !== undefined, { path: ['for'], message: 'Say how long.' })
      .refine((input) => input.mode !== 'until' || input.until !== undefined, {
        path: ['until'],
        message: 'Say until when.',
      }),
    output: z.object({ waitedUntil: z.iso.datetime() }),
  }),

  stop: control({
    title: 'Stop',
    help: 'Ends the whole run here, as done or as failed. Other branches are stopped too.',
    icon: 'octagon-x',
    group: 'Logic',
    version: 1,
    summary: '{outcome}: {message}',
    ports: [],
    input: z.object({
      outcome: z
        .enum(['done', 'failed'])
        .default('done')
        .meta({
          title: 'End as',
          description: 'What the list of runs shows. Failed also starts flows that wait for failures.',
          role: 'control',
          options: { done: 'Done', failed: 'Failed' },
        }),
      message: z.string().max(2000).default('').meta({
        title: 'Message',
        description: 'Why it ended. It is shown with the run.',
        role: 'content',
        placeholder: 'Nothing to do today',
      }),
    }),
    output: z.object({ outcome: z.enum(['done', 'failed']), message: z.string() }),
  }),
};
