import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';

/** Names are shared by all flows. */
const SharedName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.:-]*$/u, 'Begin with a letter or digit, then letters, digits, spaces or - _ . :');

/** Bytes of JSON that a variable may hold. */
export const MAX_VARIABLE = 256 * 1024;

const common = { group: 'Data', version: 1, tier: 'local', repeat: 'safe', timeout: '10s', reads: 'stored' } as const;

const VariableName = SharedName.meta({
  title: 'Variable',
  description: 'Its name, the same in every flow.',
  role: 'target',
  placeholder: 'last-invoice',
});

export const memory = {
  'counter.add': action({
    ...common,
    title: 'Count',
    help: 'Adds to a number that all flows share and gives back the new one. Repeated after an interruption it counts once.',
    icon: 'list-plus',
    risk: 'write',
    summary: '{add} to {counter}',
    input: z.object({
      counter: SharedName.meta({
        title: 'Counter',
        description: 'Its name, the same in every flow.',
        role: 'target',
        placeholder: 'invoices',
      }),
      add: z
        .number()
        .min(-1e12)
        .max(1e12)
        .default(1)
        .meta({ title: 'Add', role: 'content', description: '0 only reads it.' }),
      restart: z
        .boolean()
        .default(false)
        .meta({ title: 'Begin at zero again first', description: 'For example once a month.', role: 'control' }),
    }),
    output: z.object({
      value: z.number().meta({ title: 'New number' }),
      before: z.number().meta({ title: 'Number before' }),
    }),
  }),

  'seen.remember': action({
    ...common,
    title: 'Only what is new',
    help: 'Passes on the items of a list that were not met before, and remembers them. A step repeated after an interruption passes on the same ones.',
    icon: 'eye',
    risk: 'write',
    summary: '{items} in {list}',
    input: z.object({
      list: SharedName.meta({
        title: 'Remember in',
        description: 'The name of the memory. Flows that use the same name share it.',
        role: 'target',
        placeholder: 'news',
      }),
      items: z.array(JsonValue).max(10_000, 'At most 10,000 items.').meta({
        title: 'List',
        description: 'The items to look at, in their order.',
        role: 'content',
        widget: 'json',
        placeholder: '{{ steps.feed.items }}',
      }),
      key: z.string().max(200).default('').meta({
        title: 'Told apart by',
        description: 'A field of each item, such as id. Empty: the whole item.',
        role: 'control',
        placeholder: 'id',
      }),
      days: z.number().int().min(1).max(3650).optional().meta({
        title: 'Forget after days',
        description: 'Empty: never.',
        role: 'control',
      }),
    }),
    output: z.object({
      items: z.array(JsonValue).meta({ title: 'New items' }),
      count: z.number().int().meta({ title: 'How many are new' }),
      known: z.number().int().meta({ title: 'How many were known' }),
      any: z.boolean().meta({ title: 'Something is new' }),
    }),
  }),

  'vars.get': action({
    ...common,
    title: 'Read a variable',
    help: 'Gives the value that a flow or a person kept under a name. It comes with the origin it was kept with.',
    icon: 'variable',
    risk: 'read',
    summary: '{name}',
    input: z.object({
      name: VariableName,
      fallback: JsonValue.default(null).meta({
        title: 'If there is none',
        description: 'What the step gives when nothing is kept under this name.',
        role: 'content',
      }),
    }),
    output: z.object({
      value: JsonValue.meta({ title: 'Value' }),
      found: z.boolean().meta({ title: 'There is one' }),
    }),
  }),

  'vars.set': action({
    ...common,
    title: 'Keep a variable',
    help: 'Keeps a value under a name, for later runs and other flows. It replaces the value that was there.',
    icon: 'square-pen',
    risk: 'write',
    summary: '{name}',
    input: z.object({
      name: VariableName,
      value: JsonValue.meta({ title: 'Value', description: 'Text, a number or data, up to 256 kB.', role: 'content' }),
    }),
    output: z.object({ value: JsonValue, previous: JsonValue.meta({ title: 'Value before, or nothing' }) }),
  }),
};
