/** Every use has a key of its own, derived from the master key; a process that is given some of them has no others. */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Invalid } from '#lib/errors.ts';
import { env } from '#platform/env.ts';
import { readMasterKeys, type KeyGuard } from '#platform/key-file.ts';

export { syncFolder } from '#platform/key-file.ts';

/** Keys that both seal and open. */
export type KeyPurpose = 'codec' | 'blob' | 'audit' | 'session' | 'setup' | 'pairing' | 'form' | 'hook' | OldPurpose;
/** What earlier versions sealed and signed with; only read, when a data folder is brought up to date. */
type OldPurpose = 'seal' | 'approval';
/** Halves of pairs: whoever signs decides, whoever verifies acts; whoever boxes knows a secret once, whoever opens uses it. */
export type KeyHalf = 'sign' | 'verify' | 'box' | 'open';
type KeyName = KeyPurpose | KeyHalf;

type Ring = { guard: KeyGuard; keys: Partial<Record<KeyName, Buffer[]>> };

const BOTH = ['codec', 'blob', 'audit', 'verify'] as const;
/** What each process holds. The worker reads strangers' texts and opens secrets: it can decide nothing. */
const HELD = {
  web: [...BOTH, 'session', 'setup', 'pairing', 'form', 'hook', 'sign', 'box'],
  worker: [...BOTH, 'pairing', 'open'],
} satisfies Record<string, KeyName[]>;
const ALL: KeyName[] = [...new Set<KeyName>([...HELD.web, ...HELD.worker, 'seal', 'approval'])];

const KEY_BYTES = 32;
/** Set for a process that reads its keys from standard input and from nowhere else. */
export const HANDED_OVER = 'HEARTH_KEYS';

// On globalThis: Next loads a second copy of this module for its bundles, and standard input can be read once.
const shared = globalThis as typeof globalThis & { hearthKeys?: { file: string; ring: Ring } | undefined };

/** The key for one purpose that is in use now. */
export function subkey(purpose: KeyPurpose): Buffer {
  return keysFor(purpose)[0] ?? missing(purpose);
}

/** All keys of a purpose, the one in use first. */
export function keysFor(name: KeyName): Buffer[] {
  return ring().keys[name] ?? missing(name);
}

/** What protects the keys of this Hearth. The first look takes the keys from wherever they come. */
export function keyGuard(): KeyGuard {
  return ring().guard;
}

/** What a process is handed over: its keys, and no others. */
export function ringFor(process: keyof typeof HELD): string {
  const { keys, guard } = ring();
  const own = HELD[process].map((name) => [name, keys[name]?.map((key) => key.toString('base64')) ?? missing(name)]);
  return JSON.stringify({ guard, keys: Object.fromEntries(own) as Record<string, string[]> });
}

/** Has the keys read again, as after they were changed. */
export function forgetKeys(): void {
  shared.hearthKeys = undefined;
}

/** A short public name of a key, so that a wrong key is told from a damaged value. */
export function keyId(key: Buffer): Buffer {
  return createHash('sha256').update('hearth-key-id').update(key).digest().subarray(0, 4);
}

function ring(): Ring {
  const file = env().keyFile;
  if (shared.hearthKeys?.file !== file) {
    shared.hearthKeys = { file, ring: process.env[HANDED_OVER] === 'stdin' ? handedOver() : derived() };
  }
  return shared.hearthKeys.ring;
}

function handedOver(): Ring {
  const { guard, keys } = JSON.parse(readFileSync(0, 'utf8')) as { guard: KeyGuard; keys: Record<string, string[]> };
  const read = Object.entries(keys).map(([name, list]) => [name, list.map((key) => Buffer.from(key, 'base64'))]);
  return { guard, keys: Object.fromEntries(read) as Ring['keys'] };
}

function derived(): Ring {
  const { keys: masters, guard } = readMasterKeys();
  const keys = ALL.map((name) => [name, masters.map((master) => derive(master, name))] as const);
  return { guard, keys: Object.fromEntries(keys) };
}

function derive(master: Buffer, name: KeyName): Buffer {
  if (name === 'verify') return publicBytes(derive(master, 'sign'), 'ed25519');
  if (name === 'box') return publicBytes(derive(master, 'open'), 'x25519');
  return Buffer.from(hkdfSync('sha256', master, 'hearth', `hearth/1/${name}`, KEY_BYTES));
}

type Curve = 'ed25519' | 'x25519';
// The fixed beginnings of PKCS #8 and SubjectPublicKeyInfo around the 32 bytes of a key (RFC 8410).
const HEADS = {
  ed25519: { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
  x25519: { private: '302e020100300506032b656e04220420', public: '302a300506032b656e032100' },
} satisfies Record<Curve, { private: string; public: string }>;

/** 32 bytes as a private key. */
export function privateKey(seed: Buffer, curve: Curve): KeyObject {
  const key = Buffer.concat([Buffer.from(HEADS[curve].private, 'hex'), seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** 32 bytes as a public key. */
export function publicKey(bytes: Buffer, curve: Curve): KeyObject {
  const key = Buffer.concat([Buffer.from(HEADS[curve].public, 'hex'), bytes]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

/** The public half of 32 private bytes. */
export function publicBytes(seed: Buffer, curve: Curve): Buffer {
  const spki = createPublicKey(privateKey(seed, curve)).export({ format: 'der', type: 'spki' });
  return spki.subarray(-KEY_BYTES);
}

function missing(name: KeyName): never {
  throw new Invalid(`This process has no key to ${name}.`);
}
