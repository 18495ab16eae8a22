import { describe, expect, it } from 'vitest';
import { referenceKey } from '#lib/call.ts';
import type { Label } from '#lib/label.ts';
import type { PathPart, Reference } from '#lib/plan.ts';
import { passReference, resolvePassed, resolveReference } from '#lib/reference.ts';
import type { Json, Stored } from '#lib/value.ts';

const outside: Label = { integrity: 'untrusted', confidentiality: 'private', origins: ['hook'] };
const clean: Label = { integrity: 'trusted', confidentiality: 'public', origins: [] };
const value = JSON.parse(
  '{"list":[{"n":1,"tags":["a"]},{"n":2,"tags":["b","c"]}],"text":"abc","null":null,"__proto__":{"x":1},"a.b":7}',
) as Json;
const labels = { rest: outside, fields: { text: clean } };

function find(path: PathPart[], more: Partial<Reference> = {}) {
  const reference: Reference = { root: 'trigger', path, ...more };
  return resolveReference(reference, () => ({ kind: 'stored', stored: { kind: 'inline', value, labels } }));
}

function valueOf(path: PathPart[], more?: Partial<Reference>): Json | string {
  const found = find(path, more);
  return found.kind === 'missing'
    ? `${found.error.type}: ${found.error.message}`
    : found.kind === 'value'
      ? found.value
      : 'blob';
}

describe('a reference', () => {
  it('walks own fields and elements, from the end too', () => {
    expect(valueOf(['list', 0, 'n'])).toBe(1);
    expect(valueOf(['list', -1, 'n'])).toBe(2);
    expect(valueOf(['a.b'])).toBe(7);
    expect(valueOf([])).toEqual(value);
    expect(valueOf(['null'])).toBeNull();
  });

  it('with [*] always gives a list, and a flat one with two', () => {
    expect(valueOf(['list', '*', 'n'])).toEqual([1, 2]);
    expect(valueOf(['list', '*', 'tags', '*'])).toEqual(['a', 'b', 'c']);
    expect(valueOf(['list', '*', 'tags'])).toEqual([['a'], ['b', 'c']]);
  });

  it.each([
    [['nothing'], 'there is no field "nothing" (there is list, text, null, __proto__, a.b)'],
    [['list', 5], 'the list has 2 elements'],
    [['list', 'n'], 'this is a list; write [*].n for each element or [0].n for the first'],
    [['text', 'length'], 'a string has no field "length"'],
    [['text', 0], '[0] needs a list, but this is a string'],
    [['null', 'x'], 'null has no field "x"'],
    [['list', 'length'], 'this is a list; write [*].length for each element or [0].length for the first'],
    [['text', '*'], '[*] needs a list, but this is a string'],
    [['list', '*', 'x'], 'element 0: there is no field "x" (there is n, tags)'],
    [['constructor'], 'there is no field "constructor"'],
    [['list', 0, '__proto__'], 'there is no field "__proto__"'],
    [['toString'], 'there is no field "toString"'],
  ])('to what is absent is an error that says why: %j', (path, why) => {
    expect(valueOf(path)).toContain('MissingReference: {{ trigger');
    expect(valueOf(path)).toContain(why);
  });

  it('reads a field that is really called __proto__, as data', () => {
    expect(valueOf(['__proto__', 'x'])).toBe(1);
  });

  it('that is optional gives null, or what is to be used instead', () => {
    expect(valueOf(['nothing', 'more'], { optional: true })).toBeNull();
    expect(valueOf(['nothing'], { optional: true, fallback: 'none' })).toBe('none');
    expect(valueOf(['null'], { optional: true, fallback: 'none' })).toBe('none');
    expect(valueOf(['list', '*', 'x'], { optional: true })).toEqual([null, null]);
  });

  it('carries the label of its own field, else of the rest, and of what decided that it exists', () => {
    expect(find(['text'])).toMatchObject({ labels: { rest: clean } });
    expect(find(['list', 0])).toMatchObject({ labels: { rest: outside } });
    expect(find([])).toMatchObject({ labels });
    const absent = resolveReference({ root: 'steps', step: 'a', path: [], optional: true }, () => ({
      kind: 'absent',
      because: 'skipped',
      scope: outside,
    }));
    expect(absent).toMatchObject({ value: null, labels: { rest: outside } });
  });

  it('into a stored blob says that it must be loaded', () => {
    const blob: Stored = {
      kind: 'blob',
      blob: { ref: 'b', size: 9, contentType: 'application/json', preview: '' },
      labels,
    };
    const reference: Reference = { root: 'trigger', path: ['list', 0, 'n'] };
    const found = resolveReference(reference, () => ({ kind: 'stored', stored: blob }));
    expect(found.kind).toBe('blob');
    if (found.kind !== 'blob') return;
    const passed = passReference(reference, found);
    expect(resolvePassed(reference, passed)).toMatchObject({ kind: 'blob' });
    expect(resolvePassed(reference, passed, value)).toEqual({ kind: 'value', value: 1, labels: { rest: outside } });
    const missing = resolvePassed(
      { ...reference, path: ['nothing'] },
      { ...passed, reference: { root: 'trigger', path: ['nothing'] } },
      value,
    );
    expect(missing).toMatchObject({ kind: 'missing' });
  });

  it('goes over narrowed, and each user of it applies its own fallback', () => {
    const found = find(['text']);
    if (found.kind === 'missing') throw new Error(found.error.message);
    const passed = passReference({ root: 'trigger', path: ['text'] }, found);
    expect(passed).toEqual({
      reference: { root: 'trigger', path: [] },
      stored: { kind: 'inline', value: 'abc', labels: { rest: clean } },
    });
    const none = { ...passed, stored: { kind: 'inline' as const, value: null, labels: { rest: clean } } };
    expect(resolvePassed({ root: 'trigger', path: ['text'], optional: true, fallback: 'x' }, none)).toMatchObject({
      value: 'x',
    });
    expect(resolvePassed({ root: 'trigger', path: ['text'], optional: true, fallback: 'y' }, none)).toMatchObject({
      value: 'y',
    });
  });
});

describe('the key of a reference', () => {
  it('is different for different paths', () => {
    const key = (path: PathPart[]) => referenceKey({ root: 'trigger', path });
    const keys = [
      key(['a', 'b']),
      key(['a.b']),
      key(['a', 0]),
      key(['a', '0']),
      key(['a', '*']),
      key(['a[0]']),
      key(['a"b']),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[0]).toBe('trigger.a.b');
  });
});
