/** Keeps secrets out of log lines: by the name of a field, and by the look of a text. */

const SECRET_NAME =
  /pass(word|phrase)?$|secret|token|api[-_]?key|authorization|cookie|credential|private[-_]?key|set-?up-?code/i;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
const USERINFO = /(\w+:\/\/)[^\s/:@]+:[^\s/@]+@/g;
const KNOWN_KEYS = /\b(sk-[\w-]{16,}|xox[abprs]-[\w-]{10,}|gh[pousr]_\w{20,}|hearth_\w{20,})/g;
const REDACTED = '[redacted]';
const DEEPEST = 6;

/** Replaces what looks like a credential inside a text. */
export function redactText(text: string): string {
  return text.replace(BEARER, `$1 ${REDACTED}`).replace(USERINFO, `$1${REDACTED}@`).replace(KNOWN_KEYS, REDACTED);
}

/** Whether a field of this name is likely to hold a credential. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A copy of a value for a log line: secret-looking fields replaced, bytes and deep parts shortened. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= DEEPEST) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return redactFields(value, depth);
}

function redactFields(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    // Numbers stay: `tokens: 812` is a count.
    const hide = isSecretName(name) && (typeof field === 'string' || typeof field === 'object') && field !== null;
    copy[name] = hide ? REDACTED : redact(field, depth + 1);
  }
  return copy;
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    ...redactFields(error, depth),
    type: error.name,
    message: redactText(error.message),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
