'use client';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { originTitle } from '#components/data/origin-title.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import type { Label } from '#lib/label.ts';

export type LabelOriginsProps = {
  label: Label;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** Why a value is not trusted, and where it is from. */
export function LabelOrigins({ label, defaultOpen, children }: LabelOriginsProps) {
  const t = useTranslations('data.origin');
  return (
    <Popover defaultOpen={defaultOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent aria-label={t('title')} className="text-base">
        <p className="text-ink-soft">{t('why')}</p>
        {label.origins.length > 0 && (
          <>
            <p className="mt-3 mb-1 text-sm font-medium">{t('from')}</p>
            <ul className="flex flex-col gap-1">
              {label.origins.map((origin) => (
                <li key={origin} className="wrap-anywhere text-untrusted">
                  <bdi>{originTitle(origin, t)}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </PopoverContent>
    </Popover>
  );
}
