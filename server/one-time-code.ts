import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { subkey } from '#platform/keys.ts';

// No 0, 1, I, L, O, U: nothing to mistake when typing from a terminal. 20 of 30 letters are 98 bits.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A fresh code in four groups of five. */
export function newCode(): string {
  const letters: string[] = [];
  while (letters.length < 20) {
    // Bytes above the largest multiple of 30 are thrown away: every letter is equally likely.
    for (const byte of randomBytes(32)) if (byte < 240 && letters.length < 20) letters.push(ALPHABET.charAt(byte % 30));
  }
  return [0, 5, 10, 15].map((from) => letters.slice(from, from + 5).join('')).join('-');
}

/** What is kept of a code, however it was typed. `kind` keeps one sort of code from being taken for another. */
export function hashCode(code: string, kind = ''): string {
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return createHmac('sha256', subkey('setup')).update(`${kind}${plain}`).digest('hex');
}

/** Compares in a time that tells nothing. */
export function sameHash(one: string | undefined, other: string): boolean {
  return one !== undefined && one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
