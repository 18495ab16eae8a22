import { describe, expect, it } from 'vitest';
import { parse } from '#activities/parse.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { handMadeContext } from './hand-made-context.ts';

async function run(name: keyof typeof parse, given: Record<string, Json>) {
  const perform = parse[name] as (input: unknown, context: unknown) => Promise<Record<string, Json>>;
  return perform(nodes[name].input.parse(given), handMadeContext());
}

describe('json.parse', () => {
  it('reads JSON and says where it is broken', async () => {
    expect(await run('json.parse', { text: '{"a": [1]}' })).toEqual({ data: { a: [1] } });
    await expect(async () => run('json.parse', { text: '{"a": ' })).rejects.toThrow(/not JSON/);
  });

  it('finds JSON between other words', async () => {
    const text = 'Of course [as asked]: ```json\n{"a": "}", "b": {"c": 1}}\n``` Anything else?';
    expect(await run('json.parse', { text, find: true })).toEqual({ data: { a: '}', b: { c: 1 } } });
    await expect(async () => run('json.parse', { text: 'none {here', find: true })).rejects.toThrow(/no JSON/);
  });

  it('refuses what is nested too deeply to be kept', async () => {
    const text = '['.repeat(300) + ']'.repeat(300);
    await expect(async () => run('json.parse', { text })).rejects.toThrow(/nested/);
  });
});

describe('csv.parse', () => {
  it('reads quotes, line ends within them, a byte order mark and short lines', async () => {
    const text = '\uFEFFname;note\r\n"Ada ""L""";"two\nlines"\r\nBob\r\n';
    expect(await run('csv.parse', { text })).toEqual({
      columns: ['name', 'note'],
      rows: [
        { name: 'Ada "L"', note: 'two\nlines' },
        { name: 'Bob', note: '' },
      ],
      count: 2,
    });
  });

  it('keeps texts as they are unless asked, and never turns codes into numbers', async () => {
    const text = 'zip,n\n01234,1.5';
    expect((await run('csv.parse', { text })).rows).toEqual([{ zip: '01234', n: '1.5' }]);
    expect((await run('csv.parse', { text, numbers: true })).rows).toEqual([{ zip: '01234', n: 1.5 }]);
  });

  it('gives lists without a header, and distinct names to columns', async () => {
    expect(await run('csv.parse', { text: 'a|b', header: false })).toMatchObject({ rows: [['a', 'b']], columns: [] });
    expect((await run('csv.parse', { text: 'a,a,\n1,2,3' })).rows).toEqual([{ a: '1', 'a 2': '2', 'column 3': '3' }]);
    expect(await run('csv.parse', { text: '' })).toMatchObject({ count: 0 });
  });

  it('has no column that is more than a column', async () => {
    const { rows } = await run('csv.parse', { text: '__proto__,a\n1,2' });
    expect(Object.getOwnPropertyNames((rows as Json[])[0])).toEqual(['__proto__', 'a']);
  });

  it('says that a quote is open', async () => {
    await expect(run('csv.parse', { text: 'a\n"b' })).rejects.toThrow(/not CSV/);
  });
});

describe('xml.parse', () => {
  it('reads elements, attributes and lists', async () => {
    const text = '<?xml version="1.0"?><feed lang="en"><item>001</item></feed>';
    expect(await run('xml.parse', { text, lists: ['item'] })).toEqual({
      data: { feed: { '@lang': 'en', item: ['001'] } },
    });
    expect(await run('xml.parse', { text: '<a>x &amp; y</a>' })).toEqual({ data: { a: 'x & y' } });
  });

  it('expands no entities of the document', async () => {
    const text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
    await expect(run('xml.parse', { text })).rejects.toThrow(/entities/);
  });

  it.each(['<a><b></a>', 'plain', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`])('refuses %.20s', async (text) => {
    await expect(run('xml.parse', { text })).rejects.toThrow(/XML/);
  });
});
