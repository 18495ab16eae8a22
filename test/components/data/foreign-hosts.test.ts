import { expect, test } from 'vitest';
import { disguisedLinks, foreignHosts } from '#components/data/foreign-hosts.ts';

const inTarget = (text: string) => foreignHosts(text, { target: true });
const inProse = (text: string) => foreignHosts(text, { target: false });

test.each([
  ['a link', 'https://аррӏе.com/login', 'xn--80ak6aa92e.com'],
  ['what is encoded already', 'xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
  ['an address', 'anna@exаmple.org', 'xn--exmple-4nf.org'],
  ['an address with a name', 'Anna <anna@exаmple.org>', 'xn--exmple-4nf.org'],
  ['a host with a port', 'exаmple.org:8443', 'xn--exmple-4nf.org'],
  ['dots that are none', 'https://аррӏе。com', 'xn--80ak6aa92e.com'],
  ['a user before the host', 'https://bank.example@аррӏе.com/', 'xn--80ak6aa92e.com'],
  ['a link to mail', 'mailto:anna@exаmple.org?subject=x', 'xn--exmple-4nf.org'],
])('both forms of a host in %s', (_, text, ascii) => {
  const found = inTarget(text);
  expect(found.map((host) => host.ascii)).toEqual([ascii]);
  expect(found[0]?.unicode).toMatch(/[^\p{ASCII}]/u);
  if (text.includes('://') || text.includes('@') || text.includes('xn--')) expect(inProse(text)).toEqual(inTarget(text));
});

test('an honest name in letters with marks is shown in both forms, without an alarm about mixed alphabets', () => {
  expect(inTarget('https://müller.example')).toEqual([
    { ascii: 'xn--mller-kva.example', unicode: 'müller.example', alike: [] },
  ]);
});

test('the letters of another alphabet are named', () => {
  expect(inTarget('https://exаmple.org')).toMatchObject([{ alike: ['Cyrillic: а'] }]);
});

test('wide letters are shown as the host that is really asked for', () => {
  expect(inTarget('https://ｅxample.org')).toEqual([{ ascii: 'example.org', unicode: 'example.org', alike: [] }]);
});

test('prose, plain hosts and what is no host are left alone', () => {
  for (const text of ['Schöne Grüße.Bis später', 'https://example.org/ü', 'anna@example.org', 'see §1.2', '…'])
    expect(inProse(text)).toEqual([]);
  expect(inTarget('https://example.org')).toEqual([]);
});

test('each host is named once', () => {
  expect(inProse('https://müller.example https://müller.example/2 xn--mller-kva.example')).toHaveLength(1);
});

test('a host that is the name of a user is told from the one that is reached', () => {
  expect(disguisedLinks('Go to https://bank.example@evil.example/login now')).toEqual(['evil.example']);
  expect(disguisedLinks('https://ada:secret@example.org')).toEqual([]);
});
