'use client';
import { Tabs as TabsPrimitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

export const Tabs = TabsPrimitive.Root;

/** The row of tab names; scrolls sideways where it does not fit. */
export function TabsList({ className, ...props }: ComponentProps<typeof TabsPrimitive.List>) {
  return (
    <TabsPrimitive.List
      className={cn('flex gap-5 overflow-x-auto border-b border-line scrollbar-none', className)}
      {...props}
    />
  );
}

/** One tab name. */
export function TabsTrigger({ className, ...props }: ComponentProps<typeof TabsPrimitive.Trigger>) {
  return (
    <TabsPrimitive.Trigger
      className={cn(
        '-mb-px flex cursor-pointer items-center gap-1.5 border-b-2 border-transparent px-0.5 py-2 text-base font-medium whitespace-nowrap text-ink-soft transition-colors duration-150 hover:text-ink focus-visible:rounded-sm focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink',
        className,
      )}
      {...props}
    />
  );
}

/** What a tab shows. */
export function TabsContent({ className, ...props }: ComponentProps<typeof TabsPrimitive.Content>) {
  return <TabsPrimitive.Content className={cn('focus-visible:-outline-offset-2', className)} {...props} />;
}
