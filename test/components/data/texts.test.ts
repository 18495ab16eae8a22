import { expect, test } from 'vitest';
import { bytesText } from '#components/data/bytes.ts';
import { durationText } from '#components/data/duration-text.ts';
import { originTitle } from '#components/data/label-badge.tsx';
import { deviceTitle } from '#components/settings/device-title.ts';
import { relativeTime } from '#components/ui/time-ago.tsx';
import { safeNext } from '#components/auth/safe-next.ts';

test.each([
  [340, '340 ms'],
  [4200, '4.2 s'],
  [59_900, '60 s'],
  [185_000, '3 min 5 s'],
  [7_800_000, '2 h 10 min'],
  [273_600_000, '3 d 4 h'],
])('%d ms reads as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [812, '812 bytes'],
  [48_211, '48.2 KB'],
  [1_400_000, '1.4 MB'],
])('%d bytes read as %s', (size, text) => {
  expect(bytesText(size)).toBe(text);
});

test('times are told as people tell them', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  expect(relativeTime(now - 2000, now)).toBe('just now');
  expect(relativeTime(now - 5 * 60_000, now)).toBe('5 minutes ago');
  expect(relativeTime(now + 30_000, now)).toBe('in a moment');
  expect(relativeTime(now + 2 * 86_400_000, now)).toBe('in 2 days');
});

test('origins are told in words', () => {
  expect(originTitle('webhook:hook')).toBe('a webhook (hook)');
  expect(originTitle('many')).toBe('more than 32 sources');
  expect(originTitle('something new')).toBe('something new');
});

test('a browser is named after what it says of itself', () => {
  expect(deviceTitle('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux');
  expect(deviceTitle(null)).toBe('Unknown device');
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
