import type { ReactNode } from 'react';
import { DocsNav } from '#components/docs/docs-nav.tsx';
import { DocsSearch } from '#components/docs/docs-search.tsx';
import type { Texts } from '#messages/types.ts';
import type { DocLink } from '#lib/docs.ts';

type FrameProps = {
  pages: readonly DocLink[];
  current: string;
  t: Texts<'docs.pages'>;
  query?: string;
  /** At the right on wide screens. */
  aside?: ReactNode;
  children: ReactNode;
};

/** Search and navigation around a page of the documentation; on a phone they fold away above it. */
export function DocsFrame({ pages, current, t, query, aside, children }: FrameProps) {
  return (
    <div className="mx-auto flex w-full max-w-7xl gap-8 px-4 pt-6 pb-14 max-lg:flex-col max-lg:gap-4 sm:px-8 sm:pt-9">
      <div className="flex flex-col gap-4 lg:sticky lg:top-9 lg:h-[calc(100dvh-4.5rem)] lg:w-56 lg:shrink-0 lg:overflow-y-auto lg:pr-1">
        <DocsSearch query={query} key={query} autoFocus={query !== undefined} />
        <details className="rounded-xl border border-line bg-surface lg:hidden">
          <summary className="cursor-pointer px-4 py-2.5 text-base font-medium">{t('all')}</summary>
          <div className="border-t border-line p-2.5">
            <DocsNav pages={pages} current={current} t={t} />
          </div>
        </details>
        <div className="max-lg:hidden">
          <DocsNav pages={pages} current={current} t={t} />
        </div>
      </div>
      <div className="min-w-0 flex-1 lg:max-w-3xl">{children}</div>
      {aside && <div className="w-48 shrink-0 max-xl:hidden">{aside}</div>}
    </div>
  );
}
