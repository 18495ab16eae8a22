import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { failureOf } from '#components/security/passkey-browser.ts';
import { ProofBar } from '#components/security/proof-bar.tsx';
import { canProve, ProofNote } from '#components/security/proof-missing.tsx';
import type { ProofAsked } from '#lib/views-passkeys.ts';
import { inLanguage } from '../../support/in-language.tsx';

const asked: ProofAsked = {
  field: { title: 'Amount', value: '12.5' },
  challenge: 'AAAA',
  rpId: 'localhost',
  origin: 'http://localhost:3000',
  passkeys: [{ id: 'AAAA', transports: [] }],
  codesLeft: 0,
};
const none = () => undefined;

test('what is typed again is named, but not written beside the box; codes are offered to whoever has some', () => {
  const shown = (codesLeft: number) =>
    renderToStaticMarkup(
      inLanguage(<ProofBar asked={{ ...asked, codesLeft }} busy={false} onBack={none} onProof={none} />),
    );
  expect(shown(0)).toContain('Type again: Amount');
  expect(shown(0)).not.toContain('12.5');
  expect(shown(0)).not.toContain('recovery code');
  expect(shown(3)).toContain('Use a recovery code');
});

test('without a passkey one cannot say yes, codes or not, and is told where to add one', () => {
  const bare = { ...asked, passkeys: [], codesLeft: 3 };
  expect([canProve(asked), canProve(bare)]).toEqual([true, false]);
  const note = renderToStaticMarkup(inLanguage(<ProofNote asked={bare} id="note" />));
  expect(note).toContain('href="/settings#passkeys"');
});

test.each([
  ['NotAllowedError', 'cancelled'],
  ['AbortError', 'cancelled'],
  ['InvalidStateError', 'known'],
  ['SecurityError', 'place'],
  ['NotSupportedError', 'unsupported'],
  ['UnknownError', 'failed'],
])('%s of the browser is told as %s, also where it is a cause', (name, failure) => {
  const error = Object.assign(new Error('It said so.'), { name });
  expect(failureOf(error)).toBe(failure);
  expect(failureOf(new Error('Wrapped.', { cause: error }))).toBe(failure);
});
