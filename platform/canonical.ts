import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The RFC 8785 text of plain data: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only plain data has a canonical form.');
  return text;
}

/** SHA-256 (hex) of the canonical text. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
