import type { ReactNode } from 'react';
import { Logo } from '#components/shell/logo.tsx';
import { Card } from '#components/ui/card.tsx';

/** The quiet page around sign-in and set-up. */
export function AuthFrame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <Logo className="mb-7 text-xl [&_svg]:size-7.5" />
      <Card className="w-full max-w-100 p-6 shadow-md sm:p-8">
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="mt-1 mb-6 text-base text-pretty text-ink-soft">{lead}</p>
        {children}
      </Card>
    </div>
  );
}
