import { z } from 'zod';
import { action } from '#nodes/define.ts';

const common = { group: 'Data', version: 1, tier: 'local', risk: 'read', repeat: 'safe', reads: 'join' } as const;

export const DATE_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

const Unit = z.enum(DATE_UNITS);

const Zone = z.string().max(80).default('UTC').meta({
  title: 'Time zone',
  description: 'The zone of a date that names none, and of the result.',
  widget: 'timezone',
  role: 'control',
  placeholder: 'Europe/Berlin',
});

const DateText = z.string().max(100);

const Amount = z.union([z.number(), z.string().max(250)]);

export const calculate = {
  'date.change': action({
    ...common,
    title: 'Date and time',
    help: 'Reads a date, moves it, finds the beginning or end of its day, week or month, and writes it in a form of your choice.',
    icon: 'calendar-days',
    timeout: '10s',
    summary: '{date} {add} {unit}',
    input: z.object({
      date: DateText.default('now').meta({
        title: 'Date',
        description: 'now, or a date such as 2027-01-31 or 2027-01-31T09:00.',
        role: 'content',
        placeholder: 'now',
      }),
      pattern: DateText.optional().meta({
        title: 'How it is written',
        description: 'Only for other forms, for example dd.MM.yyyy.',
        advanced: true,
        placeholder: 'dd.MM.yyyy HH:mm',
      }),
      timezone: Zone,
      add: z
        .number()
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .default(0)
        .meta({ title: 'Add', description: 'How much to move it by; less than zero goes back.', role: 'amount' }),
      unit: Unit.default('day').meta({ title: 'Unit', description: 'Of what to add.', role: 'control' }),
      move: z
        .enum(['none', 'start', 'end'])
        .default('none')
        .meta({
          title: 'Then go to',
          description: 'For example the start of its month.',
          role: 'control',
          options: { none: 'nowhere', start: 'the start', end: 'the end' },
        }),
      of: Unit.default('day').meta({
        title: 'of its',
        description: 'Which day, week or month is meant.',
        role: 'control',
      }),
      format: DateText.default('yyyy-MM-dd').meta({
        title: 'Write it as',
        description: 'For example dd.MM.yyyy, cccc d LLLL or HH:mm.',
        role: 'content',
      }),
      language: z
        .string()
        .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'Use a language such as en, de or pt-BR.')
        .default('en')
        .meta({ title: 'Language', description: 'For the names of months and days.', advanced: true }),
    }),
    output: z.object({
      iso: z.string().meta({ title: 'Date with zone' }),
      text: z.string().meta({ title: 'As written' }),
      utc: z.iso.datetime().meta({ title: 'In UTC' }),
      milliseconds: z.number().int(),
      year: z.number().int(),
      month: z.number().int(),
      day: z.number().int(),
      hour: z.number().int(),
      minute: z.number().int(),
      weekday: z.number().int().meta({ title: 'Weekday, 1 is Monday' }),
      week: z.number().int().meta({ title: 'Week of the year' }),
      daysInMonth: z.number().int(),
    }),
  }),

  'date.difference': action({
    ...common,
    title: 'Time between dates',
    help: 'Says how long it is from one date to another, in a unit of your choice. Less than zero when the second is earlier.',
    icon: 'calendar-range',
    timeout: '10s',
    summary: '{from} to {to}',
    input: z.object({
      from: DateText.default('now').meta({
        title: 'From',
        description: 'now, or a date such as 2027-01-31.',
        role: 'content',
        placeholder: 'now',
      }),
      to: DateText.meta({
        title: 'To',
        description: 'now, or a date such as 2027-01-31T09:00.',
        role: 'content',
        placeholder: '2027-01-31',
      }),
      unit: Unit.default('day').meta({ title: 'In', description: 'The unit of the result.', role: 'control' }),
      timezone: Zone,
    }),
    output: z.object({
      amount: z.number().meta({ title: 'How many' }),
      whole: z.number().int().meta({ title: 'How many whole ones' }),
      milliseconds: z.number().int(),
    }),
  }),

  'math.calculate': action({
    ...common,
    title: 'Calculate',
    help: 'Calculates with decimal numbers exactly, so that sums of money come out right to the cent. Texts such as 12.50 count as numbers.',
    icon: 'calculator',
    timeout: '10s',
    summary: '{operation} {values}',
    input: z.object({
      operation: z
        .enum(['add', 'subtract', 'multiply', 'divide', 'remainder', 'average', 'median', 'min', 'max'])
        .meta({
          title: 'Operation',
          description: 'What to do with the numbers.',
          role: 'control',
          options: {
            add: 'sum of all',
            subtract: 'first less the others',
            multiply: 'product of all',
            divide: 'first divided by the others',
            remainder: 'rest of first divided by second',
            average: 'average',
            median: 'median',
            min: 'smallest',
            max: 'largest',
          },
        }),
      values: z.array(Amount).min(1, 'Give at least one number.').max(10_000, 'At most 10,000 numbers.').meta({
        title: 'Numbers',
        description: 'A list of numbers, or of texts such as 12.50.',
        role: 'amount',
        widget: 'json',
        placeholder: '[19.90, 5]',
      }),
      places: z.number().int().min(0).max(20).optional().meta({
        title: 'Places after the point',
        description: 'Empty: not rounded (divisions to 20 places).',
        role: 'control',
      }),
      rounding: z
        .enum(['half-up', 'half-even', 'down'])
        .default('half-up')
        .meta({
          title: 'Rounding',
          description: 'What happens to a 5 in the place that falls away.',
          role: 'control',
          advanced: true,
          options: { 'half-up': 'commercial', 'half-even': 'to even (bankers)', down: 'cut off' },
        }),
    }),
    output: z.object({
      result: z.number().meta({ title: 'Result' }),
      text: z.string().meta({ title: 'Result, all digits' }),
    }),
  }),

  'crypto.hash': action({
    ...common,
    title: 'Fingerprint',
    help: 'Makes a hash of a text: equal texts have equal hashes, and the text cannot be read back from it.',
    icon: 'hash',
    timeout: '30s',
    summary: '{algorithm} of {text}',
    input: z.object({
      text: z
        .string()
        .max(10_000_000, 'At most 10 million characters.')
        .meta({ title: 'Text', description: 'The text the hash is made of.', role: 'content', widget: 'textarea' }),
      algorithm: z
        .enum(['sha256', 'sha512', 'sha1', 'md5'])
        .default('sha256')
        .meta({
          title: 'Kind',
          description: 'Take SHA-256 unless a service wants another.',
          role: 'control',
          options: { sha256: 'SHA-256', sha512: 'SHA-512', sha1: 'SHA-1 (old)', md5: 'MD5 (old, not safe)' },
        }),
      encoding: z.enum(['hex', 'base64', 'base64url']).default('hex').meta({
        title: 'Written as',
        description: 'The letters the hash is written with.',
        role: 'control',
        advanced: true,
      }),
    }),
    output: z.object({ hash: z.string() }),
  }),
};
