'use client';
import dynamic from 'next/dynamic';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

// The page of a drawing must not pay for the inbox before somebody decides.
const ApprovalDetail = dynamic(
  () => import('#components/approvals/approval-detail.tsx').then((module) => module.ApprovalDetail),
  { ssr: false, loading: () => <Skeleton className="h-64 w-full rounded-xl" /> },
);

// A canvas around it must not take what is meant for the request.
const stop = (event: SyntheticEvent) => event.stopPropagation();

export type DecideHereProps = {
  approvalId: string;
  /** It waits for a person now; what was asked stays open for as long as it is read. */
  waiting: boolean;
  children: ReactNode;
};

/** A button that opens a request where one is, to be decided as in the inbox. */
export function DecideHere({ approvalId, waiting, children }: DecideHereProps) {
  const t = useTranslations('live.approval');
  const [open, setOpen] = useState<string | null>(null);
  const shown = open ?? (waiting ? approvalId : null);
  if (shown === null) return null;
  return (
    <Popover open={open !== null} onOpenChange={(wanted) => setOpen(wanted ? approvalId : null)}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent
        aria-label={t('request')}
        align="start"
        updatePositionStrategy="always"
        className="nodrag nopan nowheel max-h-[min(44rem,var(--radix-popover-content-available-height))] w-[min(34rem,calc(100vw-1rem))] overflow-y-auto overscroll-contain p-0 [&_article]:rounded-none [&_article]:border-0 [&_footer]:bottom-0!"
        onClick={stop}
        onDoubleClick={stop}
        onPointerDown={stop}
        onKeyDown={stop}
      >
        <ApprovalDetail key={shown} id={shown} nextId={null} />
      </PopoverContent>
    </Popover>
  );
}
