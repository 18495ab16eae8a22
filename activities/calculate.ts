import { createHash } from 'node:crypto';
import type { Implementations } from '#activities/context.ts';
import {
  add,
  compareDecimals,
  decimalText,
  divide,
  multiply,
  negate,
  readDecimal,
  remainder,
  round,
} from '#lib/decimal.ts';
import type { Decimal } from '#lib/decimal.ts';
import { Invalid } from '#lib/errors.ts';
import type { calculate as declared } from '#nodes/calculate.ts';

type Calculate = Implementations<typeof declared>;
type Operation = Parameters<Calculate['math.calculate']>[0]['operation'];

/** Digits after which a product or a sum is no number of this world. */
const MAX_SCALE = 400;
const TOO_LARGE = 10n ** 800n;

// The library for dates is loaded on first use: an idle worker stays small.
export const calculate = {
  'date.change': async (input, ctx) => {
    const { changeDate } = await import('#activities/dates.ts');
    return changeDate(input, ctx.now());
  },

  'date.difference': async (input, ctx) => {
    const { timeBetween } = await import('#activities/dates.ts');
    return timeBetween(input, ctx.now());
  },

  'math.calculate': ({ operation, values, places, rounding }) => {
    const exact = calculated(operation, values.map(numberOf));
    const result = places === undefined ? exact : round(exact, places, rounding);
    const text = decimalText(result);
    return Promise.resolve({ result: Number(text), text });
  },

  'crypto.hash': ({ text, algorithm, encoding }) =>
    Promise.resolve({ hash: createHash(algorithm).update(text, 'utf8').digest(encoding) }),
} satisfies Calculate;

function numberOf(value: number | string, index: number): Decimal {
  const read = readDecimal(value);
  if (!read)
    throw new Invalid(`Number ${index + 1} is no number: "${String(value).slice(0, 40)}". Write it like 1234.50.`);
  return read;
}

function calculated(operation: Operation, values: Decimal[]): Decimal {
  const [first, ...others] = values as [Decimal, ...Decimal[]];
  switch (operation) {
    case 'add':
      return values.reduce(add);
    case 'subtract':
      return others.reduce((left, next) => add(left, negate(next)), first);
    case 'multiply':
      return others.reduce((left, next) => sensible(multiply(left, next)), first);
    case 'divide':
      return others.reduce((left, next) => sensible(divide(left, divisor(next))), first);
    case 'remainder':
      if (others.length !== 1) throw new Invalid('The rest of a division takes exactly two numbers.');
      return remainder(first, divisor(others[0] as Decimal));
    case 'average':
      return divide(values.reduce(add), { units: BigInt(values.length), scale: 0 });
    case 'median':
      return medianOf(values);
    case 'min':
      return values.toSorted(compareDecimals)[0] as Decimal;
    case 'max':
      return values.toSorted(compareDecimals).at(-1) as Decimal;
    default:
      return operation satisfies never;
  }
}

function medianOf(values: Decimal[]): Decimal {
  const sorted = values.toSorted(compareDecimals);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as Decimal;
  if (sorted.length % 2 === 1) return upper;
  return divide(add(sorted[middle - 1] as Decimal, upper), { units: 2n, scale: 0 });
}

function divisor(value: Decimal): Decimal {
  if (value.units === 0n) throw new Invalid('A division by zero has no result.');
  return value;
}

/** Ten thousand factors must not make a number that fills the memory. */
function sensible(value: Decimal): Decimal {
  const cut = round(value, MAX_SCALE, 'half-even');
  const size = cut.units < 0n ? -cut.units : cut.units;
  if (size > TOO_LARGE) throw new Invalid('The result is too large.');
  return cut;
}
