import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { OperatorName } from '#nodes/operators.ts';

const MAX_ITEMS = 100_000;

const Items = z.array(JsonValue).max(MAX_ITEMS, 'At most 100,000 items.').meta({
  title: 'List',
  description: 'A list that an earlier step gave.',
  role: 'content',
  widget: 'json',
  placeholder: '{{ steps.search.messages }}',
});

/** `''` is the item itself. */
const FieldPath = z.string().max(200);
const FIELD_HELP = 'A field of each item, such as sender.name. Empty: the item itself.';

const Kept = z.object({
  items: z.array(JsonValue).meta({ title: 'Items' }),
  count: z.number().int().meta({ title: 'How many' }),
});

const common = { group: 'Data', version: 1, tier: 'local', risk: 'read', repeat: 'safe', reads: 'join' } as const;

export const list = {
  'list.filter': action({
    ...common,
    title: 'Filter a list',
    help: 'Keeps the items of a list for which conditions hold, in their order.',
    icon: 'list-filter',
    timeout: '30s',
    summary: '{items}',
    input: z.object({
      items: Items,
      match: z
        .enum(['all', 'any'])
        .default('all')
        .meta({
          title: 'Keep when',
          description: 'Whether all conditions must hold, or one is enough.',
          options: { all: 'all conditions hold', any: 'any condition holds' },
        }),
      where: z
        .array(
          z.strictObject({
            field: FieldPath.default('').meta({
              title: 'Field',
              description: 'A field of each item. Empty: the item itself.',
            }),
            operator: OperatorName.default('equals'),
            value: JsonValue.optional().meta({ title: 'Value', description: 'What the field is compared with.' }),
          }),
        )
        .min(1, 'Add a condition.')
        .max(20)
        .meta({ title: 'Conditions', description: FIELD_HELP, role: 'control', widget: 'filters' }),
    }),
    output: Kept.extend({ dropped: z.number().int().meta({ title: 'How many were left out' }) }),
  }),

  'list.sort': action({
    ...common,
    title: 'Sort a list',
    help: 'Puts the items of a list in order: numbers before texts, items without the field last.',
    icon: 'arrow-down-up',
    timeout: '30s',
    summary: '{items} by {by}',
    input: z.object({
      items: Items,
      by: FieldPath.default('').meta({ title: 'By', description: FIELD_HELP, role: 'control', placeholder: 'date' }),
      direction: z
        .enum(['ascending', 'descending'])
        .default('ascending')
        .meta({ title: 'Order', description: 'Smallest and earliest first, or the other way round.', role: 'control' }),
    }),
    output: Kept,
  }),

  'list.group': action({
    ...common,
    title: 'Group a list',
    help: 'Puts together the items of a list that have the same value in a field, for one step per group or a count.',
    icon: 'group',
    timeout: '30s',
    summary: '{items} by {by}',
    input: z.object({
      items: Items,
      by: FieldPath.default('').meta({ title: 'By', description: FIELD_HELP, role: 'control', placeholder: 'sender' }),
    }),
    output: z.object({
      groups: z
        .array(z.object({ key: JsonValue, items: z.array(JsonValue), count: z.number().int() }))
        .meta({ title: 'Groups' }),
      count: z.number().int().meta({ title: 'How many groups' }),
    }),
  }),

  'list.limit': action({
    ...common,
    title: 'Limit a list',
    help: 'Takes some items from the beginning or the end of a list, after skipping some if asked.',
    icon: 'list-end',
    timeout: '30s',
    summary: '{count} of {items}',
    input: z.object({
      items: Items,
      count: z
        .number()
        .int()
        .min(0)
        .max(MAX_ITEMS)
        .default(10)
        .meta({ title: 'How many', description: 'Items to keep at most.', role: 'amount' }),
      from: z
        .enum(['start', 'end'])
        .default('start')
        .meta({
          title: 'From',
          description: 'Which end of the list is kept.',
          role: 'control',
          options: { start: 'the beginning', end: 'the end' },
        }),
      skip: z
        .number()
        .int()
        .min(0)
        .max(MAX_ITEMS)
        .default(0)
        .meta({ title: 'Skip first', description: 'Items to pass over before counting.', advanced: true }),
    }),
    output: Kept,
  }),

  'list.unique': action({
    ...common,
    title: 'Remove duplicates',
    help: 'Keeps the first of the items that are equal, or that have the same value in a field.',
    icon: 'copy-minus',
    timeout: '30s',
    summary: '{items} by {by}',
    input: z.object({
      items: Items,
      by: FieldPath.default('').meta({ title: 'Same', description: FIELD_HELP, role: 'control', placeholder: 'id' }),
    }),
    output: Kept.extend({ duplicates: z.number().int().meta({ title: 'How many were left out' }) }),
  }),

  'list.join': action({
    ...common,
    title: 'Join lists',
    help: 'Puts two lists one after the other, or adds to each item the fields of the matching item of a second list.',
    icon: 'combine',
    timeout: '30s',
    summary: '{items} and {other}',
    input: z.object({
      items: Items,
      other: Items.meta({ title: 'Second list', description: 'The list that is added, or searched for matches.' }),
      mode: z
        .enum(['append', 'match'])
        .default('append')
        .meta({
          title: 'How',
          description: 'Longer list, or the same list with more fields.',
          role: 'control',
          options: { append: 'one after the other', match: 'by a field' },
        }),
      by: FieldPath.default('id').meta({
        title: 'Field of the list',
        description: 'Its value is looked for in the second list.',
        role: 'control',
        showIf: { field: 'mode', equals: 'match' },
      }),
      otherBy: FieldPath.default('id').meta({
        title: 'Field of the second list',
        description: 'Where the value is looked for.',
        role: 'control',
        showIf: { field: 'mode', equals: 'match' },
      }),
      keep: z
        .enum(['all', 'matching'])
        .default('all')
        .meta({
          title: 'Keep',
          description: 'Whether items without a match stay in the list.',
          role: 'control',
          options: { all: 'every item of the list', matching: 'only items with a match' },
          showIf: { field: 'mode', equals: 'match' },
        }),
    }),
    output: Kept.extend({ matched: z.number().int().meta({ title: 'How many matched' }) }),
  }),
};
