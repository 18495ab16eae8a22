'use client';
import { CircleDot, History, SquarePen } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { useIsBehind } from '#components/editor/bar/use-is-behind.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { cn } from '#components/ui/cn.ts';

/** Which version is live and whether the draft has moved on; leads to all versions. */
export function VersionMark() {
  const t = useTranslations('versions.mark');
  const { flowId } = useEditor();
  const { detail } = useSync();
  const behind = useIsBehind();
  const { published } = detail;
  const Icon = !published ? SquarePen : behind ? CircleDot : History;
  const words = !published
    ? t('draft')
    : behind
      ? t('behind', { number: published.number })
      : t('live', { number: published.number });
  return (
    <Link
      href={`/flows/${flowId}/versions`}
      title={t('help')}
      className={cn(
        'inline-flex min-h-6 min-w-0 items-center gap-1 rounded-full border px-2 text-xs font-medium whitespace-nowrap hover:border-line-hover max-sm:hidden',
        published && behind ? 'border-wait/30 bg-wait-soft text-wait' : 'border-line bg-sunken text-ink-soft',
      )}
    >
      <Icon className="size-3 shrink-0" aria-hidden />
      <span className="truncate">{words}</span>
    </Link>
  );
}
