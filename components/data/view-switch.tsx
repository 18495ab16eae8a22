'use client';
import { ToggleGroup } from 'radix-ui';
import { useTranslations } from 'use-intl';
import type { ViewKind } from '#components/data/view-kinds.ts';

export type ViewSwitchProps = { views: readonly ViewKind[]; view: ViewKind; onView: (view: ViewKind) => void };

/** The ways to look at a value, one of which is on. */
export function ViewSwitch({ views, view, onView }: ViewSwitchProps) {
  const t = useTranslations('data.view');
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={t('showAs')}
      value={view}
      onValueChange={(next) => next !== '' && onView(next as ViewKind)}
      className="flex rounded-md border border-line bg-sunken p-0.5"
    >
      {views.map((one) => (
        <ToggleGroup.Item
          key={one}
          value={one}
          className="min-h-6 cursor-pointer rounded-sm px-2 text-xs font-medium text-ink-soft hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-xs"
        >
          {t(one)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
