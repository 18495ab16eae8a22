import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

const LOOK: Record<'info' | 'warning' | 'danger', { icon: LucideIcon; classes: string }> = {
  info: { icon: Info, classes: 'border-line bg-sunken text-ink [&>svg]:text-ink-faint' },
  warning: { icon: TriangleAlert, classes: 'border-wait/30 bg-wait-soft text-ink [&>svg]:text-wait' },
  danger: { icon: CircleAlert, classes: 'border-danger/30 bg-danger-soft text-ink [&>svg]:text-danger' },
};

/** A short note in the page itself. */
export function Notice({
  tone = 'info',
  children,
  className,
}: {
  tone?: keyof typeof LOOK;
  children: ReactNode;
  className?: string;
}) {
  const { icon: Icon, classes } = LOOK[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className={cn('flex gap-2.5 rounded-lg border px-3.5 py-2.5 text-base', classes, className)}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1 wrap-anywhere">{children}</div>
    </div>
  );
}
