import { describe, expect, it } from 'vitest';
import { fileKind, fileOf } from '#lib/value-file.ts';
import { cut, entriesOf, headOf, isTabular, pageAt, pathAt, rowsAt, valueAt } from '#lib/value-page.ts';
import { finderOf, hitsIn, MOST_HITS, offsetsIn } from '#lib/value-search.ts';
import type { Json } from '#lib/value.ts';

const REF = 'a'.repeat(32);
const value: Json = {
  list: [
    { id: 1, name: 'Ada' },
    { name: 'Bob', extra: null },
  ],
  text: 'x'.repeat(3000),
};

describe('a value in pieces', () => {
  it('is told by its kind and how much there is, long texts by their beginning', () => {
    expect(headOf(null)).toEqual({ kind: 'null', value: null, length: 0 });
    expect(headOf([1, 2])).toMatchObject({ kind: 'list', length: 2 });
    const text = headOf('x'.repeat(3000));
    expect([String(text.value).length, text.length]).toEqual([1000, 3000]);
  });

  it('is paged: elements of a list, fields of an object', () => {
    const many = Array.from({ length: 250 }, (_, n) => n);
    expect(entriesOf(many, 200).map(({ key }) => key)).toEqual(many.slice(200));
    expect(pageAt(value, [0, 1], 0)?.entries.map(({ key }) => key)).toEqual(['name', 'extra']);
    expect(pageAt(value, [0, 7], 0)).toBeUndefined();
  });

  it('is found by place, with the names on the way', () => {
    expect(valueAt(value, [0, 0, 1])).toBe('Ada');
    expect(pathAt(value, [0, 0, 1])).toEqual(['list', 0, 'name']);
    expect(valueAt(value, [1, 0])).toBeUndefined();
  });

  it('keeps what only looks like part of every object', () => {
    const odd = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Json;
    expect(entriesOf(odd, 0).map(({ key, head }) => [key, head.kind])).toEqual([
      ['__proto__', 'object'],
      ['constructor', 'number'],
    ]);
    expect(valueAt(odd, [0, 0])).toBe(1);
  });

  it('is a table when it is a list of objects, and a cell knows which field it is', () => {
    expect([isTabular([{ a: 1 }]), isTabular([]), isTabular([[1]]), isTabular([{ a: 1 }, 2])]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const page = rowsAt(value, [0], 0);
    expect(page?.columns).toEqual(['id', 'name', 'extra']);
    expect(page?.rows[1]?.map((cell) => cell?.at)).toEqual([undefined, 0, 1]);
  });

  it('never cuts a character in two', () => {
    const text = 'ab😀cd';
    expect([cut(text, 0, 3), cut(text, 3, 3)]).toEqual(['ab😀', 'cd']);
  });
});

describe('a file', () => {
  it('is told from other data by its reference', () => {
    expect(fileOf({ ref: REF, size: 3, contentType: 'image/png', name: 'a.png' })).toMatchObject({ name: 'a.png' });
    expect(fileOf({ ref: 'me', size: 3, contentType: 'image/png' })).toBeNull();
    expect(headOf({ ref: REF, size: 3, contentType: 'text/plain' }).file?.ref).toBe(REF);
  });

  it('is of the kind that its content type says, and of none that is not known', () => {
    const kinds = [
      'IMAGE/PNG',
      'image/svg+xml',
      'text/html; charset=x',
      'application/pdf',
      'application/ld+json',
      'text/csv',
    ];
    expect(kinds.map(fileKind)).toEqual(['image', 'image', 'html', 'pdf', 'json', 'text']);
    expect(['image/x-evil', 'application/zip', '', 'video/mp4'].map(fileKind)).toEqual([
      'other',
      'other',
      'other',
      'other',
    ]);
  });
});

describe('a search', () => {
  it('finds keys and values in the order they are shown, with what opens the way to them', () => {
    expect(hitsIn({ a: ['Ada'], ada: 1, n: 11 }, 'ADA').hits).toEqual([
      { at: [0, 0], counts: [3, 1], in: 'value' },
      { at: [1], counts: [3], in: 'key' },
    ]);
    expect(hitsIn({ n: 11, ok: true }, '1').hits.map(({ at }) => at)).toEqual([[0]]);
    expect(hitsIn('plain', 'LAI').hits).toEqual([{ at: [], counts: [], in: 'value' }]);
  });

  it('takes words as they are, not as a pattern', () => {
    expect(finderOf('a.b*(').test('xA.B*(')).toBe(true);
    expect(finderOf('.').test('x')).toBe(false);
    expect(finderOf('a/b-c').test('a/b-c')).toBe(true);
  });

  it('stops counting at a thousand, in values as in texts', () => {
    const many = Array.from({ length: MOST_HITS + 5 }, () => 'x');
    expect(hitsIn(many, 'x')).toMatchObject({ more: true });
    expect(hitsIn(many, 'x').hits).toHaveLength(MOST_HITS);
    expect(offsetsIn('x'.repeat(MOST_HITS + 1), 'x')).toMatchObject({ more: true });
    expect(offsetsIn('one two one', 'one')).toEqual({ offsets: [0, 8], more: false });
  });

  it('goes as deep as values go, and is not led into the depth by a file', () => {
    const nested = (depth: number): Json => Array.from({ length: depth }).reduce<Json>((inner) => [inner], 'needle');
    expect(hitsIn(nested(200), 'needle').hits[0]?.at).toHaveLength(200);
    expect(hitsIn(nested(100_000), 'needle').hits).toEqual([]);
  });
});
