import { z } from 'zod';
import { CHECKED_KINDS, MOST_CHECKED } from '#lib/check-value.ts';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { ColumnName, TableName } from '#nodes/table.ts';

const forKind = (kind: (typeof CHECKED_KINDS)[number]) => ({ showIf: { field: 'kind', equals: kind } });

export const check = {
  'value.check': action({
    title: 'Check a value',
    help: 'Lets a value from outside through only if it is one of few that you foresaw: then it may choose whom or how much, like a value of your own. Free text never passes. What does not fit fails the step.',
    icon: 'list-checks',
    group: 'Data',
    version: 1,
    tier: 'local',
    risk: 'read',
    repeat: 'safe',
    timeout: '10s',
    reads: 'checked',
    summary: '{value}',
    input: z
      .object({
        value: JsonValue.meta({
          title: 'Value',
          description: 'The value to look at.',
          role: 'content',
          placeholder: '{{ steps.ask.json.category }}',
        }),
        kind: z
          .enum(CHECKED_KINDS)
          .default('choice')
          .meta({
            title: 'It must be',
            description: 'What cannot carry a message of its own.',
            role: 'control',
            options: {
              choice: 'one of these',
              yesno: 'yes or no',
              number: 'a number between two',
              date: 'a date near today',
              mail: 'the mail address of a contact',
              host: 'a host on your list',
              row: 'in a table of yours',
            },
          }),
        choices: z
          .array(z.string().min(1).max(200))
          .max(50)
          .optional()
          .meta({
            title: 'One of these',
            description: 'Written by you. Large and small letters count.',
            role: 'control',
            ...forKind('choice'),
          }),
        min: z
          .number()
          .optional()
          .meta({
            title: 'At least',
            description: 'The smallest number that passes.',
            role: 'control',
            ...forKind('number'),
          }),
        max: z
          .number()
          .optional()
          .meta({
            title: 'At most',
            description: 'The largest number that passes.',
            role: 'control',
            ...forKind('number'),
          }),
        places: z
          .number()
          .int()
          .min(0)
          .max(4)
          .default(0)
          .meta({ title: 'Decimals', description: 'Digits after the point.', role: 'control', ...forKind('number') }),
        days: z
          .number()
          .int()
          .min(1)
          .max(3660)
          .default(366)
          .meta({
            title: 'Days from today',
            description: 'How far from today the date may be, before or after.',
            role: 'control',
            ...forKind('date'),
          }),
        table: TableName.optional().meta({
          title: 'Table',
          description: 'Rows count of which no value came from outside.',
          role: 'control',
          widget: 'table',
          ...forKind('row'),
        }),
        column: ColumnName.optional().meta({
          title: 'Column',
          description: 'The value must stand there, in one of the rows.',
          role: 'control',
          ...forKind('row'),
        }),
      })
      .superRefine(({ kind, choices = [], min, max, places, table, column }, context) => {
        if (kind === 'row' && table === undefined)
          context.addIssue({ code: 'custom', path: ['table'], message: 'Name the table.' });
        if (kind === 'row' && column === undefined)
          context.addIssue({ code: 'custom', path: ['column'], message: 'Name the column.' });
        if (kind === 'choice' && choices.length === 0)
          context.addIssue({ code: 'custom', path: ['choices'], message: 'Write down what may pass.' });
        if (kind !== 'number') return;
        if (min === undefined) context.addIssue({ code: 'custom', path: ['min'], message: 'Say where it begins.' });
        if (max === undefined) context.addIssue({ code: 'custom', path: ['max'], message: 'Say where it ends.' });
        if (min === undefined || max === undefined) return;
        if (min > max)
          context.addIssue({ code: 'custom', path: ['max'], message: 'This is less than where it begins.' });
        if ((max - min) * 10 ** places > MOST_CHECKED)
          context.addIssue({
            code: 'custom',
            path: ['max'],
            message: 'So many numbers could carry a message. Bring the ends closer.',
          });
      }),
    output: z.object({ value: z.union([z.string(), z.number(), z.boolean()]) }),
  }),
};
