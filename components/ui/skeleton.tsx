'use client';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';

/** Stands where content will be. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('animate-breathe rounded-md bg-skeleton', className)} {...props} />;
}

/** Several rows that stand in for a list, announced once. */
export function SkeletonRows({ rows = 4, className }: { rows?: number; className?: string }) {
  const t = useTranslations('common.ui');
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-3">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} className={cn('h-16 rounded-xl', className)} />
      ))}
    </div>
  );
}
