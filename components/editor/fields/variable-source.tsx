'use client';
import { useQuery } from '@tanstack/react-query';
import { Variable } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { pathText } from '#components/editor/model/references.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Badge } from '#components/ui/badge.tsx';

const MOST = 100;
/** The owner's variables, as a source beside the earlier steps. */
export function VariableSource({ query, onPick }: { query: string; onPick: (expression: string) => void }) {
  const t = useTranslations('fields.variables');
  const trpc = useTRPC();
  const search = query.trim().slice(0, 200);
  const list = useQuery(
    trpc.variables.list.queryOptions({ limit: MOST, ...(search ? { search } : {}) }, { placeholderData: (old) => old }),
  );
  const variables = list.data?.items ?? [];
  if (variables.length === 0) return null;
  return (
    <section className="pb-1.5" aria-label={t('title')}>
      <h4 className="flex items-center gap-2 px-1.5 py-1 text-sm font-medium">
        <span className="grid size-6 shrink-0 place-items-center rounded-md bg-sunken text-ink-soft">
          <Variable className="size-3.5" aria-hidden />
        </span>
        <span className="min-w-0 flex-1">{t('title')}</span>
      </h4>
      <ul>
        {variables.map(({ name, preview, label }) => (
          <li key={name} className="rounded-md pl-6 hover:bg-hover">
            <button
              type="button"
              title={pathText('vars', [name])}
              className="flex w-full min-w-0 cursor-pointer items-baseline gap-2 py-1 pr-2 text-left text-sm"
              onClick={() => onPick(pathText('vars', [name]))}
            >
              <bdi className="max-w-40 shrink-0 truncate">{name}</bdi>
              <span className="min-w-0 flex-1 truncate text-right text-xs text-ink-faint">
                <bdi>{preview}</bdi>
              </span>
              {label.integrity === 'untrusted' && <Badge tone="untrusted">{t('untrusted')}</Badge>}
            </button>
          </li>
        ))}
      </ul>
      <p className="px-2 pt-0.5 text-xs text-ink-faint">{t('hint')}</p>
    </section>
  );
}
