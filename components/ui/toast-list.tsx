'use client';
import { useEffect } from 'react';
import { toast as raise, Toaster as Sonner } from 'sonner';
import { toastPlace } from '#components/ui/toast.ts';

/** Where short, passing messages appear. Decisions never do: those live in the inbox. */
export function ToastList() {
  // What was said before this was loaded is shown now.
  useEffect(() => toastPlace.ready(raise), []);
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-base text-ink shadow-lg sm:w-(--width)',
          content: 'min-w-0 flex-1 wrap-anywhere',
          description: 'mt-0.5 text-sm text-ink-soft',
          actionButton:
            'shrink-0 cursor-pointer rounded-md border border-line-strong px-2.5 py-1 text-sm font-medium hover:bg-hover',
          error: 'border-danger/40',
          icon: 'text-ink-soft',
        },
      }}
    />
  );
}
