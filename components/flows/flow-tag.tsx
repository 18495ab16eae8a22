import { VisibleText } from '#components/data/visible-text.tsx';
import { cn } from '#components/ui/cn.ts';
import type { TagTone, TagView } from '#lib/views-flows.ts';

/** How each colour of a tag looks; the theme says which that is. */
export const TONE_DOTS: Record<TagTone, string> = {
  plain: 'bg-ink-faint',
  ember: 'bg-accent',
  green: 'bg-good',
  blue: 'bg-info',
  amber: 'bg-wait',
  red: 'bg-danger',
  violet: 'bg-untrusted',
};

/** A word that a flow is found by. */
export function FlowTag({ tag, className }: { tag: TagView; className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex max-w-44 items-center gap-1.5 rounded-full border border-line bg-sunken px-2 py-px text-xs font-medium text-ink-soft',
        className,
      )}
    >
      <span className={cn('size-1.5 shrink-0 rounded-full', TONE_DOTS[tag.tone])} aria-hidden />
      <VisibleText text={tag.name} className="truncate whitespace-pre" />
    </span>
  );
}
