'use client';
import { ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LabelOriginsProps } from '#components/data/label-origins.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { onDemand } from '#components/ui/on-demand.tsx';
import type { Label } from '#lib/label.ts';

const LabelOrigins = onDemand<LabelOriginsProps>('dialog', () =>
  import('#components/data/label-origins.tsx').then((module) => module.LabelOrigins),
);

/** Marks a value that came from outside; opens to say where from. Nothing for trusted values. */
export function LabelBadge({ label, className }: { label: Label | null; className?: string }) {
  const t = useTranslations('data.origin');
  if (!label || label.integrity === 'trusted') return null;
  return (
    <LabelOrigins label={label}>
      <button type="button" className={cn('cursor-pointer rounded-full', className)}>
        <Badge tone="untrusted">
          <ShieldQuestion aria-hidden />
          {t('untrusted')}
        </Badge>
      </button>
    </LabelOrigins>
  );
}
