import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { controlClasses } from '#components/ui/input.tsx';

/** A box for longer text; grows with its content where the browser can. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(controlClasses, 'field-sizing-content min-h-20 px-3 py-2', className)}
      {...props}
    />
  );
}
