import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';

/** A file that is kept with a run, as steps hand it on: what pages need to show it. */
export type FileHead = { ref: string; size: number; contentType: string; name: string };

const REF = /^[0-9a-f]{32}$/;

/** The file that a value stands for; null where it is other data. */
export function fileOf(value: Json): FileHead | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const [ref, size, contentType, name] = ['ref', 'size', 'contentType', 'name'].map((field) => own(value, field));
  if (typeof ref !== 'string' || !REF.test(ref)) return null;
  if (typeof size !== 'number' || typeof contentType !== 'string') return null;
  return {
    ref,
    size,
    contentType: contentType.slice(0, 200),
    name: typeof name === 'string' ? name.slice(0, 255) : '',
  };
}

/** How a browser may show bytes of this kind. What is not named here can only be saved. */
export type FileKind = 'image' | 'pdf' | 'html' | 'text' | 'json' | 'other';

const IMAGES = new Set(['png', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'svg+xml'].map((one) => `image/${one}`));
const TEXTS = /^text\/|^application\/([a-z0-9.-]+\+)?(xml|yaml|x-yaml|x-ndjson|javascript)$/;

/** The bare content type: no parameters, lower case. */
export function bareType(contentType: string): string {
  return contentType.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** What a content type says the bytes are. */
export function fileKind(contentType: string): FileKind {
  const type = bareType(contentType);
  if (IMAGES.has(type)) return 'image';
  if (type === 'application/pdf') return 'pdf';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  return TEXTS.test(type) ? 'text' : 'other';
}
