/** What was sent with a form: read from the body, then checked against the declaration. */
import { checkAnswers } from '#lib/form-schema.ts';
import { readAnswer, type AnswerField, type Answers } from '#lib/form.ts';
import { Invalid } from '#lib/errors.ts';
import { MOST_FILES, type PublicField } from '#nodes/form.ts';
import { readBody } from '#server/body.ts';
import { BOX } from '#server/forms/form-page.ts';
import { FILE_LIMIT } from '#server/forms/form-style.ts';

const TEXT_LIMIT = 1024 * 1024;

export type SentFile = { name: string; contentType: string; bytes: Uint8Array };

export type Submission = {
  token: string;
  /** Only a machine fills this in: people do not see the box. */
  trapped: boolean;
  /** As they stood in the boxes, by name of the field. */
  texts: Record<string, string[]>;
  files: Record<string, File>;
};

/** The body, as a browser encodes a form. Throws TooLarge while it streams in. */
export async function readSubmission(request: Request, fields: readonly PublicField[]): Promise<Submission> {
  const files = fields.filter(({ type }) => type === 'file');
  const bytes = await readBody(request, TEXT_LIMIT + Math.min(files.length, MOST_FILES) * FILE_LIMIT);
  const form = await formOf(bytes, request.headers.get('content-type') ?? '');
  const textOf = (name: string) => form.getAll(name).filter((value) => typeof value === 'string');
  const chosen = files.flatMap(({ name }) => {
    const file = form.get(BOX.field(name));
    return file instanceof File && file.name !== '' ? [[name, file] as const] : [];
  });
  const texts = fields
    .filter(({ type }) => type !== 'file')
    .map(({ name }) => [name, textOf(BOX.field(name))] as const);
  return {
    token: textOf(BOX.token)[0] ?? '',
    trapped: textOf(BOX.trap).some((text) => text !== ''),
    texts: Object.fromEntries(texts),
    files: Object.fromEntries(chosen),
  };
}

async function formOf(bytes: Buffer, contentType: string): Promise<FormData> {
  const headers = { 'content-type': contentType };
  return new Response(new Uint8Array(bytes), { headers }).formData().catch(() => {
    throw new Invalid('The form cannot be read.');
  });
}

type Checked = { answers: Answers; files: Record<string, SentFile | null> } | { wrong: Record<string, string> };

/** The values as they were declared, or what is wrong, by field. */
export async function checkSubmission(fields: readonly PublicField[], sent: Submission): Promise<Checked> {
  const declared = fields.filter((field): field is PublicField & AnswerField => field.type !== 'file');
  const given = declared.map((field) => [field.name, readAnswer(field, sent.texts[field.name] ?? [])] as const);
  const checked = checkAnswers(declared, Object.fromEntries(given));
  const wrong: Record<string, string> = 'wrong' in checked ? { ...checked.wrong } : {};
  const files: Record<string, SentFile | null> = {};
  for (const { name, required } of fields.filter(({ type }) => type === 'file')) {
    const file = sent.files[name];
    if (!file && required) wrong[name] = 'Choose a file.';
    else if (file && file.size > FILE_LIMIT) wrong[name] = 'This file is larger than 10 MB.';
    files[name] = file ? await sentFile(file) : null;
  }
  if (Object.keys(wrong).length === 0 && 'answers' in checked) return { answers: checked.answers, files };
  // A browser does not keep chosen files over an answer, so they are asked for again.
  for (const name of Object.keys(sent.files)) wrong[name] ??= 'Choose the file again.';
  return { wrong };
}

async function sentFile(file: File): Promise<SentFile> {
  const type = file.type.split(';')[0]?.trim().toLowerCase() ?? '';
  return {
    // A name is one line and no path, whatever the sender calls the file.
    name: file.name.replace(/[\p{Cc}"\\/\u2028\u2029]/gu, '_').slice(0, 200),
    contentType: /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/.test(type) ? type : 'application/octet-stream',
    bytes: new Uint8Array(await file.arrayBuffer()),
  };
}
