import { expect, test } from 'vitest';
import { clientKey, TokenBuckets } from '#server/token-bucket.ts';

test('so many at once, then as many a minute as it says, for each key apart', () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 2, perMinute: 6 }, () => now);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a'), buckets.take('b')]).toEqual([0, 0, 10, 0]);
  now += 9_000;
  expect(buckets.take('a')).toBe(1);
  now += 1_000;
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 10]);
  now += 3_600_000;
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 10]);
});

test('forgets who was not seen for longest once there are too many', () => {
  const buckets = new TokenBuckets({ burst: 1, perMinute: 1, keys: 2 }, () => 0);
  expect([buckets.take('a'), buckets.take('b'), buckets.take('a'), buckets.take('c')]).toEqual([0, 0, 60, 0]);
  expect([buckets.take('a'), buckets.take('b')]).toEqual([60, 0]);
});

test('takes a network of IPv6 addresses for one client', () => {
  expect(clientKey('2001:db8:1:2:aaaa::1')).toBe(clientKey('2001:db8:1:2:bbbb::2'));
  expect(clientKey('203.0.113.7')).not.toBe(clientKey('203.0.113.8'));
});
