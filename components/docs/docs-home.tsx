import { Link } from '#components/ui/link.tsx';
import { DocsFrame } from '#components/docs/docs-frame.tsx';
import type { Texts } from '#messages/types.ts';
import { StartTour } from '#components/tour/start-tour.tsx';
import type { DocLink, DocPage } from '#lib/docs.ts';

type HomeProps = { pages: readonly DocPage[]; links: readonly DocLink[]; t: Texts<'docs.pages'>; foreign: boolean };

/** Where the documentation begins. */
export function DocsHome({ pages, links, t, foreign }: HomeProps) {
  const guides = pages.filter(({ section }) => section === 'guides');
  const steps = pages.filter(({ section }) => section === 'steps');
  const reference = pages.filter(({ section }) => section === 'reference');
  return (
    <DocsFrame pages={links} current="" t={t}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-2xl font-semibold text-ink">{t('home')}</h1>
          <p className="mt-1 text-base text-pretty text-ink-soft">{t('lead')}</p>
          {foreign && <p className="mt-1 text-sm text-ink-faint">{t('english')}</p>}
        </div>
        <StartTour />
      </div>
      <Cards title={t('guides')} pages={guides} />
      <Cards title={t('reference')} pages={reference} />
      <h2 className="mt-8 text-lg font-semibold">{t('steps')}</h2>
      <p className="mt-0.5 mb-3 text-base text-ink-soft">{t('stepsLead')}</p>
      <ul className="flex flex-wrap gap-1.5">
        {steps.map(({ slug, title }) => (
          <li key={slug}>
            <Link
              href={`/docs/${slug}`}
              className="inline-block rounded-full border border-line bg-surface px-3 py-1 text-sm text-ink-soft hover:border-line-hover hover:text-ink"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </DocsFrame>
  );
}

function Cards({ title, pages }: { title: string; pages: readonly DocPage[] }) {
  return (
    <>
      <h2 className="mt-8 mb-3 text-lg font-semibold">{title}</h2>
      <ul className="grid gap-2.5 sm:grid-cols-2">
        {pages.map((page) => (
          <li key={page.slug}>
            <Link
              href={`/docs/${page.slug}`}
              className="block h-full rounded-xl border border-line bg-surface px-4 py-3 shadow-xs hover:border-line-hover"
            >
              <span className="block text-base font-medium text-ink">{page.title}</span>
              <span className="mt-0.5 line-clamp-2 block text-sm text-ink-soft">{page.lead}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
