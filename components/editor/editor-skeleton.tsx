import { useTranslations } from 'use-intl';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Stands where the editor will be. */
export function EditorSkeleton() {
  const t = useTranslations('editor.page');
  return (
    <div role="status" aria-label={t('loading')} className="flex h-full min-h-dvh flex-col">
      <div className="flex h-13 items-center gap-3 border-b border-line bg-surface px-4">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="ml-auto h-8 w-24" />
        <Skeleton className="h-8 w-24" />
      </div>
      <div className="flex flex-1">
        <div className="flex w-64 flex-col gap-3 border-r border-line bg-surface p-3 max-md:hidden">
          {Array.from({ length: 8 }, (_, index) => (
            <Skeleton key={index} className="h-9" />
          ))}
        </div>
        <div className="flex flex-1 items-center justify-center gap-16 overflow-hidden">
          <Skeleton className="h-24 w-66 shrink-0 rounded-xl" />
          <Skeleton className="h-24 w-66 shrink-0 rounded-xl max-sm:hidden" />
        </div>
      </div>
    </div>
  );
}
