import { describe, expect, it } from 'vitest';
import { parseParam } from '#lib/expression.ts';
import { expressionsIn, fillParam, paramLabel, referencesIn, toText } from '#lib/params.ts';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { referenceKey } from '#lib/call.ts';

const drawn = {
  to: '{{ trigger.to }}',
  list: ['x', '{{ $sum(trigger.n) }}'],
  text: 'Hi {{ trigger.name }}, {{ trigger.more }}!',
  fixed: 5,
};
const param = parseParam(drawn);

describe('a compiled parameter', () => {
  it('tells its references and expressions', () => {
    expect(referencesIn(param).map(referenceKey)).toEqual(['trigger.to', 'trigger.n', 'trigger.name', 'trigger.more']);
    expect(expressionsIn(param).map(({ source }) => source)).toEqual(['$sum($r0)']);
  });

  it('is filled with data that keeps its type, and texts with text', () => {
    const values: Record<string, string[] | string | null> = {
      'trigger.to': ['a', 'b'],
      'trigger.name': '{{ trigger.secret }}',
      'trigger.more': null,
    };
    const filled = fillParam(param, {
      reference: (reference) => values[referenceKey(reference)] ?? null,
      expression: () => 7,
    });
    // What came as data is never read as a template.
    expect(filled).toEqual({ to: ['a', 'b'], list: ['x', 7], text: 'Hi {{ trigger.secret }}, !', fixed: 5 });
  });

  it('has the labels of all it refers to; a literal is trusted', () => {
    expect(paramLabel(param, (reference) => untrusted(referenceKey(reference))).origins).toHaveLength(4);
    expect(paramLabel(parseParam('drawn'), () => untrusted('x'))).toEqual(TRUSTED);
  });

  it('turns every kind of value into text', () => {
    expect(['a', 1.5, true, null, [1], { a: 1 }].map(toText)).toEqual(['a', '1.5', 'true', '', '[1]', '{"a":1}']);
  });
});
