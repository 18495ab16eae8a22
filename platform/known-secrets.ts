/** The secrets that this process has opened, so that none of them is written down or handed on, in whatever form. */

const HIDDEN = '[secret]';
/** Shorter texts would blank out ordinary words. */
const MIN_PLAIN = 4;
const MIN_ENCODED = 8;
const MOST_KNOWN = 500;

const known = new Set<string>();
let hideAll: (text: string) => string = (text) => text;

/** From now on these are hidden in the log, and in what any step gives; short ones are found in ordinary words, and are not. */
export function knowSecrets(secrets: readonly string[]): void {
  const added = secrets.filter((secret) => secret.length >= MIN_ENCODED && !known.has(secret));
  if (added.length === 0) return;
  for (const secret of added) known.add(secret);
  for (const oldest of known) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
  hideAll = hider([...known]);
}

/** Whether there is anything to hide. */
export function knowsSecrets(): boolean {
  return known.size > 0;
}

/** A text without any secret that this process has opened. */
export function hideKnown(text: string): string {
  return hideAll(text);
}

/** Replaces these secrets in texts, plain or encoded; the longest forms go first so that no half of one remains. */
export function hider(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return (text) => text;
  const pattern = new RegExp(forms.map((form) => form.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(pattern, HIDDEN);
}

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
