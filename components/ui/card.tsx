import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A quiet box on the ground. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-xl border border-line bg-surface shadow-xs', className)} {...props} />;
}

/** The body of a card. */
export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('px-5 pt-2 pb-5', className)} {...props} />;
}
