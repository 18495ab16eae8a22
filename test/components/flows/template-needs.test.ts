import { expect, it } from 'vitest';
import { fitting, obvious } from '#components/flows/template-needs.ts';

const need = { types: ['anthropic', 'openai', 'rehearsal'], nodes: [{ id: 'ask', field: null }] };
const script = { id: 'script', type: 'rehearsal' };
const model = { id: 'model', type: 'openai' };

it('a template takes the only model that there is, and rehearses for nobody who did not choose to', () => {
  expect(obvious([model], [need])).toEqual(['model']);
  expect(obvious([model, script], [need])).toEqual(['model']);
  expect(obvious([script], [need])).toEqual([undefined]);
  expect(obvious([model, { ...model, id: 'other' }], [need])).toEqual([undefined]);
  expect(fitting([script], need)).toEqual([script]);
});
