'use client';
import { useTranslations } from 'use-intl';
import { ErrorState } from '#components/ui/error-state.tsx';

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('shell.problems');
  return (
    <ErrorState
      heading="h1"
      title={t('broken')}
      message={t('brokenHelp', { error: error.message.slice(0, 200) })}
      onRetry={reset}
    />
  );
}
