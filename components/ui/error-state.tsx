'use client';
import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

export type ErrorStateProps = {
  title?: string;
  message: string;
  onRetry?: () => void;
  actions?: ReactNode;
  className?: string;
  /** `h1` where it is the whole page. */
  heading?: 'h1' | 'h2';
};

/** Something went wrong: what it was, and what to do about it. */
export function ErrorState({ title, message, onRetry, actions, className, heading: Heading = 'h2' }: ErrorStateProps) {
  const t = useTranslations('common.ui');
  return (
    <div role="alert" className={cn('mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center', className)}>
      <div className="mb-4 grid size-12 place-items-center rounded-2xl border border-danger/25 bg-danger-soft text-danger">
        <CloudOff className="size-5.5" strokeWidth={1.75} aria-hidden />
      </div>
      <Heading className="text-lg font-semibold text-ink">{title ?? t('notLoaded')}</Heading>
      <p className="mt-1.5 text-base text-pretty text-ink-soft wrap-anywhere">{message}</p>
      {(onRetry ?? actions) && (
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          {onRetry && <Button onClick={onRetry}>{t('again')}</Button>}
          {actions}
        </div>
      )}
    </div>
  );
}
