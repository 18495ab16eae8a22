import { expect, test } from 'vitest';
import { en } from '#messages/en.ts';
import { flat } from './flat.ts';
import { argumentsOf } from './icu.ts';
import { scanUsage } from './scan.ts';

const texts = flat(en);
const usage = scanUsage();

test('every text is used somewhere', () => {
  expect([...texts.keys()].filter((key) => !usage.isNamed(key))).toEqual([]);
});

test('every text that is asked for is there, and gets the arguments it names', () => {
  const wrong = usage.calls.filter(({ keys, given }) => {
    const found = keys.map((key) => texts.get(key)).filter((text) => text !== undefined);
    return found.length === 0 || (given !== null && !found.some((text) => argumentsOf(text).join() === given.join()));
  });
  expect(wrong.map(({ at }) => at)).toEqual([]);
});
