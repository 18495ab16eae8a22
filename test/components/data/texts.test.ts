import { expect, test } from 'vitest';
import { originTitle } from '#components/data/origin-title.ts';
import { textsOf } from '#messages/texts.ts';
import { deviceTitle } from '#components/settings/device-title.ts';
import { safeNext } from '#components/auth/safe-next.ts';

test('origins are told in words', () => {
  const t = textsOf({ language: 'en', tag: 'en-GB' }, 'data.origin');
  expect(originTitle('webhook:hook', t)).toBe('a webhook (hook)');
  expect(originTitle('many', t)).toBe('more than 32 sources');
  expect(originTitle('something new', t)).toBe('something new');
});

const devices = textsOf({ language: 'en', tag: 'en-GB' }, 'settings.devices');

test('a browser is named after what it says of itself', () => {
  expect(deviceTitle('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', devices)).toBe('Firefox on Linux');
  expect(deviceTitle(null, devices)).toBe('Unknown device');
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
  'after signing in nobody is led to %j',
  (next) => {
    expect(safeNext(next)).toBe('/flows');
  },
);

test('after signing in one goes on to where one was headed', () => {
  expect(safeNext('/inbox/a1?view=all')).toBe('/inbox/a1?view=all');
});
