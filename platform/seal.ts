/** Authenticated encryption at rest: AES-256-GCM, bound to where the text belongs. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Refused } from '#lib/errors.ts';
import { keyId, keysFor, subkey, type KeyPurpose } from '#platform/keys.ts';

/** `context` says where the sealed value lives (`connection:<id>`): it cannot be opened anywhere else. */
export type SealPlace = { purpose: KeyPurpose; context: string };

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 4;
const HEAD_BYTES = 1 + KEY_ID_BYTES;

/** Encrypts bytes: format, key id, nonce, ciphertext, tag. */
export function sealBytes(place: SealPlace, plain: Uint8Array): Buffer {
  const sealing = startSealing(place);
  return Buffer.concat([sealing.begin, sealing.add(plain), sealing.end()]);
}

/** What `sealBytes` makes, piece by piece: `begin`, every `add`, `end`. */
export function startSealing(place: SealPlace): {
  begin: Buffer;
  add: (plain: Uint8Array) => Buffer;
  end: () => Buffer;
} {
  const key = subkey(place.purpose);
  const head = Buffer.concat([Buffer.from([FORMAT]), keyId(key)]);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.concat([head, Buffer.from(place.context)]));
  return {
    begin: Buffer.concat([head, iv]),
    add: (plain) => cipher.update(plain),
    end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
  };
}

/** Decrypts what `sealBytes` made for the same place; anything else is refused. */
export function unsealBytes(place: SealPlace, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEAD_BYTES + IV_BYTES + TAG_BYTES || bytes[0] !== FORMAT) throw damaged(place);
  const head = bytes.subarray(0, HEAD_BYTES);
  const key = keysFor(place.purpose).find((one) => keyId(one).equals(head.subarray(1)));
  if (!key) {
    throw new Refused('This was sealed with another key. Put the key file back that belongs to this data folder.');
  }
  const body = bytes.subarray(HEAD_BYTES + IV_BYTES, -TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEAD_BYTES, HEAD_BYTES + IV_BYTES));
  decipher.setAAD(Buffer.concat([head, Buffer.from(place.context)]));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw damaged(place);
  }
}

/** Encrypts a text for a database column. */
export function seal(place: SealPlace, plain: string): string {
  return sealBytes(place, Buffer.from(plain, 'utf8')).toString('base64url');
}

/** Reads what `seal` made for the same place. */
export function unseal(place: SealPlace, sealed: string): string {
  return unsealBytes(place, Buffer.from(sealed, 'base64url')).toString('utf8');
}

function damaged(place: SealPlace): Refused {
  return new Refused(`A sealed value (${place.context}) is damaged or does not belong here.`);
}
