import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

type Encoded = { text: string; contentType: string };

/** The request body as text, and what to call it. */
export function encodeBody(type: 'none' | 'json' | 'form' | 'text', body: Json | undefined): Encoded | undefined {
  switch (type) {
    case 'none':
      return undefined;
    case 'json':
      return { text: JSON.stringify(body ?? null), contentType: 'application/json' };
    case 'text':
      return { text: textOf(body ?? ''), contentType: 'text/plain; charset=utf-8' };
    case 'form':
      return { text: formOf(body ?? {}), contentType: 'application/x-www-form-urlencoded' };
    default:
      throw new Invalid(`There is no body type "${String(type satisfies never)}".`);
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function formOf(body: Json): string {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new Invalid('A form needs named fields. Give the content as an object, for example {"name": "Ada"}.');
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, textOf(one ?? ''));
  }
  return form.toString();
}

/** Reads an answer, whose size the egress limits: parsed if it is JSON, text if it is text, else base64. */
export async function bodyOf(response: Response): Promise<Json> {
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length === 0) return null;
  const contentType = response.headers.get('content-type') ?? '';
  const text = decode(bytes, contentType);
  if (text === undefined) return { contentType, size: bytes.length, base64: bytes.toString('base64') };
  if (!/[/+]json\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The request was done all the same: what it answered is kept as it is.
    return text;
  }
}

function decode(bytes: Buffer, contentType: string): string | undefined {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return /^text\//i.test(contentType) ? bytes.toString('latin1') : undefined;
  }
}
