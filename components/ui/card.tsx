import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A quiet box on the ground. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-xl border border-line bg-surface shadow-xs', className)} {...props} />;
}

/** Head of a card: title left, controls right. */
export function CardHeader({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div className={cn('flex flex-wrap items-center justify-between gap-3 px-5 pt-4 pb-2', className)} {...props} />
  );
}

/** Name of what a card holds. */
export function CardTitle({ className, ...props }: ComponentProps<'h2'>) {
  return <h2 className={cn('text-base font-semibold text-ink wrap-anywhere', className)} {...props} />;
}

/** The body of a card. */
export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('px-5 pt-2 pb-5', className)} {...props} />;
}
