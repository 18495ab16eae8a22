import type { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { start } from '#nodes/start.ts';
import { NOT_FOR_CLIENTS } from '#server/front/peer.ts';
import { CLIENT_IP_HEADER } from '#server/origin.ts';

export type WebhookConfig = z.infer<typeof start.webhook.input>;

const MOST_DEPTH = 100;
// What opens doors is not data: a run's input is shown to everyone who may view runs.
const SECRET_HEADERS = ['cookie', 'authorization', 'proxy-authorization', CLIENT_IP_HEADER];

// About the connection, and no business of a flow.
const TRANSPORT_HEADERS = ['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade'];

/** The headers a flow may read, names in small letters. */
export function headersOf(headers: Headers, secret: readonly string[]): Record<string, string> {
  const hidden = [...SECRET_HEADERS, ...TRANSPORT_HEADERS, ...secret.map((name) => name.toLowerCase())];
  return Object.fromEntries([...headers].filter(([name]) => !hidden.includes(name) && !NOT_FOR_CLIENTS.test(name)));
}

/** The body as the trigger's settings say to read it; `null` when there is none. */
export async function parseHookBody(
  bytes: Buffer,
  { contentType, mode }: { contentType: string; mode: WebhookConfig['body'] },
): Promise<Json> {
  if (bytes.length === 0) return null;
  const kind = mode === 'auto' ? kindOf(contentType) : mode;
  switch (kind) {
    case 'json':
      return parseJson(textOf(bytes));
    case 'form':
      return parseForm(bytes, contentType);
    case 'raw':
      return textOf(bytes);
    default:
      return kind satisfies never;
  }
}

function kindOf(contentType: string): 'json' | 'form' | 'raw' {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data') return 'form';
  return 'raw';
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Invalid('The body is not UTF-8 text.');
  }
}

function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Invalid('The body is not valid JSON.');
  }
  if (depthOf(value) > MOST_DEPTH) throw new Invalid(`The body is nested more than ${MOST_DEPTH} levels deep.`);
  return value;
}

/** Levels of nesting, counted without recursion: the text may be nested as deep as its size allows. */
function depthOf(value: Json): number {
  let depth = 0;
  let level: Json[] = [value];
  while (level.length > 0 && depth <= MOST_DEPTH + 1) {
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []));
    depth += 1;
  }
  return depth;
}

async function parseForm(bytes: Buffer, contentType: string): Promise<Json> {
  if (!contentType.toLowerCase().startsWith('multipart/form-data')) return fieldsOf(new URLSearchParams(textOf(bytes)));
  const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } });
  const form = await response.formData().catch(() => {
    throw new Invalid('The form cannot be read.');
  });
  const pairs = [...form].map(([name, value]) => {
    if (typeof value !== 'string') throw new Invalid('This webhook takes form fields, not files.');
    return [name, value] as const;
  });
  return fieldsOf(pairs);
}

/** A field that comes more than once becomes a list. */
function fieldsOf(pairs: Iterable<readonly [string, string]>): Json {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}
