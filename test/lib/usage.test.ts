import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter, dayAt, daysBetween, daysInMonth, startOfDay } from '#lib/days.ts';
import { dollars } from '#lib/money.ts';
import { forecast } from '#lib/usage-forecast.ts';

const HOUR = 3_600_000;
const hours = (zone: string, day: string) => (startOfDay(zone, dayAfter(day, 1)) - startOfDay(zone, day)) / HOUR;

describe('a day of a calendar', () => {
  it('has as many hours as it has there', () => {
    expect(hours('Europe/Paris', '2026-03-29')).toBe(23);
    expect(hours('Europe/Paris', '2026-10-25')).toBe(25);
    expect(hours('Australia/Lord_Howe', '2026-10-04')).toBe(23.5);
    expect(hours('UTC', '2026-03-29')).toBe(24);
    expect(new Date(startOfDay('Asia/Kathmandu', '2026-11-23')).toISOString()).toBe('2026-11-22T18:15:00.000Z');
  });

  it('begins at one where there is no midnight, and is not there at all where it was left out', () => {
    expect(hours('Asia/Beirut', '2026-03-29')).toBe(23);
    expect(new Date(startOfDay('Asia/Beirut', '2026-03-29')).toISOString()).toBe('2026-03-28T22:00:00.000Z');
    expect(hours('Pacific/Apia', '2011-12-30')).toBe(0);
  });

  it('holds every moment once', () => {
    const zones = fc.constantFrom('Europe/Paris', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC');
    const moments = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) });
    fc.assert(
      fc.property(zones, moments, (zone, at) => {
        const day = dayAt(zone, at);
        return startOfDay(zone, day) <= at && at < startOfDay(zone, dayAfter(day, 1));
      }),
      { numRuns: 100 },
    );
  });

  it('is counted over months and leap years', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect(daysBetween('2026-03-02', '2026-03-01')).toEqual([]);
    expect([daysInMonth('2028-02-10'), daysInMonth('2026-12-31')]).toEqual([29, 31]);
  });
});

describe('what a month may come to', () => {
  const none = { cost: 0, days: 0 };

  it('goes by its own days once there are enough', () => {
    const facts = { before: { cost: 10, days: 10 }, today: 0.5, lastMonth: { cost: 900, days: 30 }, left: 19 };
    expect(forecast(facts)).toEqual({ soFar: 10.5, total: 30, from: 'this-month' });
    // A dear day counts as it is, not for the days to come.
    expect(forecast({ ...facts, today: 5 }).total).toBe(34);
  });

  it('takes what is missing from the month before', () => {
    const facts = { before: { cost: 4, days: 2 }, today: 0, lastMonth: { cost: 30, days: 30 }, left: 27 };
    const daily = (4 + 5) / 7;
    expect(forecast(facts)).toEqual({ soFar: 4, total: 4 + daily * 28, from: 'both-months' });
    expect(forecast({ ...facts, before: none, today: 1, left: 30 })).toEqual({
      ...{ soFar: 1, total: 31, from: 'last-month' },
    });
  });

  it('goes by few days where there was nothing before, and says nothing on the first', () => {
    expect(forecast({ before: { cost: 2, days: 1 }, today: 0, lastMonth: null, left: 28 }).total).toBe(2 + 2 * 29);
    expect(forecast({ before: none, today: 3, lastMonth: null, left: 29 })).toEqual({
      ...{ soFar: 3, total: null, from: 'nothing' },
    });
  });

  it('is never less than what it has cost', () => {
    const cost = fc.double({ min: 0, max: 1e6, noNaN: true });
    const days = fc.integer({ min: 0, max: 31 });
    const over = fc.record({ cost, days });
    const facts = fc.record({ before: over, today: cost, lastMonth: fc.option(over), left: days });
    fc.assert(
      fc.property(facts, (one) => {
        const { soFar, total } = forecast(one);
        return total === null || total >= soFar;
      }),
    );
  });
});

it('money is read in cents, and what is less in two figures', () => {
  expect([0, 12.5, 0.004, 0.00012, 1e-12].map(dollars)).toEqual([
    '$0.00',
    '$12.50',
    '$0.0040',
    '$0.00012',
    '$0.00000000',
  ]);
});
