import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

const badgeVariants = cva(
  'inline-flex max-w-full shrink-0 items-center gap-1 rounded-full border px-2 py-px text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'border-line bg-sunken text-ink-soft',
        outline: 'border-line-strong bg-transparent text-ink-soft',
        accent: 'border-accent/25 bg-accent-soft text-accent-text',
        good: 'border-good/25 bg-good-soft text-good',
        info: 'border-info/25 bg-info-soft text-info',
        wait: 'border-wait/30 bg-wait-soft text-wait',
        danger: 'border-danger/25 bg-danger-soft text-danger',
        dangerSolid: 'border-transparent bg-danger-solid text-on-danger',
        untrusted: 'border-dashed border-untrusted/60 bg-untrusted-soft text-untrusted',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeVariants>['tone']>;

/** A small word in a pill. Colour only where it means risk, state or label. */
export function Badge({ className, tone, ...props }: ComponentProps<'span'> & { tone?: BadgeTone }) {
  return <span className={cn(badgeVariants({ tone }), className)} {...props} />;
}
