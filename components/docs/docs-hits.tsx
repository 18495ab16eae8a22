import { Link } from '#components/ui/link.tsx';
import { DocsFrame } from '#components/docs/docs-frame.tsx';
import type { Texts } from '#messages/types.ts';
import type { DocHit, DocLink } from '#lib/docs.ts';

type HitsProps = { pages: readonly DocLink[]; query: string; hits: readonly DocHit[]; t: Texts<'docs.pages'> };

/** What the search found. */
export function DocsHits({ pages, query, hits, t }: HitsProps) {
  const empty = t(query.trim() === '' ? 'begin' : 'none');
  return (
    <DocsFrame pages={pages} current="" query={query} t={t}>
      <h1 className="text-2xl font-semibold text-ink">{t('title')}</h1>
      <p role="status" className="mt-1 mb-5 text-base text-ink-soft">
        {hits.length > 0 ? t('found', { count: hits.length }) : empty}
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
