import { z } from 'zod';
import { isZone } from '#lib/hours.ts';

const Day = z.iso.date('Write a day such as 2026-11-23.').optional();

/** Days of a calendar in a time zone, both with it; the last thirty where nothing is said. */
export const UsageRange = z.strictObject({
  from: Day,
  to: Day,
  zone: z.string().max(60).refine(isZone, 'Use a time zone such as Europe/Paris.').default('UTC'),
});
