'use client';
import { Footprints } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useTour } from '#components/tour/use-tour.ts';
import { Button } from '#components/ui/button.tsx';

/** Offers the tour once, where there is nothing else yet. */
export function TourOffer() {
  const t = useTranslations('docs.tour');
  const { tour, go } = useTour();
  if (tour !== 'offered') return null;
  return (
    <section aria-label={t('title')} className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-4">
      <Footprints className="size-5 shrink-0 text-accent-text" aria-hidden />
      <p className="min-w-48 flex-1 text-base text-pretty text-ink-soft">{t('offer')}</p>
      <div className="flex gap-2">
        <Button variant="ghost" onClick={() => go('over')}>
          {t('decline')}
        </Button>
        <Button onClick={() => go('template')}>{t('begin')}</Button>
      </div>
    </section>
  );
}
