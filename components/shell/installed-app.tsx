'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useWaitingCount } from '#components/live/use-waiting-count.ts';
import { toast } from '#components/ui/toast.ts';

const LOOK_AGAIN_MS = 30 * 60_000;

/** Hearth as an app: its number on the icon, its files at hand, and a word when there is a newer one. */
export function InstalledApp() {
  const t = useTranslations('shell.offline');
  const waiting = useWaitingCount();
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return;
    // Not every system shows numbers; that is no fault of the page.
    void navigator.setAppBadge(waiting).catch(() => undefined);
  }, [waiting]);
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
    const workers = navigator.serviceWorker;
    const had = workers.controller !== null;
    const changed = () => {
      if (!had) return;
      const action = { label: t('reload'), onClick: () => window.location.reload() };
      toast(t('updated'), { duration: Infinity, action });
    };
    const look = () =>
      void workers
        .getRegistration()
        .then((found) => found?.update())
        .catch(() => undefined);
    workers.addEventListener('controllerchange', changed);
    void workers.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => {
      clearInterval(timer);
      workers.removeEventListener('controllerchange', changed);
    };
  }, [t]);
  return null;
}
