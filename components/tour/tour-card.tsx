'use client';
import { useQuery } from '@tanstack/react-query';
import { Minus, X } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { usePathname } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { useTour } from '#components/tour/use-tour.ts';
import { Button } from '#components/ui/button.tsx';
import { afterStep, beforeStep, isDone, TOUR_STEPS, type TourFacts, type TourStep } from '#lib/tour.ts';

const LOOK_EVERY_MS = 2_000;

/** One step of the tour, at the edge of whatever page one is on: it says what to do, sees that it is done, and goes on. */
export function TourCard({ step }: { step: TourStep }) {
  const t = useTranslations('docs.tour');
  const { go } = useTour();
  const [small, setSmall] = useState(false);
  const facts = useFacts(step);
  const done = isDone(step, facts);
  const goOn = useEffectEvent(() => go(afterStep(step)));
  useEffect(() => {
    if (done) goOn();
  }, [done]);
  const at = { at: TOUR_STEPS.indexOf(step) + 1, of: TOUR_STEPS.length };
  const place = placeOf(step, facts);
  if (small) {
    return (
      <Button className="fixed right-4 bottom-18 z-30 shadow-lg md:bottom-4" onClick={() => setSmall(false)}>
        {t('open', at)}
      </Button>
    );
  }
  return (
    <section
      aria-label={t('title')}
      onKeyDown={(event) => event.key === 'Escape' && setSmall(true)}
      className="fixed inset-x-3 bottom-18 z-30 rounded-xl border border-accent/30 bg-raised p-4 shadow-xl md:inset-x-auto md:right-4 md:bottom-4 md:w-88"
    >
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs font-medium text-ink-faint">{t('step', at)}</span>
        <span className="-mr-1.5 flex">
          <Button variant="ghost" size="iconSm" aria-label={t('smaller')} onClick={() => setSmall(true)}>
            <Minus aria-hidden />
          </Button>
          <Button variant="ghost" size="iconSm" aria-label={t('leave')} onClick={() => go('over')}>
            <X aria-hidden />
          </Button>
        </span>
      </div>
      <div role="status">
        <h2 className="text-base font-semibold text-ink">{t(`${step}Title`)}</h2>
        <p className="mt-1 text-base text-pretty text-ink-soft">{t(`${step}Text`)}</p>
      </div>
      <div className="mt-3 flex flex-wrap items-center justify-end gap-2">
        {step !== 'template' && step !== 'done' && (
          <Button variant="ghost" size="sm" className="mr-auto" onClick={() => go(beforeStep(step))}>
            {t('back')}
          </Button>
        )}
        {place && (
          <Button size="sm" asChild>
            <Link href={place}>{t('show')}</Link>
          </Button>
        )}
        <Button variant="primary" size="sm" onClick={() => go(afterStep(step))}>
          {step === 'done' ? t('finish') : t('next')}
        </Button>
      </div>
    </section>
  );
}

/** What has happened so far; looked at again and again while the step waits for it. */
function useFacts(step: TourStep): TourFacts & { flowId: string | null } {
  const trpc = useTRPC();
  const pathname = usePathname();
  const often = { refetchInterval: LOOK_EVERY_MS };
  const runs = useQuery(
    trpc.runs.list.queryOptions({ limit: 1 }, { ...often, enabled: ['try', 'decide', 'look'].includes(step) }),
  );
  const flows = useQuery(trpc.flows.list.queryOptions(undefined, { ...often, enabled: step === 'publish' }));
  const run = runs.data?.items[0] ?? null;
  const flow = flows.data?.[0];
  return {
    pathname,
    run: run && { id: run.id, status: run.status },
    published: flow?.publishedNumber !== null && flow?.publishedNumber !== undefined,
    flowId: flow?.id ?? null,
  };
}

/** Where the step takes place, unless one is there. */
function placeOf(step: TourStep, { pathname, run, flowId }: ReturnType<typeof useFacts>): string | null {
  const places: Record<TourStep, string | null> = {
    template: '/flows',
    try: null,
    decide: '/inbox',
    look: run && `/runs/${run.id}`,
    publish: flowId && `/flows/${flowId}`,
    done: '/docs/first-hour',
  };
  const place = places[step];
  return place === pathname ? null : place;
}
