'use client';
import { ArrowLeft } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { RunCanvas } from '#components/editor/run-canvas.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FlowDetail } from '#lib/views.ts';

/** The drawing for people who may look but not change. */
export function ReadOnlyEditor({ detail }: { detail: FlowDetail }) {
  const t = useTranslations('editor.page');
  return (
    <div className="flex h-full flex-col">
      <header className="flex min-h-13 items-center gap-2 border-b border-line bg-surface px-3">
        <Button asChild variant="ghost" size="icon">
          <Link href="/flows" aria-label={t('allFlows')}>
            <ArrowLeft aria-hidden />
          </Link>
        </Button>
        <h1 className="min-w-0 truncate text-base font-semibold">{detail.name}</h1>
        <Badge tone="outline">{t('lookOnly')}</Badge>
      </header>
      <RunCanvas className="min-h-0 flex-1" flow={detail.draft} overlay={null} />
    </div>
  );
}
