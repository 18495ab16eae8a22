'use client';
import { Footprints } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTour } from '#components/tour/use-tour.ts';
import { Button } from '#components/ui/button.tsx';

/** Begins the tour again, from its first step. */
export function StartTour() {
  const t = useTranslations('docs.tour');
  const router = useRouter();
  const { go } = useTour();
  return (
    <Button
      onClick={() => {
        go('template');
        router.push('/flows');
      }}
    >
      <Footprints aria-hidden />
      {t('again')}
    </Button>
  );
}
