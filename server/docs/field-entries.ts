/** Fields of a form as entries of a reference page. */
import type { DocEntry } from '#lib/docs.ts';
import type { Field, FieldType } from '#nodes/fields.ts';

const TYPES: Record<FieldType, string> = {
  text: 'text',
  multiline: 'long text',
  number: 'number',
  boolean: 'yes or no',
  select: 'one of several',
  list: 'list',
  rows: 'rows',
  keyvalue: 'names and values',
  json: 'any data',
};

const ROLES: Record<string, string> = {
  target: 'target: whom or what it reaches',
  amount: 'amount: how much',
  control: 'control: what is done',
};

/** One entry a field; the columns of rows follow their field. */
export function fieldEntries(fields: readonly Field[], above = ''): DocEntry[] {
  return fields.flatMap((field) => [
    {
      id: `field-${above}${field.name}`,
      code: `${above}${field.name}`,
      title: field.title,
      help: field.help,
      facts: factsOf(field),
    },
    ...fieldEntries(field.columns, `${above}${field.name}.`),
  ]);
}

function factsOf(field: Field): string[] {
  const { minimum, maximum } = field;
  const choices = field.options.map(({ value, title }) => (value === title ? value : `${value} (${title})`));
  return [
    TYPES[field.type],
    ...(field.secret ? ['secret: sealed, never shown again'] : []),
    ...(field.required ? ['required'] : []),
    ...(field.default === null ? [] : [`default: ${JSON.stringify(field.default)}`]),
    ...(choices.length > 0 ? [`one of: ${choices.join(', ')}`] : []),
    ...(isBound(minimum) ? [`at least ${minimum}`] : []),
    ...(isBound(maximum) ? [`at most ${maximum}`] : []),
    ...(field.role && ROLES[field.role] ? [ROLES[field.role] ?? ''] : []),
    ...(field.showIf ? [`when ${field.showIf.field} is ${[field.showIf.equals].flat().join(' or ')}`] : []),
    ...(field.advanced ? ['under More options'] : []),
  ];
}

/** Whole numbers carry the bounds of safe integers where the declaration names none. */
function isBound(value: number | null): value is number {
  return value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}
