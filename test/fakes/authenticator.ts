/** A passkey in software: it signs whatever it is told to, on whatever page it is told to be. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Assertion } from '#lib/approval-proof.ts';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest();

export type Signing = {
  challenge: string;
  origin?: string;
  rpId?: string;
  type?: string;
  crossOrigin?: boolean;
  /** The person was there, and was verified. */
  present?: boolean;
  verified?: boolean;
  counter?: number;
};

/** A new key pair with the id and the public key that a browser would hand over. */
export function authenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const credentialId = id.toString('base64url');
  // A COSE key: EC2, ES256, P-256.
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  let count = 0;

  const client = ({
    challenge,
    origin = 'http://localhost:3000',
    type = 'webauthn.get',
    crossOrigin = false,
  }: Signing) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));
  const data = (given: Signing, more = Buffer.alloc(0)) => {
    const { rpId = 'localhost', present = true, verified = true, counter = (count += 1) } = given;
    const head = Buffer.alloc(5);
    head[0] = (present ? 1 : 0) | (verified ? 4 : 0) | (more.length > 0 ? 0x40 : 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), head, more]);
  };

  return {
    credentialId,
    publicKey: cose.toString('base64url'),
    /** What it signs to allow something. */
    assert(given: Signing): Assertion {
      const [clientDataJSON, authenticatorData] = [client(given), data(given)];
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey);
      return {
        credentialId,
        clientDataJSON: clientDataJSON.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      };
    },
    /** What a browser sends when it is added. */
    register(given: Signing) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = data({ counter: 0, ...given }, Buffer.concat([Buffer.alloc(16), length, id, cose]));
      const size = Buffer.alloc(2);
      size.writeUInt16BE(authData.length);
      const parts = [Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'), size, authData];
      return {
        id: credentialId,
        clientDataJSON: client({ type: 'webauthn.create', ...given }).toString('base64url'),
        attestationObject: Buffer.concat(parts).toString('base64url'),
        transports: ['internal'],
      };
    },
  };
}

export type Authenticator = ReturnType<typeof authenticator>;
