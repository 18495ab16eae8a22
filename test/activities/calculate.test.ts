import { describe, expect, it } from 'vitest';
import { calculate } from '#activities/calculate.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { handMadeContext } from './hand-made-context.ts';

async function run(name: keyof typeof calculate, given: Record<string, Json>) {
  const perform = calculate[name] as (input: unknown, context: unknown) => Promise<Record<string, Json>>;
  return perform(nodes[name].input.parse(given), handMadeContext());
}

const changed = (given: Record<string, Json>) => run('date.change', given);

describe('date.change', () => {
  it('begins with the moment of the step, in the zone', async () => {
    const made = await changed({ timezone: 'Asia/Tokyo', format: 'cccc HH:mm' });
    expect(made).toMatchObject({ text: 'Sunday 21:00', utc: '2026-11-22T12:00:00.000Z', weekday: 7 });
  });

  it('moves by days of the calendar over a change of the clock', async () => {
    const made = await changed({ date: '2026-03-28T09:00', timezone: 'Europe/Berlin', add: 1, format: 'HH:mm ZZ' });
    expect(made).toMatchObject({ text: '09:00 +02:00', day: 29 });
  });

  it('finds the end of the month', async () => {
    const made = await changed({ date: '2028-02-10', move: 'end', of: 'month' });
    expect(made).toMatchObject({ text: '2028-02-29', hour: 23, daysInMonth: 29 });
  });

  it('reads other forms, seconds since 1970 and mail dates, and writes in a language', async () => {
    expect(await changed({ date: '31.12.2026', pattern: 'dd.MM.yyyy' })).toMatchObject({ text: '2026-12-31' });
    expect(await changed({ date: '1795392000' })).toMatchObject({ text: '2026-11-23' });
    expect(await changed({ date: 'Mon, 23 Nov 2026 10:00:00 +0100' })).toMatchObject({ hour: 9 });
    expect(await changed({ date: '2026-05-01', format: 'LLLL', language: 'de' })).toMatchObject({ text: 'Mai' });
  });

  it('says what is wrong', async () => {
    await expect(changed({ date: 'soon' })).rejects.toThrow(/"soon" is no date such as/);
    await expect(changed({ timezone: 'Mars/Base' })).rejects.toThrow(/no time zone/);
    await expect(changed({ add: 1_000_000, unit: 'year' })).rejects.toThrow(/outside/);
  });
});

describe('date.difference', () => {
  it('counts in a unit, whole and in part', async () => {
    const given = { from: '2026-11-22T12:00:00Z', to: '2026-11-24T00:00:00Z' };
    expect(await run('date.difference', given)).toMatchObject({ amount: 1.5, whole: 1 });
    const back = await run('date.difference', { from: given.to, to: given.from, unit: 'hour' });
    expect(back).toMatchObject({ amount: -36, whole: -36 });
  });
});

describe('math.calculate', () => {
  it.each([
    ['add', [0.1, 0.2], '0.3'],
    ['add', ['19.90', '0.10', 5], '25'],
    ['subtract', [10, 3, '0.5'], '6.5'],
    ['multiply', ['1.1', '1.1'], '1.21'],
    ['divide', [1, 8], '0.125'],
    ['remainder', [-7, 3], '-1'],
    ['average', [1, 2], '1.5'],
    ['median', [9, 1, 5, 3], '4'],
    ['min', ['2', 10, '-1e1'], '-10'],
    ['max', ['2', 10], '10'],
  ])('%s of %j is %s', async (operation, values, text) => {
    expect(await run('math.calculate', { operation, values })).toEqual({ result: Number(text), text });
  });

  it.each([
    ['half-up', '2.345', '2.35'],
    ['half-up', '-2.345', '-2.35'],
    ['half-even', '2.345', '2.34'],
    ['half-even', '2.335', '2.34'],
    ['down', '2.349', '2.34'],
  ])('rounds %s %s to %s', async (rounding, value, text) => {
    expect(await run('math.calculate', { operation: 'add', values: [value], places: 2, rounding })).toMatchObject({
      text,
    });
  });

  it('says what is no number, and that zero divides nothing', async () => {
    await expect(async () => run('math.calculate', { operation: 'add', values: [1, '1,5'] })).rejects.toThrow(
      /Number 2/,
    );
    await expect(async () => run('math.calculate', { operation: 'divide', values: [1, '0.0'] })).rejects.toThrow(
      /zero/,
    );
  });

  it('lets no product grow without end', async () => {
    const values = new Array<string>(500).fill(`1e190`);
    await expect(async () => run('math.calculate', { operation: 'multiply', values })).rejects.toThrow(/too large/);
    await expect(async () => run('math.calculate', { operation: 'add', values: ['1e9999'] })).rejects.toThrow(
      /no number/,
    );
  });
});

describe('crypto.hash', () => {
  it('is the known hash of a text', async () => {
    expect(await run('crypto.hash', { text: 'abc' })).toEqual({
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
    expect(await run('crypto.hash', { text: 'ä', algorithm: 'md5', encoding: 'base64' })).toEqual({
      hash: 'hBm3HIeiJaLHC1BIb77lRQ==',
    });
  });
});
