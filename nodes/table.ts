import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { OperatorName } from '#nodes/operators.ts';

const TableName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u, 'Begin with a letter or digit, then letters, digits, spaces, - or _.')
  .meta({ title: 'Table', role: 'target', widget: 'table', placeholder: 'Requests' });

/** Names that begin with _ belong to Hearth (`_id`, `_createdAt`). */
const ColumnName = z
  .string()
  .regex(/^[\p{L}][\p{L}\p{N} _-]{0,59}$/u, 'Begin with a letter, then letters, digits, spaces, - or _.');

/** The columns that Hearth adds to every row it gives back. */
const FoundRow = z.looseObject({ _id: z.string(), _createdAt: z.iso.datetime() });

const MAX_FOUND_ROWS = 1000;

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
      row: z
        .record(ColumnName, JsonValue)
        .refine((row) => Object.keys(row).length <= 200, 'At most 200 columns.')
        .meta({
          title: 'Row',
          description: 'A value for each column. Every value keeps where it came from.',
          role: 'content',
          widget: 'keyvalue',
        }),
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
      where: z
        .array(
          z.strictObject({
            field: z.string().min(1).max(60),
            operator: OperatorName.default('equals'),
            value: JsonValue.optional(),
          }),
        )
        .max(20)
        .default([])
        .meta({ title: 'Where', description: 'Rows for which all of this holds.', role: 'content', widget: 'filters' }),
      sort: z
        .string()
        .max(60)
        .optional()
        .meta({ title: 'Sort by', description: 'A column; otherwise by age.', placeholder: '_createdAt' }),
      direction: z.enum(['ascending', 'descending']).default('ascending').meta({ title: 'Order' }),
      limit: z.number().int().min(1).max(MAX_FOUND_ROWS).default(100).meta({ title: 'At most', role: 'amount' }),
    }),
    output: z.object({
      rows: z.array(FoundRow).meta({ title: 'Rows' }),
      count: z.number().int().meta({ title: 'How many were found' }),
      first: FoundRow.nullable().meta({ title: 'First row, or nothing' }),
    }),
  }),
};
