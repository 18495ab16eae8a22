'use client';
import { ToggleGroup } from 'radix-ui';
import type { ViewKind } from '#components/data/view-kinds.ts';

const TEXT: Record<ViewKind, string> = { tree: 'Tree', table: 'Table', json: 'JSON', text: 'Text', html: 'Page', file: 'File' };
const LABEL = 'Show as';

export type ViewSwitchProps = { views: readonly ViewKind[]; view: ViewKind; onView: (view: ViewKind) => void };

/** The ways to look at a value, one of which is on. */
export function ViewSwitch({ views, view, onView }: ViewSwitchProps) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={LABEL}
      value={view}
      onValueChange={(next) => next !== '' && onView(next as ViewKind)}
      className="flex rounded-md border border-line bg-sunken p-0.5"
    >
      {views.map((one) => (
        <ToggleGroup.Item
          key={one}
          value={one}
          className="min-h-6 cursor-pointer rounded-sm px-2 text-xs font-medium text-ink-soft hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-xs"
        >
          {TEXT[one]}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
