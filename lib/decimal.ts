/** Exact decimal arithmetic: 0.1 + 0.2 is 0.3, as money needs it. A decimal is `units / 10^scale`. */
export type Decimal = { units: bigint; scale: number };

export type Rounding = 'half-up' | 'half-even' | 'down';

/** More digits than any amount has; keeps a hostile exponent from filling the memory. */
const MAX_DIGITS = 200;
const NUMBER = /^\s*([+-]?)(\d{1,200})?(?:\.(\d{0,200}))?(?:e([+-]?\d{1,4}))?\s*$/i;

/** Reads a number or a text such as `1234.50`; undefined for anything else. */
export function readDecimal(value: number | string): Decimal | undefined {
  const found = NUMBER.exec(String(value));
  const [, sign, whole = '', fraction = '', exponent = '0'] = found ?? [];
  if (!found || whole + fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MAX_DIGITS) return undefined;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** The number as text, without zeros that say nothing. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const sign = units < 0n ? '-' : '';
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}

/** `a + b`. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

/** `-a`. */
export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

/** `a * b`. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** `a / b` to 20 places after the point; `b` must not be zero. */
export function divide(a: Decimal, b: Decimal): Decimal {
  const scale = 20;
  // One place more than is kept, so that the last one can be rounded.
  const units = (a.units * 10n ** BigInt(scale + 1 + b.scale)) / (b.units * 10n ** BigInt(a.scale));
  return round({ units, scale: scale + 1 }, scale, 'half-even');
}

/** What is left of `a` after taking away `b` as often as it fits; has the sign of `a`. */
export function remainder(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) % unitsAt(b, scale), scale };
}

/** Below, at or above zero for `a` less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const { units } = add(a, negate(b));
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/** Rounds to so many places after the point. */
export function round(value: Decimal, places: number, rounding: Rounding): Decimal {
  if (value.scale <= places) return value;
  const step = 10n ** BigInt(value.scale - places);
  const kept = value.units / step;
  const rest = value.units % step;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const up = twice > step || (twice === step && (rounding === 'half-up' || kept % 2n !== 0n));
  const away = value.units < 0n ? -1n : 1n;
  return { units: rounding !== 'down' && up ? kept + away : kept, scale: places };
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}
