import { afterAll, describe, expect, it } from 'vitest';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import { closePool, evaluateExpression, warmPool } from '#platform/expressions/pool.ts';
import { HOSTILE } from '#test/platform/expressions/hostile.ts';

warmPool();
afterAll(closePool);

function evaluate(source: string, ...values: Json[]): Promise<Json> {
  return evaluateExpression({ source, values });
}

/** The value, or the name of the error; anything but an `Invalid` fails the test. */
async function outcome(source: string, values: Json[]): Promise<{ value: Json } | { error: string }> {
  try {
    return { value: await evaluate(source, ...values) };
  } catch (error) {
    expect(error).toBeInstanceOf(Invalid);
    return { error: (error as Invalid).name };
  }
}

describe('an expression', () => {
  it.each<[string, Json[], Json]>([
    ['$r0 + 1', [1], 2],
    ['$sum($r0.price)', [[{ price: 1 }, { price: 2 }]], 3],
    [
      '$r0[age > $r1].name',
      [
        [
          { name: 'a', age: 3 },
          { name: 'b', age: 1 },
        ],
        2,
      ],
      'a',
    ],
    ['$map($r0, function($v){ $v * 2 })', [[1, 2]], [2, 4]],
    ['$merge([$r0, {"b": 2}])', [{ a: 1 }], { a: 1, b: 2 }],
    ['$keys($r0)', [{ a: 1, b: 2 }], ['a', 'b']],
    ['$r0 = {"a": [1]}', [{ a: [1] }], true],
    ['$type($r0)', [{}], 'object'],
    ['$string($r0)', [{ a: null }], '{"a":null}'],
    ['$base64decode($base64encode($r0))', ['zürich'], 'zürich'],
    ['$replace($r0, /b+/, "-")', ['abbbc'], 'a-c'],
    ['$toMillis($r0)', ['2026-01-01T00:00:00Z'], 1767225600000],
    ['$nothing', [], null],
    ['$r0.a.b.c', [{ a: 1 }], null],
  ])('%s over %j gives %j', async (source, values, expected) => {
    expect(await evaluate(source, ...values)).toEqual(expected);
  });

  it('sees an optional value that is null as absent', async () => {
    expect(await evaluate('$o0 ?? "none"', null)).toBe('none');
    expect(await evaluate('$exists($o0)', null)).toBe(false);
    expect(await evaluate('$exists($o0)', 0)).toBe(true);
  });

  it('keeps nothing for the next one', async () => {
    await evaluate('($x := $r0; $x)', 'secret');
    expect(await evaluate('$x')).toBeNull();
    expect(await outcome('$r1', ['only one'])).toEqual({ value: null });
  });
});

describe('a hostile pair of expression and data', () => {
  it('is one of more than fifty', () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(50);
  });

  it.each(HOSTILE)('$name ends as $ends, and its neighbour finishes', async ({ source, values, ends }) => {
    const [hostile, neighbour] = await Promise.all([outcome(source, values), evaluate('$r0 * 2', 21)]);
    expect(neighbour).toBe(42);
    expect(ends.split('|')).toContain('error' in hostile ? hostile.error : JSON.stringify(hostile.value));
  });

  it('leaves the pool as it was, after all of them at once', async () => {
    const all = HOSTILE.slice(0, 6).map(({ source, values }) => outcome(source, values));
    await Promise.all(all);
    expect(await evaluate('1 + 1')).toBe(2);
  });
});

describe('the pool', () => {
  it('refuses values that are too large, and results too', async () => {
    expect(await outcome('$r0', ['x'.repeat(17 * 1024 * 1024)])).toEqual({ error: 'TooLarge' });
    expect(await outcome('$r0 & $r0', ['x'.repeat(3 * 1024 * 1024)])).toEqual({ error: 'TooLarge' });
  });

  it('answers many at once, each its own', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => evaluate('$r0 + 1', index)));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('ends what waits when it is closed, and starts again when asked', async () => {
    const waiting = outcome('$match($r0, /^(a+)+$/)', [`${'a'.repeat(40)}!`]);
    await closePool();
    expect(await waiting).toEqual({ error: 'Stopped' });
    expect(await evaluate('1 + 2')).toBe(3);
  });
});
