'use client';
import type { ReactNode } from 'react';
import { ApiProvider } from '#components/live/trpc.tsx';
import { Toaster } from '#components/ui/toaster.tsx';

/** What every page needs around it. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      {children}
      <Toaster />
    </ApiProvider>
  );
}
