import * as icons from '#components/editor/canvas/icons.ts';
import { cn } from '#components/ui/cn.ts';

/** The tile that stands for a node type. Triggers, where things begin, carry the accent. */
export function NodeIcon({ icon, kind, className }: { icon: string; kind: string; className?: string }) {
  const Icon = icons.byName[icon] ?? icons.fallback;
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-8 shrink-0 place-items-center rounded-lg border',
        kind === 'trigger' ? 'border-accent/20 bg-accent-soft text-accent-text' : 'border-line bg-sunken text-ink-soft',
        className,
      )}
    >
      <Icon className="size-4" strokeWidth={1.9} />
    </span>
  );
}
