import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { control, OUT_PORT, type Port } from '#nodes/define.ts';

const NEXT: Port[] = [{ id: OUT_PORT, title: 'Next' }];

export const data = {
  set: control({
    title: 'Set values',
    help: 'Makes an object of named values, to gather what later steps need or to give things clear names.',
    icon: 'braces',
    group: 'Data',
    version: 1,
    summary: '{fields}',
    ports: NEXT,
    input: z.object({
      fields: z
        .record(
          z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,59}$/, 'Use letters, digits and _, beginning with a letter.'),
          JsonValue,
        )
        .meta({
          title: 'Values',
          description: 'A name and a value each. Later steps read steps.<id>.<name>.',
          role: 'content',
          widget: 'keyvalue',
        }),
    }),
    output: z.record(z.string(), JsonValue),
  }),

  template: control({
    title: 'Text',
    help: 'Writes a text with values in it, for a message, a report or a prompt.',
    icon: 'text-quote',
    group: 'Data',
    version: 1,
    summary: '{text}',
    ports: NEXT,
    input: z.object({
      text: z.string().max(100_000).meta({
        title: 'Text',
        description: 'Put values in as {{ steps.search.subject }}.',
        role: 'content',
        widget: 'textarea',
        placeholder: 'Good morning, {{ trigger.name }}!',
      }),
    }),
    output: z.object({ text: z.string() }),
  }),
};
