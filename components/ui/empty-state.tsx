import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export type EmptyStateProps = {
  icon?: LucideIcon;
  title: string;
  /** One or two sentences: what will be here, and how to make it so. */
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
  /** `h1` where it is the whole page. */
  heading?: 'h1' | 'h2';
};

/** An empty place that teaches what belongs there. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
  className,
  heading: Heading = 'h2',
}: EmptyStateProps) {
  return (
    <div className={cn('mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center', className)}>
      {Icon && (
        <div className="mb-4 grid size-12 place-items-center rounded-2xl border border-line bg-surface text-ink-faint shadow-xs">
          <Icon className="size-5.5" strokeWidth={1.75} aria-hidden />
        </div>
      )}
      <Heading className="text-lg font-semibold text-ink">{title}</Heading>
      {children && <div className="mt-1.5 text-base text-pretty text-ink-soft">{children}</div>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
