import type { SummaryPart } from '#components/editor/model/summary.ts';
import { cn } from '#components/ui/cn.ts';

/** What a step will do, with references as chips instead of braces. */
export function SummaryLine({ parts, className }: { parts: readonly SummaryPart[]; className?: string }) {
  return (
    <p className={cn('wrap-anywhere', className)}>
      {parts.map((part, index) =>
        'text' in part ? (
          <span key={index}>{part.text}</span>
        ) : (
          <span
            key={index}
            className={cn(
              'rounded-xs border px-1 py-px text-xs',
              part.broken ? 'border-danger/40 bg-danger-soft text-danger' : 'border-line bg-sunken text-ink',
            )}
          >
            {part.chip}
          </span>
        ),
      )}
    </p>
  );
}
