/** Ed25519 signatures over rows that decide what may run: made by the web, checked by the worker, which cannot make one. */
import { sign, verify } from 'node:crypto';
import { keyId, keysFor, privateKey, publicKey } from '#platform/keys.ts';

/** What a signature is about: one kind can never stand for another. */
export type SignedKind = 'decision' | 'plan' | 'version' | 'policy' | 'passkey' | 'recovery';

/** Signs a text with the key in use. */
export function signText(kind: SignedKind, text: string): string {
  const [seed] = keysFor('sign');
  const [known] = keysFor('verify');
  if (!seed || !known) throw new Error('There is no key to sign with.');
  const signature = sign(null, message(kind, text), privateKey(seed, 'ed25519'));
  return `${signatureHead(known)}${signature.toString('base64url')}`;
}

/** Whether this text was signed as this kind. `old`: a key that was in use before counts too. */
export function isSignedText(kind: SignedKind, text: string, by: { signature: string | null; old?: boolean }): boolean {
  const { signature, old = false } = by;
  if (signature === null) return false;
  const known = keysFor('verify').slice(0, old ? undefined : 1);
  const key = known.find((one) => signature.startsWith(signatureHead(one)));
  if (!key) return false;
  const bytes = Buffer.from(signature.slice(signatureHead(key).length), 'base64url');
  return verify(null, message(kind, text), publicKey(key, 'ed25519'), bytes);
}

/** What every signature of the key in use begins with. */
export function currentHead(): string {
  return signatureHead(keysFor('verify')[0] ?? Buffer.alloc(0));
}

function signatureHead(key: Buffer): string {
  return `ed1:${keyId(key).toString('hex')}:`;
}

function message(kind: SignedKind, text: string): Buffer {
  return Buffer.from(`hearth/${kind}/1\n${text}`, 'utf8');
}
