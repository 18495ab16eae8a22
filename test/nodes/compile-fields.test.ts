import { describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import { draw } from '#test/support/draw.ts';

const flow = (text: string, triggers: 'form' | 'both' = 'form'): Flow =>
  draw({
    nodes: {
      form: [
        'form',
        {
          title: 'Guests',
          fields: [
            { name: 'who', type: 'text' },
            { name: 'photo', type: 'file' },
          ],
        },
      ],
      ...(triggers === 'both' ? { hook: ['webhook'] as [string] } : {}),
      ask: ['approval', { title: 'Well?', fields: [{ name: 'amount', type: 'number' }] }],
      say: ['template', { text }],
    },
    wires: ['form > ask', 'ask.approve > say', ...(triggers === 'both' ? ['hook > ask'] : [])],
  });

const faults = (drawn: Flow) => {
  const result = compile(drawn, catalogue);
  const problems = 'problems' in result ? (result.problems ?? []) : [];
  return problems.filter(({ severity }) => severity === 'error').map(({ node, message }) => `${node}: ${message}`);
};

describe('a reference to a declared field', () => {
  it.each(['{{ trigger.fields.who }}', '{{ trigger.files.photo }}', '{{ steps.ask.answers.amount }}', '{{ trigger }}'])(
    '%s is good',
    (text) => expect(faults(flow(text))).toEqual([]),
  );

  it.each([
    ['{{ trigger.fields.whom }}', 'say: "form" asks for no "whom" (did you mean "who"?). It asks for who.'],
    ['{{ trigger.fields.photo }}', 'say: "form" asks for no "photo". It asks for who.'],
    ['{{ steps.ask.answers.amont }}', 'say: "ask" asks for no "amont" (did you mean "amount"?). It asks for amount.'],
  ])('%s names what there is', (text, message) => {
    expect(faults(flow(text))).toEqual([message]);
  });

  it('may be there where another trigger could give it', () => {
    expect(faults(flow('{{ trigger.body.x }}', 'both'))).toEqual([]);
    expect(faults(flow('{{ trigger.fields.whom }}', 'both'))).toHaveLength(1);
  });
});
