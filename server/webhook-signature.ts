/**
 * Signed webhooks: Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md), and the
 * forms of GitHub, Slack and Stripe as their documentation has them.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureScheme } from '#nodes/connections.ts';

/** How far the clock of a sender may be off; older calls are replays. */
const WINDOW_S = 5 * 60;

/** What a sender claims: over which text, when, and with which signatures, one of which must fit. `id`: of the delivery, if signed. */
type Claim = { text: string; at: string | null; id?: string; signatures: Buffer[] };

type Scheme = {
  /** Headers that prove something, and are no data. */
  headers: string[];
  key: (secret: string) => Buffer;
  /** Null without the headers. `body` is the text as it came. */
  claim: (headers: Headers, body: string) => Claim | null;
};

const asText = (secret: string) => Buffer.from(secret, 'utf8');

const SCHEMES: Record<SignatureScheme, Scheme> = {
  standard: {
    headers: ['webhook-signature', 'webhook-timestamp'],
    key: (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
    claim: (headers, body) => {
      const [id, at, given] = ['id', 'timestamp', 'signature'].map((name) => headers.get(`webhook-${name}`));
      if (!id || !at || !given) return null;
      const signatures = given.split(' ').filter((one) => one.startsWith('v1,'));
      const bytes = signatures.map((one) => Buffer.from(one.slice(3), 'base64'));
      return { text: `${id}.${at}.${body}`, at, id, signatures: bytes };
    },
  },
  github: {
    headers: ['x-hub-signature-256', 'x-hub-signature'],
    key: asText,
    claim: (headers, body) => {
      const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(headers.get('x-hub-signature-256') ?? '') ?? [];
      return hex === undefined ? null : { text: body, at: null, signatures: [Buffer.from(hex, 'hex')] };
    },
  },
  slack: {
    headers: ['x-slack-signature', 'x-slack-request-timestamp'],
    key: asText,
    claim: (headers, body) => {
      const at = headers.get('x-slack-request-timestamp');
      const [, hex] = /^v0=([0-9a-f]{64})$/.exec(headers.get('x-slack-signature') ?? '') ?? [];
      return !at || hex === undefined ? null : { text: `v0:${at}:${body}`, at, signatures: [Buffer.from(hex, 'hex')] };
    },
  },
  stripe: {
    headers: ['stripe-signature'],
    key: asText,
    claim: (headers, body) => {
      const parts = (headers.get('stripe-signature') ?? '').split(',').map((part) => part.trim().split('='));
      const at = parts.find(([name]) => name === 't')?.[1];
      const signatures = parts.flatMap(([name, hex = '']) => (name === 'v1' ? [Buffer.from(hex, 'hex')] : []));
      return at === undefined ? null : { text: `${at}.${body}`, at, signatures };
    },
  },
};

/**
 * What tells this delivery from others, if the call was signed with the secret, lately; else null. Whoever plays a call
 * again can change only what is not signed, so that has no part in it.
 */
export function signedDelivery(
  scheme: SignatureScheme,
  call: { secret: string; headers: Headers; body: Buffer; nowMs?: number },
): string | null {
  const { key, claim } = SCHEMES[scheme];
  const secret = key(call.secret);
  const claimed = claim(call.headers, call.body.toString('utf8'));
  // A blank secret signs for everybody.
  if (secret.length === 0 || !claimed) return null;
  if (claimed.at !== null && !isRecent(claimed.at, call.nowMs ?? Date.now())) return null;
  const right = createHmac('sha256', secret).update(claimed.text).digest();
  const fits = claimed.signatures.some((given) => given.length === right.length && timingSafeEqual(given, right));
  return fits ? (claimed.id ?? right.toString('hex')) : null;
}

/** The headers of a scheme that a run must not see. */
export function signatureHeaders(scheme: SignatureScheme): readonly string[] {
  return SCHEMES[scheme].headers;
}

function isRecent(at: string, nowMs: number): boolean {
  return /^\d{1,12}$/.test(at) && Math.abs(nowMs / 1000 - Number(at)) <= WINDOW_S;
}
