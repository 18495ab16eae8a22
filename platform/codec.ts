/** Encrypts all that Temporal stores. A plain payload is refused: nobody can slip one in past the key. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  defaultPayloadConverter,
  ValueError,
  type Payload,
  type PayloadCodec,
  type SerializationContext,
} from '@temporalio/common';
import type { LoadedDataConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { failureConverter } from '#platform/failure-converter.cjs';
import { keyId, keysFor, subkey } from '#platform/keys.ts';

const ENCODING = 'binary/encrypted';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PACKED_FROM = 2 * 1024;
/** No payload begins so: field 0 does not exist in protobuf. */
const PACKED = 0;
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;
const text = (value: string) => Buffer.from(value, 'utf8');
// A schedule encodes its arguments for `id`; the run it starts is called `id-<time>`.
const SCHEDULE_SUFFIX = /-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The workflow a payload belongs to, as it is bound into the ciphertext. */
function place(context: SerializationContext | undefined): string | undefined {
  if (!context?.workflowId) return undefined;
  return `${context.namespace}/${context.workflowId.replace(SCHEDULE_SUFFIX, '')}`;
}

const Codec = {
  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => encrypt(payload, place(context) ?? '')));
  },
  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => decrypt(payload, place(context))));
  },
} satisfies PayloadCodec;

/** Codecs for both sides; the worker also needs the path of `platform/failure-converter.cjs`. */
export const payloadCodecs: PayloadCodec[] = [Codec];

/** For Temporal clients, loaded already: they need no file path, which bundlers would rewrite. */
export const clientDataConverter: LoadedDataConverter = {
  payloadConverter: defaultPayloadConverter,
  failureConverter,
  payloadCodecs,
};

function encrypt(payload: Payload, owner: string): Payload {
  const key = subkey('codec');
  const id = keyId(key).toString('hex');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(text(`${id}\n${owner}`));
  const plain = packed(proto.temporal.api.common.v1.Payload.encode(payload).finish());
  return {
    metadata: { encoding: text(ENCODING), 'encryption-key-id': text(id), 'encryption-owner': text(owner) },
    data: Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

/** Large payloads are mostly JSON: a plan shrinks to a tenth. What is packed says so in its first byte. */
function packed(plain: Uint8Array): Uint8Array {
  return plain.length < PACKED_FROM
    ? plain
    : Buffer.concat([Buffer.from([PACKED]), deflateRawSync(plain, { level: 1 })]);
}

function unpacked(plain: Buffer): Buffer {
  if (plain[0] !== PACKED) return plain;
  return inflateRawSync(plain.subarray(1), { maxOutputLength: MAX_UNPACKED_BYTES });
}

function decrypt(payload: Payload, expected: string | undefined): Payload {
  const read = (name: string) => Buffer.from(payload.metadata?.[name] ?? []).toString('utf8');
  if (read('encoding') !== ENCODING || !payload.data) throw new ValueError('A payload is not encrypted. Refused.');
  const id = read('encryption-key-id');
  const key = keysFor('codec').find((one) => keyId(one).toString('hex') === id);
  if (!key) throw new ValueError('A payload was encrypted with another key. Refused.');
  const owner = read('encryption-owner');
  // An owner is named by whoever encoded with a context; where the reader has one too, they must agree.
  if (owner !== '' && expected !== undefined && owner !== expected) {
    throw new ValueError('A payload belongs to another workflow. Refused.');
  }
  const data = Buffer.from(payload.data);
  if (data.length < IV_BYTES + TAG_BYTES) throw new ValueError('A payload is cut short. Refused.');
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, IV_BYTES));
  decipher.setAAD(text(`${id}\n${owner}`));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(data.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return proto.temporal.api.common.v1.Payload.decode(unpacked(plain));
  } catch {
    throw new ValueError('A payload is damaged. Refused.');
  }
}
