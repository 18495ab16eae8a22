import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { connectionTypes, type SignatureScheme } from '#nodes/connections.ts';
import { openConnection, type OpenConnection } from '#platform/connections.ts';
import { logger } from '#platform/log.ts';
import { Unauthorized } from '#server/errors.ts';
import { signatureHeaders, signedDelivery } from '#server/webhook-signature.ts';

/**
 * What a webhook asks of its callers. `admit` throws, or gives what tells the delivery from others, if anything does.
 * `hides`: headers that open doors, and that the run must not see.
 */
export type HookGuard = { admit: (headers: Headers, body: Buffer) => string | undefined; hides: readonly string[] };

/** A sender that repeats itself says so. */
const saidDelivery = (headers: Headers) => headers.get('idempotency-key') || headers.get('webhook-id') || undefined;
const OPEN: HookGuard = { admit: saidDelivery, hides: [] };

// Both sides are hashed under a key of this process: equal lengths, and time that says nothing about the secret.
const compareKey = randomBytes(32);
const digest = (text: string) => createHmac('sha256', compareKey).update(text).digest();

const WRONG_HEADER = 'The secret header of this webhook is missing or wrong.';
const WRONG_SIGNATURE = 'The signature of this call is missing, wrong or too old.';

/** The guard of a webhook that names a connection. A connection that is gone or blank lets nobody in. */
export async function hookGuard(connectionId: string | undefined): Promise<HookGuard> {
  if (connectionId === undefined) return OPEN;
  const connection = await openConnection(connectionId).catch((error: unknown) => {
    logger('hooks').warn({ err: error, connectionId }, 'The secret of a webhook cannot be read: calls are refused');
    throw new Unauthorized(WRONG_HEADER);
  });
  if (connection.type === 'webhook-secret') return headerGuard(connection);
  if (connection.type === 'webhook-signature') return signatureGuard(connection);
  throw new Unauthorized(WRONG_HEADER);
}

function headerGuard({ config, secrets }: OpenConnection): HookGuard {
  const header = typeof config.header === 'string' ? config.header : '';
  const secret = secrets.value ?? '';
  return {
    hides: [header],
    admit: (headers) => {
      const given = header === '' ? null : headers.get(header);
      const fits = secret !== '' && given !== null && timingSafeEqual(digest(given), digest(secret));
      if (!fits) throw new Unauthorized(WRONG_HEADER);
      return saidDelivery(headers);
    },
  };
}

function signatureGuard({ config, secrets }: OpenConnection): HookGuard {
  const scheme: SignatureScheme = connectionTypes['webhook-signature'].fields.shape.scheme.parse(config.scheme);
  return {
    hides: signatureHeaders(scheme),
    admit: (headers, body) => {
      const delivery = signedDelivery(scheme, { secret: secrets.value ?? '', headers, body });
      if (delivery === null) throw new Unauthorized(WRONG_SIGNATURE);
      return delivery;
    },
  };
}
