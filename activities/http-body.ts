import { randomBytes } from 'node:crypto';
import { asFile, fileIn } from '#activities/kept-files.ts';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { FileValue } from '#nodes/file-value.ts';
import type { KeptFile } from '#platform/kept-file.ts';

export type BodyType = 'none' | 'json' | 'form' | 'multipart' | 'text' | 'file';
type Encoded = { body: string | Uint8Array<ArrayBuffer>; contentType: string };
type Open = (file: FileValue) => Promise<KeptFile>;

const MAX_BODY_BYTES = 50 * 1024 * 1024;

/** The request body, and what to call it. */
export async function encodeBody(type: BodyType, body: Json | undefined, open: Open): Promise<Encoded | undefined> {
  switch (type) {
    case 'none':
      return undefined;
    case 'json':
      return { body: JSON.stringify(body ?? null), contentType: 'application/json' };
    case 'text':
      return { body: textOf(body ?? ''), contentType: 'text/plain; charset=utf-8' };
    case 'form':
      return { body: formOf(body), contentType: 'application/x-www-form-urlencoded' };
    case 'multipart':
      return multipartOf(body, open);
    case 'file': {
      const { bytes, contentType } = await open(fileIn(body));
      return { body: Buffer.from(bytes), contentType };
    }
    default:
      throw new Invalid(`There is no body type "${String(type satisfies never)}".`);
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function formOf(body: Json | undefined): string {
  const form = new URLSearchParams();
  for (const [name, value] of partsOf(body)) form.append(name, textOf(value));
  return form.toString();
}

function partsOf(body: Json | undefined): [name: string, value: Json][] {
  const fields = body ?? {};
  if (typeof fields !== 'object' || Array.isArray(fields)) {
    throw new Invalid('A form needs named fields. Give the content as an object, for example {"name": "Ada"}.');
  }
  return Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, Json] => [name, one ?? '']),
  );
}

async function multipartOf(body: Json | undefined, open: Open): Promise<Encoded> {
  // Nobody can write a border that is not made yet into a field.
  const border = `hearth-${randomBytes(16).toString('hex')}`;
  const pieces: Buffer[] = [];
  let size = 0;
  const add = (piece: string | Buffer) => {
    const bytes = Buffer.from(piece as string);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Invalid('A form with its files is at most 50 MB.');
    pieces.push(bytes);
  };
  for (const [name, value] of partsOf(body)) {
    const file = asFile(value);
    add(`--${border}\r\nContent-Disposition: form-data; name="${quoted(name)}"`);
    if (file) {
      const { name: filename, bytes, contentType } = await open(file);
      add(`; filename="${quoted(filename)}"\r\nContent-Type: ${contentType}\r\n\r\n`);
      add(bytes);
    } else add(`\r\n\r\n${textOf(value)}`);
    add('\r\n');
  }
  add(`--${border}--\r\n`);
  return { body: Buffer.concat(pieces), contentType: `multipart/form-data; boundary=${border}` };
}

/** As browsers write names (WHATWG): nothing can end the quotes or the line. */
function quoted(name: string): string {
  return name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');
}
