import { Invalid, Refused } from '#lib/errors.ts';
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

/** Reads an answer of at most `limit` bytes: parsed if it is JSON, text if it is text, else base64. */
export async function bodyOf(response: Response, limit: number): Promise<Json> {
  const bytes = await readCapped(response, limit);
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

async function readCapped(response: Response, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > limit) {
      await reader.cancel();
      throw new Refused(`The answer is larger than ${Math.round(limit / 1024 / 1024)} MB. Ask the service for less.`);
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}

function decode(bytes: Buffer, contentType: string): string | undefined {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return /^text\//i.test(contentType) ? bytes.toString('latin1') : undefined;
  }
}
