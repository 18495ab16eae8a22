import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { OperatorName } from '#nodes/operators.ts';

export const TableName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u, 'Begin with a letter or digit, then letters, digits, spaces, - or _.')
  .meta({
    title: 'Table',
    description: 'One of your tables.',
    role: 'target',
    widget: 'table',
    placeholder: 'Requests',
  });

/** Names that begin with _ belong to Hearth (`_id`, `_createdAt`). */
export const ColumnName = z
  .string()
  .regex(/^[\p{L}][\p{L}\p{N} _-]{0,59}$/u, 'Begin with a letter, then letters, digits, spaces, - or _.');

/** The columns that Hearth adds to every row it gives back. */
const FoundRow = z.looseObject({ _id: z.string(), _createdAt: z.iso.datetime() });

const Where = z
  .array(
    z.strictObject({
      field: z
        .string()
        .min(1)
        .max(60)
        .meta({ title: 'Column', description: 'A column of the table, or _id and _createdAt.' }),
      operator: OperatorName.default('equals'),
      value: JsonValue.optional().meta({ title: 'Value', description: 'What the column is compared with.' }),
    }),
  )
  .max(20)
  .meta({ title: 'Where', description: 'Rows for which all of this holds.', role: 'content', widget: 'filters' });

const Row = z
  .record(ColumnName, JsonValue)
  .refine((row) => Object.keys(row).length <= 200, 'At most 200 columns.')
  .meta({
    title: 'Row',
    description: 'A value for each column. Every value keeps where it came from.',
    role: 'content',
    widget: 'keyvalue',
  });

const MAX_FOUND_ROWS = 1000;

/** Of rows that one step may change or delete. */
const MostRows = z.number().int().min(1).max(1000).default(100).meta({
  title: 'At most',
  description: 'If more rows fit, nothing is done.',
  role: 'amount',
});

const write = { group: 'Data', version: 1, tier: 'local', risk: 'write', repeat: 'safe', timeout: '20s' } as const;

export const table = {
  'table.insert': action({
    title: 'Add a row',
    help: 'Adds one row to one of your tables and makes the table if there is none of that name. Repeated after an interruption it gives back the same row.',
    icon: 'table-properties',
    group: 'Data',
    version: 1,
    tier: 'local',
    risk: 'write',
    repeat: 'safe',
    timeout: '10s',
    reads: 'stored',
    summary: 'into {table}',
    input: z.object({
      table: TableName,
      row: Row,
    }),
    output: z.object({
      id: z.string(),
      table: z.string(),
      createdAt: z.iso.datetime(),
      row: z.record(z.string(), JsonValue),
    }),
  }),

  'table.find': action({
    title: 'Find rows',
    help: 'Finds rows of one of your tables. A table that is not there yet has no rows. Values come back with the origin they were stored with.',
    icon: 'table-2',
    group: 'Data',
    version: 1,
    tier: 'local',
    risk: 'read',
    repeat: 'safe',
    timeout: '10s',
    reads: 'stored',
    summary: 'in {table}',
    input: z.object({
      table: TableName,
      where: Where.default([]),
      sort: z
        .string()
        .max(60)
        .optional()
        .meta({ title: 'Sort by', description: 'A column; otherwise by age.', placeholder: '_createdAt' }),
      direction: z
        .enum(['ascending', 'descending'])
        .default('ascending')
        .meta({ title: 'Order', description: 'Smallest and earliest first, or the other way round.' }),
      limit: z
        .number()
        .int()
        .min(1)
        .max(MAX_FOUND_ROWS)
        .default(100)
        .meta({ title: 'At most', description: 'How many rows to give back.', role: 'amount' }),
    }),
    output: z.object({
      rows: z.array(FoundRow).meta({ title: 'Rows' }),
      count: z.number().int().meta({ title: 'How many were found' }),
      first: FoundRow.nullable().meta({ title: 'First row, or nothing' }),
    }),
  }),

  'table.count': action({
    title: 'Count rows',
    help: 'Counts the rows of one of your tables for which conditions hold. A table that is not there yet has none.',
    icon: 'tally-5',
    group: 'Data',
    version: 1,
    tier: 'local',
    risk: 'read',
    repeat: 'safe',
    timeout: '20s',
    reads: 'stored',
    summary: 'in {table}',
    input: z.object({ table: TableName, where: Where.default([]) }),
    output: z.object({ count: z.number().int().meta({ title: 'How many' }) }),
  }),

  'table.update': action({
    ...write,
    title: 'Change rows',
    help: 'Changes columns of the rows for which conditions hold; other columns stay. Repeated after an interruption it changes nothing twice.',
    icon: 'table-cells-merge',
    reads: 'stored',
    summary: 'in {table}',
    input: z.object({
      table: TableName,
      where: Where.min(1, 'Say which rows.'),
      row: Row.meta({
        title: 'New values',
        description: 'Only the columns to change.',
        role: 'content',
        widget: 'keyvalue',
      }),
      limit: MostRows,
    }),
    output: z.object({
      count: z.number().int().meta({ title: 'How many were changed' }),
      ids: z.array(z.string()).meta({ title: 'Ids of the changed rows' }),
    }),
  }),

  'table.upsert': action({
    ...write,
    title: 'Add or change a row',
    help: 'Changes the row that has the same value in a column, or adds one if there is none. Good for keeping a table in step with a service.',
    icon: 'table-rows-split',
    reads: 'stored',
    summary: 'in {table} by {by}',
    input: z
      .object({
        table: TableName,
        by: ColumnName.meta({
          title: 'Same',
          description: 'The column that tells rows apart.',
          role: 'control',
          placeholder: 'email',
        }),
        row: Row,
      })
      .refine(({ by, row }) => ['string', 'number'].includes(typeof row[by]) || typeof row === 'string', {
        path: ['row'],
        message: 'The row needs a text or a number in the column that tells rows apart.',
      }),
    output: z.object({
      id: z.string(),
      created: z.boolean().meta({ title: 'It is new' }),
      row: z.record(z.string(), JsonValue),
    }),
  }),

  'table.delete': action({
    ...write,
    title: 'Delete rows',
    help: 'Deletes the rows for which conditions hold. They cannot be brought back; if more fit than you allow, none is deleted.',
    icon: 'trash',
    reads: 'stored',
    summary: 'from {table}',
    input: z.object({ table: TableName, where: Where.min(1, 'Say which rows.'), limit: MostRows }),
    output: z.object({ count: z.number().int().meta({ title: 'How many were deleted' }) }),
  }),
};
