'use client';
import { ErrorState } from '#components/ui/error-state.tsx';

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      heading="h1"
      title="This page broke"
      message={`Your flows keep running; only this view has a problem. (${error.message.slice(0, 200)})`}
      onRetry={reset}
    />
  );
}
