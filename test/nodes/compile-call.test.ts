import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/value.ts';
import { compile } from '#nodes/compile.ts';
import type { KnownFlow } from '#nodes/compile-call.ts';
import { catalogue } from '#nodes/index.ts';
import { draw } from '#test/support/draw.ts';

const KNOWN: Record<string, KnownFlow> = {
  own: { name: 'Own', published: true, fields: [] },
  greet: { name: 'Greet', published: true, fields: [{ name: 'who', type: 'text', required: true }] },
  draft: { name: 'Draft', published: false, fields: null },
  clock: { name: 'Clock', published: true, fields: null },
};

function problemsOf(params: Record<string, Json>) {
  const flow = draw({ nodes: { start: ['manual'], call: ['flow.call', params] }, wires: ['start > call'] });
  const { problems = [] } = compile(flow, catalogue, { flows: { ownId: 'own', find: (id) => KNOWN[id] } });
  return problems.map(({ severity, field, message }) => `${severity} ${field ?? ''}: ${message}`);
}

describe('a step that calls a flow', () => {
  it('is fine with a flow that is there and gets what it asks for', () => {
    expect(problemsOf({ flow: 'greet', input: { who: '{{ trigger.name }}' } })).toEqual([]);
    expect(problemsOf({ flow: 'greet', input: '{{ trigger }}' })).toEqual([]);
  });

  it.each([
    [{ flow: 'gone' }, /^error flow: .* is not there any more/],
    [{ flow: '{{ trigger.flow }}' }, /^error flow: .* must not depend on data/],
    [{}, /^error flow: Flow is missing/],
    [{ flow: 'own' }, /^warning flow: .* calls its own flow/],
    [{ flow: 'draft' }, /^warning flow: "Draft" is not published/],
    [{ flow: 'clock' }, /^warning flow: "Clock" cannot be called/],
    [{ flow: 'greet' }, /^warning input: "Greet" also needs: who/],
    [{ flow: 'greet', input: { who: '' } }, /^warning input: "Greet" also needs: who/],
  ])('says what is wrong with %j', (params: Record<string, Json>, problem) => {
    expect(problemsOf(params)).toEqual([expect.stringMatching(problem) as string]);
  });
});
