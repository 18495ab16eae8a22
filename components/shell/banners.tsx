'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useOnline } from '#components/live/live-provider.tsx';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { useGlobalStop } from '#components/shell/stop-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';

function StopBanner() {
  const t = useTranslations('shell.banners');
  const stop = useGlobalStop();
  const mayRelease = useRight('admin');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const release = useMutation(
    trpc.stop.release.mutationOptions({
      onSuccess: () => {
        toast(t('released'));
        return queries.invalidateQueries({ queryKey: trpc.settings.status.pathKey() });
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  if (!stop) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 bg-danger-solid px-4 py-2 text-base text-on-danger sm:px-6"
    >
      <CircleStop className="size-4 shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 wrap-anywhere">
        <strong className="font-semibold">{t('stopped')}</strong>{' '}
        {stop.reason ? <bdi>{stop.reason}</bdi> : t('stoppedMore')} · <TimeAgo at={stop.at} />
      </p>
      {mayRelease && (
        <Button
          size="sm"
          className="border-transparent"
          busy={release.isPending}
          onClick={() => release.mutate({ scope: 'global' })}
        >
          {t('release')}
        </Button>
      )}
    </div>
  );
}

const PATIENCE_MS = 3000;

/** Says so only after a moment: most breaks heal before anyone would notice. */
function AwayBanner() {
  const t = useTranslations('shell.banners');
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div
      role="status"
      className="flex items-center gap-3 border-b border-line bg-wait-soft px-4 py-2 text-base text-wait sm:px-6"
    >
      <WifiOff className="size-4 shrink-0" aria-hidden />
      {t('away')}
    </div>
  );
}

/** What everyone must know right now, above every page. */
export function Banners() {
  const online = useOnline();
  return (
    <>
      <StopBanner />
      {!online && <AwayBanner />}
    </>
  );
}
