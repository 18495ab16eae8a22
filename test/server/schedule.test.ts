import { expect, test } from 'vitest';
import { appRouter } from '#server/routers/index.ts';
import { nextFires, previewSchedule } from '#server/services/schedule.ts';
import { rightsOfRole } from '#server/rights.ts';

test('five fires of a cron in its own time zone, whatever the clock of the machine', () => {
  const { fires } = previewSchedule({ cron: '30 8 * * *', timezone: 'Asia/Kolkata' });
  expect(fires).toHaveLength(5);
  // Half past eight there is three in the morning UTC, all year.
  for (const fire of fires) expect(fire).toMatch(/T03:00:00\.000Z$/);
});

test('an interval counts from 1970', () => {
  const fires = nextFires({ every: '15m' }, 3).map((fire) => Date.parse(fire));
  expect(fires.every((fire) => fire % (15 * 60_000) === 0)).toBe(true);
  expect((fires[2] ?? 0) - (fires[0] ?? 0)).toBe(30 * 60_000);
});

test('what is no schedule is said to the person', async () => {
  const actor = {
    userId: 'u',
    name: 'u',
    email: '',
    role: 'viewer',
    via: 'web' as const,
    rights: rightsOfRole('viewer'),
  };
  const caller = appRouter.createCaller({ actor });
  for (const odd of [
    {},
    { cron: '61 * * * *' },
    { cron: '* * *' },
    { cron: '0 8 * * *', timezone: 'Nowhere/Land' },
    { every: '1ms' },
    { every: 'x' },
  ]) {
    await expect(caller.schedule.preview(odd)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
});
