import { describe, expect, it } from 'vitest';
import { redactor } from '#activities/redact.ts';
import { hideKnown, knowSecrets } from '#platform/known-secrets.ts';

const SECRET = 'sk+very/secret=token?42';

describe('a redactor', () => {
  const { json, text } = redactor([SECRET, 'abc']);

  it.each([
    ['plain', SECRET],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['in a form', new URLSearchParams({ x: SECRET }).toString()],
    ['hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['hexadecimal in capitals', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['base64 for URLs', Buffer.from(SECRET).toString('base64url')],
    ['base64 behind one byte', Buffer.from(`x${SECRET}`).toString('base64')],
    ['base64 behind a user name', Buffer.from(`anna:${SECRET}`).toString('base64')],
    ['base64 between others', Buffer.from(`ab${SECRET}cd`).toString('base64')],
  ])('finds the secret %s', (_form, written) => {
    const shown = JSON.stringify(json({ deep: [{ field: `before ${written} after` }], [written]: 1 }));
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain(written);
    expect(shown).not.toContain(SECRET.slice(4));
    expect(text(`It said ${written}.`)).not.toContain(written);
  });

  it('leaves ordinary words alone, and secrets too short to be told from them', () => {
    expect(json({ note: 'abc is a word, 42 a number', n: 42, yes: true, none: null })).toEqual({
      note: 'abc is a word, 42 a number',
      n: 42,
      yes: true,
      none: null,
    });
  });
});

it('a step gives no secret that another step of this process has opened, nor does a model read one', () => {
  const other = 'sk-of-another-connection';
  expect(redactor([]).json({ note: other })).toEqual({ note: other });
  knowSecrets([other, 'short']);
  const encoded = Buffer.from(other).toString('base64');
  expect(redactor([]).json({ note: `it is ${other}`, encoded, short: 'short' })).toEqual({
    note: 'it is [secret]',
    encoded: '[secret]',
    short: 'short',
  });
  expect(hideKnown(`The key is ${other}.`)).toBe('The key is [secret].');
});
