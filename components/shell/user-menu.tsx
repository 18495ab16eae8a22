'use client';
import type { AccountMenuProps } from '#components/shell/account-menu.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';

/** One or two letters that stand for a person. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** The person's letters in a circle. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text"
    >
      {initialsOf(name)}
    </span>
  );
}

/** Account, appearance, sign out. `children` is the button that opens it. */
export const UserMenu = onDemand<AccountMenuProps>('menu', () =>
  import('#components/shell/account-menu.tsx').then((module) => module.AccountMenu),
);
