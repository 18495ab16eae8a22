import Link from 'next/link';
import { DocsFrame } from '#components/docs/docs-frame.tsx';
import type { DocHit, DocLink } from '#lib/docs.ts';

const TEXT = {
  title: 'Search',
  none: 'No page has all of these words. Try fewer, or another word for it.',
  begin: 'Type what you are looking for.',
  found: (count: number) => (count === 1 ? '1 page' : `${count} pages`),
};

type HitsProps = { pages: readonly DocLink[]; query: string; hits: readonly DocHit[] };

/** What the search found. */
export function DocsHits({ pages, query, hits }: HitsProps) {
  const empty = query.trim() === '' ? TEXT.begin : TEXT.none;
  return (
    <DocsFrame pages={pages} current="" query={query}>
      <h1 className="text-2xl font-semibold text-ink">{TEXT.title}</h1>
      <p role="status" className="mt-1 mb-5 text-base text-ink-soft">
        {hits.length > 0 ? TEXT.found(hits.length) : empty}
      </p>
      <ul className="flex flex-col gap-2.5">
        {hits.map((hit) => (
          <li key={hit.slug}>
            <Link
              href={`/docs/${hit.slug}${hit.anchor ? `#${hit.anchor}` : ''}`}
              className="block rounded-xl border border-line bg-surface px-4 py-3 hover:border-line-hover"
            >
              <span className="block text-base font-medium text-ink">
                {hit.title}
                {hit.heading && <span className="font-normal text-ink-soft"> · {hit.heading}</span>}
              </span>
              <span className="mt-0.5 line-clamp-2 block text-sm text-ink-soft wrap-anywhere">{hit.excerpt}</span>
            </Link>
          </li>
        ))}
      </ul>
    </DocsFrame>
  );
}
