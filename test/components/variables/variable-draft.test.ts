import { expect, it } from 'vitest';
import { draftOf, readDraft } from '#components/variables/variable-draft.ts';
import type { Json } from '#lib/value.ts';

it.each<[Parameters<typeof draftOf>[1], Json]>([
  ['text', '12'],
  ['text', ''],
  ['number', -0.5],
  ['yes-no', true],
  ['yes-no', false],
  ['data', { a: [1, 'b', null] }],
  ['data', null],
])('a %s that is opened and saved stays %j', (kind, value) => {
  expect(readDraft(draftOf(value, kind))).toEqual({ value });
});

it('what cannot be read is said, not guessed', () => {
  const draft = { text: '1,5', yes: false };
  expect(readDraft({ kind: 'number', ...draft })).toHaveProperty('problem');
  expect(readDraft({ kind: 'number', text: ' ', yes: false })).toHaveProperty('problem');
  expect(readDraft({ kind: 'data', text: '{a: 1}', yes: false })).toHaveProperty('problem');
  expect(readDraft({ kind: 'text', ...draft })).toEqual({ value: '1,5' });
});
