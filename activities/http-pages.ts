import type { Answered } from '#activities/http-exchange.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { valueAt } from '#lib/order.ts';
import type { Json } from '#lib/value.ts';

export type Paging = {
  pages: 'none' | 'link' | 'url' | 'cursor' | 'number';
  itemsField: string;
  nextField: string;
  pageParam: string;
  firstPage: number;
  pageStep: number;
  maxPages: number;
  maxItems: number;
};

export type Collected = { last: Answered; items: Json[]; pages: number; more: boolean };

/** All pages together; a run's output holds 50 MB at most. */
const MAX_BYTES = 40 * 1024 * 1024;

/** Asks for one page after the other, at the host of the first only, until there is no more or a limit is reached. */
export async function collectPages(
  paging: Paging,
  start: URL,
  ask: (url: URL) => Promise<Answered>,
): Promise<Collected> {
  const items: Json[] = [];
  const asked = new Set<string>();
  let url = paging.pages === 'number' ? withPage(start, paging, String(paging.firstPage)) : start;
  let bytes = 0;
  for (let pages = 1; ; pages += 1) {
    asked.add(url.href);
    const last = await ask(url);
    bytes += last.size;
    if (bytes > MAX_BYTES) throw new Refused(`The pages of ${start.host} are over 40 MB. Ask for fewer.`);
    const found = listIn(last, paging);
    const room = paging.maxItems - items.length;
    items.push(...found.slice(0, room));
    const next = nextPage(last, { paging, start, pages, found: found.length });
    // A service that names the same page again has come to its end.
    const ended = next === null || asked.has(next.href);
    if (ended || found.length > room || items.length >= paging.maxItems || pages >= paging.maxPages) {
      return { last, items, pages, more: !ended || found.length > room };
    }
    url = next;
  }
}

function listIn({ body, url }: Answered, { itemsField }: Paging): Json[] {
  const list = valueAt(body, itemsField);
  if (Array.isArray(list)) return list;
  // Some services leave an empty list out.
  if (list === null || (list === undefined && itemsField !== '' && body !== null && typeof body === 'object'))
    return [];
  const where = itemsField === '' ? 'The answer itself' : `"${itemsField}" in the answer`;
  throw new Invalid(`${where} of ${url.host} is no list. Say in "List in the answer" where it is.`);
}

type At = { paging: Paging; start: URL; pages: number; found: number };

function nextPage(page: Answered, { paging, start, pages, found }: At): URL | null {
  switch (paging.pages) {
    case 'none':
      return null;
    case 'number':
      return found === 0 ? null : withPage(start, paging, String(paging.firstPage + pages * paging.pageStep));
    case 'cursor': {
      const cursor = textAt(page, paging);
      return cursor === null ? null : withPage(start, paging, cursor);
    }
    case 'link':
      return checked(nextLink(page.headers.get('link') ?? ''), { url: page.url, start });
    case 'url':
      return checked(textAt(page, paging), { url: page.url, start });
    default:
      return paging.pages satisfies never;
  }
}

function textAt({ body }: Answered, { nextField }: Paging): string | null {
  const value = valueAt(body, nextField);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function withPage(start: URL, { pageParam }: Paging, page: string): URL {
  const url = new URL(start);
  url.searchParams.set(pageParam, page);
  return url;
}

/** The gate decided about the host of the first page: an answer cannot lead anywhere else. */
function checked(link: string | null, { url, start }: { url: URL; start: URL }): URL | null {
  if (link === null) return null;
  if (!URL.canParse(link, url.href)) throw new Refused(`${url.host} names a next page that is no address.`);
  const next = new URL(link, url.href);
  if (next.host === start.host && next.protocol === start.protocol) return next;
  throw new Refused(`${start.host} names a next page at ${next.host}. Pages are collected from one host only.`);
}

/** The address of `rel="next"` in a Link header (RFC 8288). */
function nextLink(header: string): string | null {
  for (const [, address = '', params = ''] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(params);
    const rels = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
    if (rels.includes('next')) return address.trim();
  }
  return null;
}
