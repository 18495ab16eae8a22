import { describe, expect, it } from 'vitest';
import { list } from '#activities/list.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { handMadeContext } from './hand-made-context.ts';

type Name = keyof typeof list;

async function run<N extends Name>(name: N, given: Record<string, Json>) {
  const perform = list[name] as (input: unknown, context: unknown) => Promise<Record<string, Json>>;
  return perform(nodes[name].input.parse(given), handMadeContext());
}

const people: Json[] = [
  { name: 'Cyd', age: 50, home: { city: 'Ulm' } },
  { name: 'Ada', age: 36, home: { city: 'Bonn' } },
  { name: 'Bob', home: { city: 'Ulm' } },
];
const names = (items: Json | undefined) => (items as { name: string }[]).map((item) => item.name);

describe('list.filter', () => {
  it('keeps the items for which all conditions hold, or any', async () => {
    const where = [
      { field: 'age', operator: 'greater', value: 40 },
      { field: 'home.city', operator: 'equals', value: 'Bonn' },
    ];
    expect(await run('list.filter', { items: people, where })).toMatchObject({ count: 0, dropped: 3 });
    const any = await run('list.filter', { items: people, where, match: 'any' });
    expect(names(any.items)).toEqual(['Cyd', 'Ada']);
  });

  it('compares the item itself where no field is named', async () => {
    const where = [{ operator: 'startsWith', value: 'a' }];
    expect(await run('list.filter', { items: ['ab', 'ba', 'ac'], where })).toMatchObject({ items: ['ab', 'ac'] });
  });

  it('says which field cannot be compared', async () => {
    const where = [{ field: 'home', operator: 'greater', value: 1 }];
    await expect(async () => run('list.filter', { items: people, where })).rejects.toThrow(/Field "home": .*Compare/);
  });

  it('does not find what every object inherits', async () => {
    const where = [{ field: 'constructor', operator: 'exists' }];
    expect(await run('list.filter', { items: people, where })).toMatchObject({ count: 0 });
  });
});

describe('list.sort', () => {
  it('sorts by a field both ways, items without it last', async () => {
    expect(names((await run('list.sort', { items: people, by: 'age' })).items)).toEqual(['Ada', 'Cyd', 'Bob']);
    const down = await run('list.sort', { items: people, by: 'age', direction: 'descending' });
    expect(names(down.items)).toEqual(['Cyd', 'Ada', 'Bob']);
  });

  it('puts numbers before texts and does not sort numbers as texts', async () => {
    expect(await run('list.sort', { items: [10, 'b', 9, 'a'] })).toMatchObject({ items: [9, 10, 'a', 'b'] });
  });
});

describe('list.group', () => {
  it('puts together what has the same value, also where it is no text', async () => {
    const { groups } = await run('list.group', { items: people, by: 'home.city' });
    expect(groups).toMatchObject([
      { key: 'Ulm', count: 2 },
      { key: 'Bonn', count: 1 },
    ]);
    const { groups: byNumber } = await run('list.group', { items: [{ a: 1 }, { a: '1' }, {}], by: 'a' });
    expect((byNumber as { key: Json }[]).map((group) => group.key)).toEqual([1, '1', null]);
  });
});

describe('list.limit', () => {
  it.each([
    [{ count: 2 }, [1, 2]],
    [{ count: 2, skip: 1 }, [2, 3]],
    [{ count: 2, from: 'end' }, [3, 4]],
    [{ count: 2, from: 'end', skip: 3 }, [1]],
    [{ count: 2, from: 'end', skip: 9 }, []],
    [{ count: 0 }, []],
  ])('takes with %j', async (given, items) => {
    expect(await run('list.limit', { items: [1, 2, 3, 4], ...given })).toMatchObject({ items });
  });
});

describe('list.unique', () => {
  it('keeps the first of equal items, whatever the order of their fields', async () => {
    const items: Json[] = [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }];
    expect(await run('list.unique', { items })).toMatchObject({ items: [{ a: 1, b: 2 }, { a: 1 }], duplicates: 1 });
  });

  it('goes by a field, and keeps what does not have it', async () => {
    const items: Json[] = [{ id: 1, n: 1 }, { id: 1, n: 2 }, { n: 3 }, { n: 4 }];
    const { items: kept } = await run('list.unique', { items, by: 'id' });
    expect((kept as { n: number }[]).map((item) => item.n)).toEqual([1, 3, 4]);
  });
});

describe('list.join', () => {
  it('puts one list after the other', async () => {
    expect(await run('list.join', { items: [1], other: [2, 3] })).toMatchObject({ items: [1, 2, 3], count: 3 });
  });

  it('adds the fields of the matching item, and keeps those without a match if asked', async () => {
    const given: Record<string, Json> = {
      items: [{ id: 1, a: 'x' }, { id: 2 }],
      other: [{ ref: 1, a: 'y', b: 'z' }],
      mode: 'match',
    };
    const by = { by: 'id', otherBy: 'ref' };
    expect((await run('list.join', { ...given, ...by })).items).toEqual([{ ref: 1, id: 1, a: 'x', b: 'z' }, { id: 2 }]);
    expect(await run('list.join', { ...given, ...by, keep: 'matching' })).toMatchObject({ count: 1, matched: 1 });
  });
});
