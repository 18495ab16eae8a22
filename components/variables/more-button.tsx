'use client';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';

export type MoreButtonProps = {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
};

/** Fetches the next page of a list, where there is one. */
export function MoreButton({ list }: MoreButtonProps) {
  const t = useTranslations('variables.variableList');
  if (!list.hasNextPage) return null;
  return (
    <div className="mt-4 flex justify-center">
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('more')}
      </Button>
    </div>
  );
}
