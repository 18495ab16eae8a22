import { createHash } from 'node:crypto';
import { identityOf } from '#lib/order.ts';
import type { Json } from '#lib/value.ts';

/** What is kept of something that was met: a hash, equal for equal values. */
export function seenKey(value: Json): string {
  return createHash('sha256').update(identityOf(value)).digest('hex');
}
