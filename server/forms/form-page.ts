/** Public forms as HTML, drawn on the server: they work without JavaScript. */
import { titleOfField } from '#lib/form.ts';
import type { Texts } from '#messages/types.ts';
import type { PublicField } from '#nodes/form.ts';
import { SCRIPT, STYLE } from '#server/forms/form-style.ts';

/** Names of the boxes; a declared field cannot have one of the others' names. */
export const BOX = { field: (name: string) => `f.${name}`, token: 'token', trap: 'leave_empty' } as const;
/** Up to so many choices are all in view. */
const FEW = 6;

/** What the page itself says, and in which language. */
export type PageWords = { language: string; t: Texts<'forms.page'>; say: (sentence: string) => string };

export type Shown = {
  words: PageWords;
  title: string;
  description: string;
  button: string;
  fields: readonly PublicField[];
  token: string;
  /** What stands in the boxes already, by name of the field. */
  texts?: Readonly<Record<string, readonly string[]>>;
  wrong?: Readonly<Record<string, string>>;
  /** Said above the fields. */
  notice?: string;
  /** What is wrong with the whole. */
  problem?: string;
};

/** Text as it stands in HTML, also inside of a quoted attribute. */
function escaped(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

function page(words: PageWords, title: string, body: string): string {
  return `<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<style>${STYLE}</style></head>
<body><main>${body}</main><script>${SCRIPT}</script></body></html>`;
}

/** A page that only says something. */
export function messagePage(words: PageWords, title: string, text: string): string {
  return page(words, title, `<h1>${escaped(title)}</h1><p class="text" role="status">${escaped(text)}</p>`);
}

/** The form, with what was filled in and what is wrong about it. */
export function formPage(shown: Shown): string {
  const { words, title, description, button, fields, token, notice } = shown;
  const note = notice === undefined ? '' : `<p class="note">${escaped(notice)}</p>`;
  const upload = fields.some(({ type }) => type === 'file') ? ' enctype="multipart/form-data"' : '';
  const text = description === '' ? '' : `<p class="text">${escaped(description)}</p>`;
  const trap = `<div class="away" aria-hidden="true"><label>${escaped(words.t('trap'))}<input name="${BOX.trap}" tabindex="-1" autocomplete="off"></label></div>`;
  return page(
    words,
    title,
    `<h1>${escaped(title)}</h1>${note}${text}${noticeOf(shown)}
<form method="post"${upload}><input type="hidden" name="${BOX.token}" value="${escaped(token)}">${trap}
${fields.map((field) => fieldOf(field, shown)).join('\n')}
<button>${escaped(button)}</button></form>`,
  );
}

function noticeOf({ words, fields, wrong = {}, problem }: Shown): string {
  const bad = fields.filter(({ name }) => Object.hasOwn(wrong, name));
  if (bad.length === 0 && problem === undefined) return '';
  const links = bad.map((field) => `<a href="#${idOf(field)}">${escaped(titleOfField(field))}</a>`).join(', ');
  const text = [
    problem === undefined ? '' : escaped(problem),
    bad.length > 0 ? `${escaped(words.t('lookAgain'))} ${links}.` : '',
  ];
  return `<div class="notice" role="alert">${text.filter(Boolean).join(' ')}</div>`;
}

const idOf = ({ name }: PublicField) => `f-${name}`;

function fieldOf(field: PublicField, { words, texts = {}, wrong = {} }: Shown): string {
  const id = idOf(field);
  const error = wrong[field.name];
  const notes = [field.help ? `${id}-help` : '', error ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  const described = notes === '' ? '' : ` aria-describedby="${notes}"`;
  const invalid = error ? ' aria-invalid="true"' : '';
  const name = `${escaped(titleOfField(field))}${field.required ? '' : ` <span class="soft">${escaped(words.t('optional'))}</span>`}`;
  const help = field.help ? `<p class="soft" id="${id}-help">${escaped(field.help)}</p>` : '';
  const said = error ? `<p class="wrong" id="${id}-wrong">${escaped(words.say(error))}</p>` : '';
  const given = texts[field.name] ?? [];
  if (isGroup(field)) {
    const boxes = optionsOf(field, words).map((option, at) => boxOf(field, { ...option, at, given }));
    return `<fieldset class="field"${described}${invalid}><legend>${name}</legend>${help}${boxes.join('')}${said}</fieldset>`;
  }
  const about = { words, text: given[0] ?? '' };
  const control = controlOf(field, `id="${id}" name="${BOX.field(field.name)}"${described}${invalid}`, about);
  return `<div class="field"><label for="${id}">${name}</label>${help}${control}${said}</div>`;
}

function isGroup({ type, options = [] }: PublicField): boolean {
  return type === 'boolean' || type === 'choices' || (type === 'choice' && options.length <= FEW);
}

function optionsOf({ type, options = [] }: PublicField, { t }: PageWords): { value: string; title: string }[] {
  if (type !== 'boolean') return options.map((value) => ({ value, title: value }));
  return [
    { value: 'yes', title: t('yes') },
    { value: 'no', title: t('no') },
  ];
}

type Box = { value: string; title: string; at: number; given: readonly string[] };

function boxOf(field: PublicField, { value, title, at, given }: Box): string {
  const many = field.type === 'choices';
  const id = at === 0 ? idOf(field) : `${idOf(field)}-${at}`;
  const state = `${given.includes(value) ? ' checked' : ''}${field.required && !many ? ' required' : ''}`;
  const named = `id="${id}" name="${BOX.field(field.name)}" value="${escaped(value)}"`;
  return `<div class="option"><input type="${many ? 'checkbox' : 'radio'}" ${named}${state}><label for="${id}">${escaped(title)}</label></div>`;
}

type About = { words: PageWords; text: string };

function controlOf(field: PublicField, named: string, { words, text }: About): string {
  const attributes = `${named}${field.required ? ' required' : ''}`;
  const value = ` value="${escaped(text)}"`;
  switch (field.type) {
    case 'multiline':
      return `<textarea ${attributes} rows="5" maxlength="20000">\n${escaped(text)}</textarea>`;
    case 'number':
      return `<input ${attributes} type="number" step="any"${value}>`;
    case 'date':
      return `<input ${attributes} type="date"${value}>`;
    case 'mail':
      return `<input ${attributes} type="email" autocomplete="email" maxlength="254"${value}>`;
    case 'file':
      return `<input ${attributes} type="file">`;
    case 'choice': {
      const options = optionsOf(field, words).map(
        (one) => `<option${one.value === text ? ' selected' : ''}>${escaped(one.value)}</option>`,
      );
      return `<select ${attributes}><option value="">${escaped(words.t('choose'))}</option>${options.join('')}</select>`;
    }
    default:
      return `<input ${attributes} maxlength="2000"${value}>`;
  }
}
