'use client';
import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { controlClasses } from '#components/ui/input.tsx';

type Choice = { id: string; words: string; title: string; hint?: string; icon?: ReactNode; end?: ReactNode };
type ChoiceListProps = {
  label: string;
  empty: string;
  choices: readonly Choice[];
  onPick: (id: string) => void;
};

const ITEM_CLASSES =
  'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2 py-1.5 text-base data-[selected=true]:bg-hover';

/** A list to choose from: type to find, arrows and Enter or a press to take one. */
export function ChoiceList({ label, empty, choices, onPick }: ChoiceListProps) {
  return (
    <Command label={label} loop>
      <Command.Input
        autoFocus
        aria-label={label}
        placeholder={`${label} …`}
        className={cn(controlClasses, 'h-9 px-3')}
      />
      <Command.List className="mt-2 max-h-80 overflow-y-auto" aria-label={label}>
        <Command.Empty className="px-2 py-6 text-center text-sm text-ink-faint">{empty}</Command.Empty>
        {choices.map(({ id, words, title, hint, icon, end }) => (
          <Command.Item key={id} value={id} keywords={[words]} onSelect={() => onPick(id)} className={ITEM_CLASSES}>
            {icon}
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">
                <bdi>{title}</bdi>
              </span>
              {hint && <span className="block truncate text-xs text-ink-faint">{hint}</span>}
            </span>
            {end}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
