/**
 * Secrets at rest: each under a data key of its own, which is wrapped for whoever may use it. The web wraps for the
 * worker's public key and cannot open; what callers of webhooks are checked against is wrapped for the web itself.
 */
import {
  createCipheriv,
  createDecipheriv,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { Refused } from '#lib/errors.ts';
import { keyId, keysFor, privateKey, publicBytes, publicKey } from '#platform/keys.ts';

export type Reader = 'worker' | 'web';
/** `context` says where it lives and what for: it opens nowhere else. */
export type EnvelopePlace = { reader: Reader; context: string };

const FORMAT = { worker: 2, web: 3 } satisfies Record<Reader, number>;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 5;
const POINT_BYTES = 32;
const WRAPPED_BYTES = IV_BYTES + KEY_BYTES + TAG_BYTES;
const START_BYTES = HEAD_BYTES + POINT_BYTES + WRAPPED_BYTES;

/** Seals a text under a new data key. */
export function putInEnvelope(place: EnvelopePlace, plain: string): string {
  const dataKey = randomBytes(KEY_BYTES);
  const body = encrypt(dataKey, { aad: Buffer.from(place.context), plain: Buffer.from(plain, 'utf8') });
  return Buffer.concat([wrapped(place, dataKey), body]).toString('base64url');
}

/** Opens what was sealed for the same place. */
export function openEnvelope(place: EnvelopePlace, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const dataKey = unwrapped(place, bytes);
  return decrypt(dataKey, { aad: Buffer.from(place.context), sealed: bytes.subarray(START_BYTES), place }).toString(
    'utf8',
  );
}

/** The same secret with its data key wrapped by the key in use; null when it is already. */
export function rewrapEnvelope(place: EnvelopePlace, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.subarray(0, HEAD_BYTES).equals(headOf(place.reader))) return null;
  const dataKey = unwrapped(place, bytes);
  return Buffer.concat([wrapped(place, dataKey), bytes.subarray(START_BYTES)]).toString('base64url');
}

function headOf(reader: Reader): Buffer {
  const [key] = keysFor(reader === 'worker' ? 'box' : 'hook');
  return Buffer.concat([Buffer.from([FORMAT[reader]]), keyId(key ?? Buffer.alloc(0))]);
}

function wrapped({ reader, context }: EnvelopePlace, dataKey: Buffer): Buffer {
  const head = headOf(reader);
  const { point, key } = reader === 'worker' ? forWorker() : forWeb();
  const start = Buffer.concat([head, point]);
  return Buffer.concat([start, encrypt(key, { aad: Buffer.concat([start, Buffer.from(context)]), plain: dataKey })]);
}

/** A key that only the holder of the worker's private key can find again (X25519, a new pair each time). */
function forWorker(): { point: Buffer; key: Buffer } {
  const [box] = keysFor('box');
  const pair = generateKeyPairSync('x25519');
  const point = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-POINT_BYTES);
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey: publicKey(box as Buffer, 'x25519') });
  return { point, key: stretched(secret, Buffer.concat([point, box as Buffer])) };
}

function forWeb(): { point: Buffer; key: Buffer } {
  const [hook] = keysFor('hook');
  const point = randomBytes(POINT_BYTES);
  return { point, key: stretched(hook as Buffer, point) };
}

function unwrapped(place: EnvelopePlace, bytes: Buffer): Buffer {
  const { reader, context } = place;
  if (bytes.length < START_BYTES + IV_BYTES + TAG_BYTES || bytes[0] !== FORMAT[reader]) throw damaged(place);
  const start = bytes.subarray(0, HEAD_BYTES + POINT_BYTES);
  const point = start.subarray(HEAD_BYTES);
  const key = reader === 'worker' ? workerKey(start, point) : webKey(start, point);
  const aad = Buffer.concat([start, Buffer.from(context)]);
  return decrypt(key, { aad, sealed: bytes.subarray(HEAD_BYTES + POINT_BYTES, START_BYTES), place });
}

function workerKey(start: Buffer, point: Buffer): Buffer {
  const seeds = keysFor('open');
  const pairs = seeds.map((seed) => ({ own: privateKey(seed, 'x25519'), box: publicBytes(seed, 'x25519') }));
  const pair = pairs.find(({ box }) => keyId(box).equals(start.subarray(1, HEAD_BYTES))) ?? otherKey();
  const secret = diffieHellman({ privateKey: pair.own, publicKey: publicKey(point, 'x25519') });
  return stretched(secret, Buffer.concat([point, pair.box]));
}

function webKey(start: Buffer, point: Buffer): Buffer {
  const key = keysFor('hook').find((one) => keyId(one).equals(start.subarray(1, HEAD_BYTES))) ?? otherKey();
  return stretched(key, point);
}

function stretched(secret: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'hearth/envelope/1', KEY_BYTES));
}

function encrypt(key: Buffer, { aad, plain }: { aad: Buffer; plain: Buffer }): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aad);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, { aad, sealed, place }: { aad: Buffer; sealed: Buffer; place: EnvelopePlace }): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw damaged(place);
  }
}

function otherKey(): never {
  throw new Refused('This was sealed with another key. Put the key file back that belongs to this data folder.');
}

function damaged({ context }: EnvelopePlace): Refused {
  return new Refused(`A sealed value (${context}) is damaged or does not belong here.`);
}
