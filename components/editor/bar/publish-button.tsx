'use client';
import { Rocket } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useIsBehind } from '#components/editor/bar/use-is-behind.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { Button } from '#components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const PublishBox = dynamic(() => import('#components/editor/bar/publish-box.tsx').then((module) => module.PublishBox), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-24" />,
});

/** Makes the draft the version that triggers start; shows first what that means and what stands in its way. */
export function PublishButton() {
  const t = useTranslations('versions.publish');
  const { detail } = useSync();
  const [open, setOpen] = useState(false);
  const behind = useIsBehind();
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="primary"
          className="relative max-sm:w-8.5 max-sm:px-0"
          aria-label={t(behind ? 'buttonBehind' : 'button')}
        >
          <Rocket aria-hidden />
          <span className="max-sm:hidden">{t('button')}</span>
          {behind && detail.published && (
            <span
              className="absolute -top-1 -right-1 size-2.5 rounded-full border-2 border-surface bg-wait"
              aria-hidden
            />
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={t('button')}
        className="max-h-(--radix-popover-content-available-height) w-96 max-w-[calc(100vw-1rem)] overflow-y-auto p-0"
      >
        <PublishBox close={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}
