/** The mark of one drawn page: what is sent with it twice is one submission. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { subkey } from '#platform/keys.ts';

const VALID_MS = 7 * 24 * 3600_000;

/** A new mark for a page of this form. */
export function newToken(form: string, now = Date.now()): string {
  const body = `${randomBytes(16).toString('base64url')}.${now.toString(36)}`;
  return `${body}.${signatureOf(form, body)}`;
}

/** The one-time part of a mark that this Hearth gave out for this form, at most a week ago; else null. */
export function readToken(form: string, token: string, now = Date.now()): string | null {
  const [nonce = '', at = '', signature = ''] = token.split('.');
  const expected = Buffer.from(signatureOf(form, `${nonce}.${at}`));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return now - Number.parseInt(at, 36) <= VALID_MS ? nonce : null;
}

function signatureOf(form: string, body: string): string {
  return createHmac('sha256', subkey('form')).update(`${form}.${body}`).digest('base64url');
}
