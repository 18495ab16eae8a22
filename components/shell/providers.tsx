'use client';
import type { ReactNode } from 'react';
import { ApiProvider } from '#components/live/trpc.tsx';
import { Toaster } from '#components/ui/toaster.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';

/** What every page needs around it. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <TooltipProvider delayDuration={350} skipDelayDuration={150}>
        {children}
        <Toaster />
      </TooltipProvider>
    </ApiProvider>
  );
}
