import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

/** Looks shared by every box one types or picks in. 16 px on phones, so that iOS does not zoom. */
export const controlClasses =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface text-ink text-lg sm:text-base shadow-xs transition-[border-color,box-shadow] duration-150 placeholder:text-ink-faint hover:border-line-hover focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent/35 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint aria-invalid:border-danger aria-invalid:focus-visible:outline-danger/35';

/** The button of a `Select`. */
export const selectClasses = cn(
  controlClasses,
  'flex h-9 cursor-pointer items-center justify-between gap-2 px-3 text-left data-placeholder:text-ink-faint [&>span]:truncate',
);

/** A single-line text box. */
export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlClasses, 'h-9 px-3', className)} {...props} />;
}
