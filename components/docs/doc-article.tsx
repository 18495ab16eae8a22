import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { DocBody } from '#components/docs/doc-body.tsx';
import { DocsFrame } from '#components/docs/docs-frame.tsx';
import type { Texts } from '#messages/types.ts';
import type { DocHeading, DocLink, DocPage } from '#lib/docs.ts';

type ArticleProps = {
  page: DocPage;
  pages: readonly DocLink[];
  previous: DocLink | null;
  next: DocLink | null;
  t: Texts<'docs.pages'>;
  /** Not English, which the pages are in. */
  foreign: boolean;
};

/** One page of the documentation. */
export function DocArticle({ page, pages, previous, next, t, foreign }: ArticleProps) {
  return (
    <DocsFrame pages={pages} current={page.slug} t={t} aside={<OnThisPage headings={page.headings} t={t} />}>
      <article>
        <h1 className="text-2xl font-semibold text-ink wrap-anywhere">{page.title}</h1>
        {page.section === 'reference' && (
          <p className="mt-1 mb-5 max-w-2xl text-base text-pretty text-ink-soft">{page.lead}</p>
        )}
        <div className="mt-4">
          {foreign && <p className="mb-4 text-sm text-ink-faint">{t('english')}</p>}
          <DocBody body={page.body} t={t} />
        </div>
      </article>
      <nav aria-label={t('around')} className="mt-10 grid gap-3 border-t border-line pt-5 sm:grid-cols-2">
        {previous ? <Neighbour page={previous} forward={false} word={t('before')} /> : <span />}
        {next && <Neighbour page={next} forward word={t('next')} />}
      </nav>
    </DocsFrame>
  );
}

function OnThisPage({ headings, t }: { headings: readonly DocHeading[]; t: Texts<'docs.pages'> }) {
  if (headings.length < 2) return null;
  return (
    <nav aria-label={t('onThisPage')} className="sticky top-9 max-h-[calc(100dvh-4.5rem)] overflow-y-auto">
      <h2 className="mb-2 text-sm font-semibold">{t('onThisPage')}</h2>
      <ul className="flex flex-col border-l border-line">
        {headings.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="block rounded-r-md px-3 py-1 text-sm text-ink-soft hover:bg-hover hover:text-ink"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Neighbour({ page, forward, word }: { page: DocLink; forward: boolean; word: string }) {
  return (
    <Link
      href={`/docs/${page.slug}`}
      className={`flex items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3 hover:border-line-hover ${forward ? 'justify-end text-right' : ''}`}
    >
      {!forward && <ArrowLeft className="size-4 shrink-0 text-ink-faint" aria-hidden />}
      <span className="min-w-0">
        <span className="block text-xs text-ink-faint">{word}</span>
        <span className="block text-base font-medium">{page.title}</span>
      </span>
      {forward && <ArrowRight className="size-4 shrink-0 text-ink-faint" aria-hidden />}
    </Link>
  );
}
