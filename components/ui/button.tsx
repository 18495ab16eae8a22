import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

export const buttonVariants = cva(
  'inline-flex shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-[background-color,border-color,color,box-shadow] duration-150 select-none disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*=size-])]:size-4',
  {
    variants: {
      variant: {
        primary:
          'bg-accent text-on-accent shadow-xs hover:bg-accent-strong disabled:bg-hover disabled:text-ink-faint disabled:opacity-100 disabled:shadow-none aria-busy:disabled:bg-accent aria-busy:disabled:text-on-accent',
        secondary: 'border border-line-strong bg-surface text-ink shadow-xs hover:bg-sunken',
        ghost: 'text-ink-soft hover:bg-hover hover:text-ink',
        subtle: 'bg-sunken text-ink hover:bg-hover',
        danger: 'border border-danger/40 bg-surface text-danger shadow-xs hover:border-danger hover:bg-danger-soft',
        dangerSolid: 'bg-danger-solid text-on-danger shadow-xs hover:bg-danger-solid/90',
        link: 'text-accent-text underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm',
        md: 'h-8.5 px-3.5 text-base',
        lg: 'h-11 px-5 text-base',
        icon: 'size-8.5',
        iconSm: 'size-7',
        inline: 'h-auto p-0 text-base',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonVariants> & {
    asChild?: boolean;
    /** Shows a turning mark, keeps the width, ignores clicks. */
    busy?: boolean;
  };

/** A button; `asChild` puts its looks on the child, e.g. a link. */
export function Button({ className, variant, size, asChild, busy, disabled, children, ...props }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={classes} disabled={disabled || busy} aria-busy={busy || undefined} {...props}>
      {busy && <LoaderCircle className="animate-spin motion-reduce:animate-none" aria-hidden />}
      {children}
    </button>
  );
}
