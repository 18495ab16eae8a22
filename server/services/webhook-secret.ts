import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { openConnection } from '#platform/connections.ts';
import { logger } from '#platform/log.ts';
import { Unauthorized } from '#server/errors.ts';

// Both sides are hashed under a key of this process: equal lengths, and time that says nothing about the secret.
const compareKey = randomBytes(32);
const digest = (text: string) => createHmac('sha256', compareKey).update(text).digest();

/**
 * Refuses a call without the right secret header, when the webhook asks for one. Returns the header's name, which the
 * run must not see. A connection that is gone or blank lets nobody in.
 */
export async function checkHookSecret(connectionId: string | undefined, headers: Headers): Promise<string | null> {
  if (connectionId === undefined) return null;
  const wrong = new Unauthorized('The secret header of this webhook is missing or wrong.');
  const connection = await openConnection(connectionId).catch((error: unknown) => {
    logger('hooks').warn({ err: error, connectionId }, 'The secret of a webhook cannot be read: calls are refused');
    throw wrong;
  });
  const header = typeof connection.config.header === 'string' ? connection.config.header : '';
  const secret = connection.secrets.value ?? '';
  const given = header === '' ? null : headers.get(header);
  if (connection.type !== 'webhook-secret' || secret === '' || !given) throw wrong;
  if (!timingSafeEqual(digest(given), digest(secret))) throw wrong;
  return header;
}
