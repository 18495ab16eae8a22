import { expect, test } from 'vitest';
import { hasBatch, joins } from '#components/approvals/use-batch.ts';
import { MOST_IN_BATCH } from '#lib/approval-together.ts';
import { waiting } from './requests.ts';

const card = (id: string, batch: string | null) => ({ ...waiting(), id, batch });

test('a batch is offered where two requests are alike', () => {
  expect(hasBatch([{ batch: 'a' }, { batch: 'b' }, { batch: 'a' }])).toBe(true);
  expect(hasBatch([{ batch: 'a' }, { batch: 'b' }, { batch: null }, { batch: null }])).toBe(false);
});

test('what is picked first says what may join it, up to as many as one reads', () => {
  const [one, two, other, alone] = [card('1', 'a'), card('2', 'a'), card('3', 'b'), card('4', null)];
  expect([one, other, alone].map((each) => joins(each, []))).toEqual([true, true, false]);
  expect([one, two, other, alone].map((each) => joins(each, [one]))).toEqual([true, true, false, false]);
  const many = Array.from({ length: MOST_IN_BATCH }, (_, at) => card(`m${at}`, 'a'));
  expect([joins(one, many), joins(many[0]!, many)]).toEqual([false, true]);
});
