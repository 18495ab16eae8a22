import { cn } from '#components/ui/cn.ts';

/** A thin line. */
export function Separator({ className, vertical }: { className?: string; vertical?: boolean }) {
  return <div role="none" className={cn('shrink-0 bg-line', vertical ? 'h-full w-px' : 'h-px w-full', className)} />;
}
