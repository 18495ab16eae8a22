import { Compass } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { requestTexts } from '#app/request-texts.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default async function NotFound() {
  const t = await requestTexts('shell.problems');
  return (
    <EmptyState
      heading="h1"
      icon={Compass}
      title={t('missing')}
      actions={
        <Button variant="primary" asChild>
          <Link href="/flows">{t('toFlows')}</Link>
        </Button>
      }
    >
      {t('missingHelp')}
    </EmptyState>
  );
}
