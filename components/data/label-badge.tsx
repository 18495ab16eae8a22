'use client';
import { ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import type { Texts } from '#messages/types.ts';
import type { Label } from '#lib/label.ts';

const KINDS = ['webhook', 'api', 'person', 'http', 'llm', 'table', 'unlabelled'] as const;

/** An origin in words: `webhook:steps.hook` is "a webhook (steps.hook)". */
export function originTitle(origin: string, t: Texts<'data.origin'>): string {
  if (origin === 'many') return t('many');
  const [name = '', ...rest] = origin.split(':');
  const kind = KINDS.find((one) => one === name);
  const detail = rest.join(':');
  if (!kind) return origin;
  return detail ? t('detail', { kind: t(kind), detail }) : t(kind);
}

/** Marks a value that came from outside; opens to say where from. Nothing for trusted values. */
export function LabelBadge({ label, className }: { label: Label | null; className?: string }) {
  const t = useTranslations('data.origin');
  if (!label || label.integrity === 'trusted') return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button type="button" className={cn('cursor-pointer rounded-full', className)}>
          <Badge tone="untrusted">
            <ShieldQuestion aria-hidden />
            {t('untrusted')}
          </Badge>
        </button>
      </PopoverTrigger>
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
