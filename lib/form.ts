/** Fields that a person fills in, in an approval or on a public form: how they are declared and read. */
import type { Json } from '#lib/value.ts';

/** Kinds of fields whose answer is plain data. */
export const ANSWER_TYPES = ['text', 'multiline', 'number', 'boolean', 'choice', 'choices', 'date', 'mail'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** What the editor calls them. */
export const ANSWER_TITLES: Record<AnswerType, string> = {
  text: 'Text',
  multiline: 'Long text',
  number: 'Number',
  boolean: 'Yes or no',
  choice: 'One of several',
  choices: 'Some of several',
  date: 'Date',
  mail: 'Mail address',
};

/** One declared field. */
export type AnswerField = {
  name: string;
  type: AnswerType;
  title?: string | undefined;
  help?: string | undefined;
  required: boolean;
  options?: string[] | undefined;
};

export type Answers = Record<string, Json>;

/** Rules over a whole list of declared fields, for `.check` of the parameter that holds it. */
export function checkFields(fields: { name: string; type: string; options?: string[] | undefined }[]): string | null {
  const twice = fields.find((field, at) => fields.findIndex((other) => other.name === field.name) !== at);
  if (twice) return `Two fields are called "${twice.name}".`;
  const empty = fields.find(({ type, options }) => type.startsWith('choice') && (options ?? []).length === 0);
  return empty ? `Give the choices of "${empty.name}".` : null;
}

/** What a person calls the field. */
export function titleOfField(field: { name: string; title?: string | undefined }): string {
  return field.title === undefined || field.title === '' ? field.name : field.title;
}

/** What stands in the boxes of a page (texts), as the value it means. What cannot be read stays text, to be told of. */
export function readAnswer(field: AnswerField, texts: readonly string[]): Json {
  const text = (texts[0] ?? '').replace(/\r\n?/g, '\n').trim();
  switch (field.type) {
    case 'choices':
      return texts.filter((one) => one !== '');
    case 'number':
      return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'yes' ? true : text === 'no' ? false : text;
    default:
      return text;
  }
}
