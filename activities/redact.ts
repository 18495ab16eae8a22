import type { Json } from '#lib/value.ts';
import { redactText } from '#platform/redact.ts';

const HIDDEN = '[secret]';
/** Shorter texts would blank out ordinary words. */
const MIN_PLAIN = 4;
const MIN_ENCODED = 8;

/** Replaces a connection's secrets wherever they appear. */
export type Redactor = { text: (text: string) => string; json: (value: Json) => Json };

/** The form base64 takes when the secret begins at each of the three places within a group. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The outer characters also depend on what stands beside the secret.
    const start = offset === 0 ? 0 : offset + 1;
    const end = (bytes.length + offset) % 3 === 0 ? text.length : text.length - 1;
    const core = text.slice(start, end);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function formsOf(secret: string): string[] {
  if (secret.length < MIN_PLAIN) return [];
  const hex = Buffer.from(secret).toString('hex');
  const plain = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  if (secret.length < MIN_ENCODED) return [...plain, form];
  return [...plain, form, hex, hex.toUpperCase(), ...base64Forms(secret)];
}

/** A redactor for the given secret texts; the longest forms go first so that no half of one remains. */
export function redactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const hide = (text: string) => forms.reduce((left, form) => left.replaceAll(form, HIDDEN), text);
  const json = (value: Json): Json => {
    if (typeof value === 'string') return hide(value);
    if (Array.isArray(value)) return value.map(json);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [hide(key), json(item)]));
  };
  return { text: (text) => redactText(hide(text)), json: forms.length === 0 ? (value) => value : json };
}

/** Every secret text of an opened connection, and the pair that basic authentication sends. */
export function secretTexts(connection: { config: object; secrets: Record<string, unknown> } | null): string[] {
  if (!connection) return [];
  return Object.values(connection.secrets).filter((value): value is string => typeof value === 'string');
}
