import { describe, expect, it } from 'vitest';
import { failureOf, meaningOf, neverSent, TimedOut } from '#activities/map-errors.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';

describe('an error', () => {
  it.each([
    [new Refused('no'), 'Refused', false],
    [new Invalid('bad'), 'Invalid', false],
    [new Unreachable('down'), 'Unreachable', true],
    [new TimedOut('late'), 'Timeout', true],
    [new TypeError('x is not a function'), 'InternalError', false],
    ['a text', 'InternalError', false],
  ])('has a name and says whether trying again can help: %s', (thrown, type, retryable) => {
    expect(meaningOf(thrown)).toMatchObject({ error: { type }, retryable });
  });

  it('lists the fields that do not fit', () => {
    const { error } = meaningOf(new Invalid('"Send" cannot use its to.', [{ path: 'to', message: 'Not an address.' }]));
    expect(error.message).toBe('"Send" cannot use its to. to: Not an address.');
  });

  it('carries the wait that a service asked for', () => {
    expect(meaningOf(new Unreachable('busy', { retryAfterMs: 1500 }))).toMatchObject({ retryAfterMs: 1500 });
  });

  it('becomes a failure whose first detail is what the run is told', () => {
    const meaning = meaningOf(new Refused('No such device: 7'));
    const failure = failureOf(meaning, { attempt: 2 });
    expect(failure).toMatchObject({ type: 'Refused', nonRetryable: true, details: [meaning.error, { attempt: 2 }] });
  });

  it('tells a request that never left from one whose answer was lost', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' });
    expect(
      neverSent(new Unreachable('Cannot reach it.', { cause: new TypeError('fetch failed', { cause: refused }) })),
    ).toBe(true);
    expect(
      neverSent(new Unreachable('Cannot reach it.', { cause: new TypeError('fetch failed', { cause: reset }) })),
    ).toBe(false);
    expect(neverSent(new Unreachable('It answered 503.'))).toBe(false);
  });
});
