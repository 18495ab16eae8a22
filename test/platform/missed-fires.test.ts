import { describe, expect, it } from 'vitest';
import { pauseFlow } from '#platform/flows.ts';
import { firesBetween, noteAlive } from '#platform/missed-fires.ts';
import { db } from '#prisma/client.ts';
import { missedFires } from '#server/services/schedule.ts';
import { draw } from '#test/support/draw.ts';
import { published } from '#test/support/flow-run.ts';
import { temporalIsDown } from './given.ts';

temporalIsDown();

const at = (text: string) => Date.parse(text);
const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());

describe('times between two moments', () => {
  it('follow the clock of the time zone, also over its change', () => {
    const schedule = { mode: 'cron', cron: '0 8 * * *', timezone: 'Europe/Berlin' };
    const missed = firesBetween(schedule, { from: at('2026-10-24T00:00:00Z'), to: at('2026-10-26T12:00:00Z') });
    expect(missed?.count).toBe(3);
    expect([iso(missed?.firstAt), iso(missed?.lastAt)]).toEqual([
      '2026-10-24T06:00:00.000Z',
      '2026-10-26T07:00:00.000Z',
    ]);
  });

  it('are those of an interval counted from 1970', () => {
    const span = { from: at('2026-11-22T12:00:00Z'), to: at('2026-11-22T12:45:00Z') };
    expect(firesBetween({ mode: 'every', every: '15m' }, span)).toEqual({
      count: 3,
      firstAt: at('2026-11-22T12:15:00Z'),
      lastAt: at('2026-11-22T12:45:00Z'),
    });
    expect(firesBetween({ mode: 'every', every: '1h' }, span)).toBeNull();
    expect(firesBetween({ mode: 'cron', cron: '0 8 * * *' }, { from: span.to, to: span.from })).toBeNull();
  });
});

describe('a worker that was away', () => {
  const hourly = () =>
    draw({
      nodes: {
        clock: ['schedule', { mode: 'cron', cron: '0 * * * *', catchup: '1h' }],
        keep: ['set', { fields: { a: 1 } }],
      },
      wires: ['clock > keep'],
    });

  /** Was there until `hours` before now. */
  async function away(hours: number, now: number): Promise<void> {
    const last = new Date(now - hours * 3_600_000);
    await db().alive.upsert({ where: { id: 'worker' }, create: { id: 'worker', at: last }, update: { at: last } });
    await noteAlive(now);
  }

  it('writes down what its schedules missed beyond the time that is made up for, once', async () => {
    const { flowId } = await published(hourly());
    const { flowId: paused } = await published(hourly());
    await pauseFlow({ id: paused, by: 'user:tester' });
    const now = Math.floor(Date.now() / 3_600_000) * 3_600_000 + 60_000;
    await away(4.5, now);
    const missed = await missedFires(flowId);
    // Off from half past; the last hour is made up for by the schedule itself.
    expect(missed).toMatchObject([{ count: 4, flowName: 'Test', triggerId: `${flowId}:clock` }]);
    expect(missed[0]?.lastAt).toBe(new Date(now - 60_000 - 3_600_000).toISOString());
    expect(await missedFires(paused)).toEqual([]);
    await noteAlive(now + 1000);
    await away(4.5, now);
    expect(await missedFires(flowId)).toHaveLength(1);
  });

  it('for no longer than the catch-up window has missed nothing', async () => {
    const { flowId } = await published(hourly());
    await away(0.9, Date.now());
    expect(await missedFires(flowId)).toEqual([]);
  });
});
