/** Passkeys as the browser knows them. What speaks with it is loaded when it is wanted. */
import type { Assertion } from '#lib/approval-proof.ts';
import type { OwnProofAsked, PasskeyOffered } from '#lib/views-passkeys.ts';

/** Why there is no passkey now; each has a sentence of its own. */
export type PasskeyFailure = 'cancelled' | 'known' | 'place' | 'unsupported' | 'failed';

const TIMEOUT_MS = 120_000;

/** Whether passkeys work at the address of this page. */
export function worksHere(origin: string): boolean {
  return typeof window === 'undefined' || window.location.origin === origin;
}

/** Makes a passkey; what comes back is for the server. */
export async function makePasskey(offered: PasskeyOffered) {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { id, response } = await startRegistration({
    optionsJSON: {
      ...{ challenge: offered.challenge, rp: offered.rp, user: offered.user, timeout: TIMEOUT_MS },
      attestation: 'none',
      pubKeyCredParams: offered.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: offered.known.map((known) => ({ type: 'public-key', id: known })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    },
  });
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return { id, clientDataJSON, attestationObject, transports: transports.map(String) };
}

/** Has one of the person's passkeys sign what is asked. */
export async function signWithPasskey(asked: OwnProofAsked): Promise<Assertion> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { id, response } = await startAuthentication({
    optionsJSON: {
      ...{ challenge: asked.challenge, rpId: asked.rpId, timeout: TIMEOUT_MS, userVerification: 'required' },
      allowCredentials: asked.passkeys.map((passkey) => ({
        ...{ type: 'public-key', id: passkey.id },
        transports: passkey.transports as AuthenticatorTransport[],
      })),
    },
  });
  const { clientDataJSON, authenticatorData, signature } = response;
  return { credentialId: id, clientDataJSON, authenticatorData, signature };
}

/** What the browser meant by its error. */
export function failureOf(error: unknown): PasskeyFailure {
  if (!(error instanceof Error)) return 'failed';
  const { cause } = error;
  const name = cause instanceof Error ? cause.name : error.name;
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled';
  if (name === 'InvalidStateError') return 'known';
  if (name === 'SecurityError') return 'place';
  return name === 'NotSupportedError' || error.message.includes('not supported') ? 'unsupported' : 'failed';
}
