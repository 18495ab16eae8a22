import type { Json } from '#lib/value.ts';
import { hideKnown, hider, knowsSecrets } from '#platform/known-secrets.ts';
import { redactText } from '#platform/redact.ts';

/** Replaces secrets wherever they appear. */
export type Redactor = { text: (text: string) => string; json: (value: Json) => Json };

/** A redactor for the given secret texts, and for all others that this process has opened. */
export function redactor(secrets: readonly string[]): Redactor {
  const hideOwn = hider(secrets);
  const hide = (text: string) => hideKnown(hideOwn(text));
  const json = (value: Json): Json => {
    if (typeof value === 'string') return hide(value);
    if (Array.isArray(value)) return value.map(json);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [hide(key), json(item)]));
  };
  return {
    text: (text) => redactText(hide(text)),
    json: secrets.length === 0 && !knowsSecrets() ? (value) => value : json,
  };
}

/** Every secret text of an opened connection, and the pair that basic authentication sends. */
export function secretTexts(connection: { config: object; secrets: Record<string, unknown> } | null): string[] {
  if (!connection) return [];
  return Object.values(connection.secrets).filter((value): value is string => typeof value === 'string');
}
