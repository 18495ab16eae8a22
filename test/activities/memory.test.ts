import { describe, expect, it } from 'vitest';
import type { ActivityContext } from '#activities/context.ts';
import { memory } from '#activities/memory.ts';
import { TRUSTED, uniform, untrusted, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { db } from '#prisma/client.ts';
import { handMadeContext, NOW } from './hand-made-context.ts';

type Step = (input: unknown, ctx: ActivityContext) => Promise<{ output: Record<string, Json>; labels: FieldLabels }>;
type More = { effectKey?: string; labels?: Record<string, FieldLabels>; now?: Date };

let effects = 0;

async function run(name: keyof typeof memory, given: Record<string, Json>, { now = NOW, ...more }: More = {}) {
  effects += 1;
  const context = { ...handMadeContext({ effectKey: `memory-${effects}`, ...more }), now: () => now };
  return (memory[name] as unknown as Step)(nodes[name].input.parse(given), context);
}

const outside = { rest: untrusted('webhook:hook') };

describe('counter.add', () => {
  it('counts, also backwards, and begins again', async () => {
    expect((await run('counter.add', { counter: 'a' })).output).toEqual({ value: 1, before: 0 });
    expect((await run('counter.add', { counter: 'a', add: 5 })).output).toEqual({ value: 6, before: 1 });
    expect((await run('counter.add', { counter: 'a', add: 0 })).output).toEqual({ value: 6, before: 6 });
    expect((await run('counter.add', { counter: 'a', add: -1, restart: true })).output).toEqual({
      value: -1,
      before: 6,
    });
  });

  it('counts an effect once, however often it is tried', async () => {
    const first = await run('counter.add', { counter: 'b' }, { effectKey: 'same' });
    expect(await run('counter.add', { counter: 'b' }, { effectKey: 'same' })).toEqual(first);
    expect((await run('counter.add', { counter: 'b' })).output.value).toBe(2);
  });

  it('loses nothing when many count at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => run('counter.add', { counter: 'c' })));
    expect((await run('counter.add', { counter: 'c', add: 0 })).output.value).toBe(20);
  });

  it('remembers that something from outside was added until it begins again', async () => {
    await run('counter.add', { counter: 'd', add: 3 }, { labels: { add: outside } });
    expect((await run('counter.add', { counter: 'd' })).labels.rest).toEqual(outside.rest);
    expect((await run('counter.add', { counter: 'd', restart: true })).labels.rest).toEqual(TRUSTED);
  });
});

describe('seen.remember', () => {
  const items: Json[] = [{ id: 1 }, { id: 2, n: 'x' }];

  it('passes on what is new, once, told apart by a field', async () => {
    const first = await run('seen.remember', { list: 'news', items, key: 'id' });
    expect(first.output).toEqual({ items, count: 2, known: 0, any: true });
    const again = await run('seen.remember', { list: 'news', items: [{ id: 2 }, { id: '2' }, { id: '2' }], key: 'id' });
    expect(again.output).toEqual({ items: [{ id: '2' }], count: 1, known: 2, any: true });
    expect((await run('seen.remember', { list: 'other', items, key: 'id' })).output.count).toBe(2);
  });

  it('passes on the same items when the same effect is tried again', async () => {
    const first = await run('seen.remember', { list: 'twice', items }, { effectKey: 'met' });
    expect(await run('seen.remember', { list: 'twice', items }, { effectKey: 'met' })).toEqual(first);
    expect((await run('seen.remember', { list: 'twice', items })).output.any).toBe(false);
  });

  it('forgets after the days it was told', async () => {
    await run('seen.remember', { list: 'window', items, key: 'id' });
    const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
    const given = { list: 'window', items, key: 'id', days: 7 };
    expect((await run('seen.remember', given, { now: later(6) })).output.count).toBe(0);
    expect((await run('seen.remember', given, { now: later(8) })).output.count).toBe(2);
  });

  it('keeps no text of what it met, and says which field is missing', async () => {
    await run('seen.remember', { list: 'quiet', items: ['a private matter'] });
    expect(JSON.stringify(await db().seen.findMany())).not.toContain('private');
    await expect(run('seen.remember', { list: 'quiet', items: [{}], key: 'id' })).rejects.toThrow(/no "id"/);
  });
});

describe('vars', () => {
  it('are kept until they are replaced, with where they came from', async () => {
    expect((await run('vars.get', { name: 'city', fallback: 'Ulm' })).output).toEqual({ value: 'Ulm', found: false });
    await run('vars.set', { name: 'city', value: { name: 'Bonn' } }, { labels: { value: outside } });
    const read = await run('vars.get', { name: 'city' });
    expect(read.output).toEqual({ value: { name: 'Bonn' }, found: true });
    expect(wholeLabel(read.labels)).toEqual(outside.rest);
    const next = await run('vars.set', { name: 'city', value: null }, { labels: { value: uniform(TRUSTED) } });
    expect(next.output).toEqual({ value: null, previous: { name: 'Bonn' } });
    expect((await run('vars.get', { name: 'city' })).labels.rest).toEqual(TRUSTED);
  });

  it('are not too large', async () => {
    await expect(run('vars.set', { name: 'big', value: 'x'.repeat(300_000) })).rejects.toThrow(/256 KB/);
  });
});
