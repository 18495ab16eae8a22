import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export type PageProps = {
  title: ReactNode;
  /** One line under the title. */
  lead?: ReactNode;
  /** Before the title, e.g. a way back. */
  before?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

/** The frame of a page: title, what it is, its main actions, content. */
export function Page({ title, lead, before, actions, wide, children }: PageProps) {
  return (
    <div className={cn('mx-auto w-full px-4 pt-6 pb-14 sm:px-8 sm:pt-9', wide ? 'max-w-7xl' : 'max-w-5xl')}>
      {before && <div className="mb-3">{before}</div>}
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-2xl font-semibold text-ink wrap-anywhere">{title}</h1>
          {lead && <div className="mt-1 max-w-2xl text-base text-pretty text-ink-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
