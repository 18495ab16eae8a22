/** Hosts in a text that are not what they look like. */
import punycode from 'punycode/punycode.js';
import { lookalikes } from '#lib/hidden-characters.ts';

/** `ascii` is the name that is really asked for, `unicode` how a program may show it. */
export type ForeignHost = { ascii: string; unicode: string; alike: string[] };

// Dots that names of hosts treat as a dot (UTS 46).
const DOTS = /[\u3002\uff0e\uff61]/g;
const ENDS = /[\s<>()[\]{}"'`“”«»,;|]+/u;
const HOST = /^(?:[\p{L}\p{N}\p{M}-]+\.)+[\p{L}\p{N}\p{M}-]{2,}$/u;
const LINK = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * Names of hosts with letters other than a to z, in either form: `аррlе.com` and `xn--80ak6aa92e.com`. In prose only what is
 * a link or an address counts, since words may have a dot between them; a target is one of these as a whole.
 */
export function foreignHosts(text: string, { target }: { target: boolean }): ForeignHost[] {
  const found = new Map<string, ForeignHost>();
  for (const word of text.split(ENDS)) {
    const host = hostOf(word, target);
    const one = host === undefined ? undefined : foreign(host);
    if (one) found.set(one.ascii, one);
  }
  return [...found.values()];
}

/** Links whose beginning looks like a host and is the name of a user: `https://bank.example@evil.example`. */
export function disguisedLinks(text: string): string[] {
  return text.split(ENDS).flatMap((word) => {
    if (!LINK.test(word) || !URL.canParse(word)) return [];
    const { username, host } = new URL(word);
    return username.includes('.') ? [host] : [];
  });
}

function hostOf(word: string, target: boolean): string | undefined {
  const plain = word.replace(DOTS, '.');
  const isLink = LINK.test(plain);
  const authority = plain.replace(LINK, '').replace(/^mailto:/i, '').split(/[/?#\\]/u)[0] ?? '';
  const isAddress = authority.includes('@');
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/u, '')
    .replace(/[.!?:]+$/u, '');
  if (!HOST.test(host)) return undefined;
  return target || isLink || isAddress || /^www\.|(?:^|\.)xn--/iu.test(host) ? host : undefined;
}

function foreign(host: string): ForeignHost | undefined {
  if (!/[^\p{ASCII}]|(?:^|\.)xn--/iu.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  const ascii = new URL(`http://${host}`).hostname;
  const unicode = unicodeOf(ascii);
  return { ascii, unicode, alike: lookalikes(unicode) };
}

function unicodeOf(ascii: string): string {
  try {
    return punycode.toUnicode(ascii);
  } catch {
    // A name that only pretends to be encoded stands as it is.
    return ascii;
  }
}
