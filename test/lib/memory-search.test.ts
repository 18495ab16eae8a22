import { describe, expect, it } from 'vitest';
import { cosine, fused, wordsQuery } from '#lib/memory-search.ts';

describe('wordsQuery', () => {
  it('looks for any of the words, also as a beginning', () => {
    expect(wordsQuery('When does Ada travel?')).toBe('"when"* OR "does"* OR "ada"* OR "travel"*');
  });

  it('leaves nothing of the language of the search in it', () => {
    expect(wordsQuery('"; DROP TABLE x; -- NEAR(a b) text:secret * ^ OR')).toBe(
      '"drop"* OR "table"* OR "x" OR "near"* OR "a" OR "b" OR "text"* OR "secret"* OR "or"',
    );
    expect(wordsQuery(' "*"  -- ')).toBeNull();
  });

  it('takes each word once, and not without end', () => {
    const many = Array.from({ length: 100 }, (_, at) => `w${at} W${at}`).join(' ');
    expect(wordsQuery(many)?.split(' OR ')).toHaveLength(32);
  });
});

describe('cosine', () => {
  it('is 1 for one direction, 0 for a right angle and for nothing, -1 for the opposite', () => {
    const of = (...values: number[]) => Float32Array.from(values);
    expect(cosine(of(1, 2), of(2, 4))).toBeCloseTo(1);
    expect(cosine(of(1, 0), of(0, 3))).toBe(0);
    expect(cosine(of(0, 0), of(1, 1))).toBe(0);
    expect(cosine(of(1, 1), of(-1, -1))).toBeCloseTo(-1);
  });
});

describe('fused', () => {
  it('puts first what stands high in several rankings', () => {
    expect(
      fused([
        ['a', 'b', 'c'],
        ['c', 'b'],
      ]),
    ).toEqual(['c', 'b', 'a']);
    expect(fused([['a', 'b'], []])).toEqual(['a', 'b']);
    expect(fused([[], []])).toEqual([]);
  });
});
