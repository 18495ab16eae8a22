'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleStop } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { StopAsking, type StopOf } from '#components/shell/stop-button.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/select.tsx';

/** What can be stopped by itself, without what is stopped already. */
function useParts(stopped: readonly string[]): StopOf[] {
  const trpc = useTRPC();
  const words = useTheirWords();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const tools = useQuery(trpc.stop.tools.queryOptions(undefined, { staleTime: Infinity }));
  return [
    ...(flows.data ?? []).map(({ id, name }) => ({ kind: 'flow' as const, scope: `flow:${id}`, name })),
    ...(tools.data ?? []).map(({ type, title }) => ({
      kind: 'tool' as const,
      scope: `tool:${type}`,
      name: words(title),
    })),
  ].filter(({ scope }) => !stopped.includes(scope));
}

/** Stops one flow or one kind of step; `?stop=flow:…` in the address asks about that one. */
export function StopPart({ stopped }: { stopped: readonly string[] }) {
  const t = useTranslations('settings.stopSection');
  const asked = useSearchParams().get('stop');
  const [scope, setScope] = useState(asked);
  const parts = useParts(stopped);
  const chosen = parts.find((part) => part.scope === scope);
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-3">
      <Select
        aria-label={t('part')}
        className="min-w-0 flex-1 basis-56"
        placeholder={t('choose')}
        value={chosen?.scope ?? ''}
        options={parts.map(({ kind, scope: value, name }) => ({
          value,
          title: t(kind === 'flow' ? 'aFlow' : 'aTool', { name }),
        }))}
        onValueChange={setScope}
      />
      {chosen ? (
        <StopAsking key={chosen.scope} of={chosen} defaultOpen={chosen.scope === asked}>
          {(ask) => (
            <Button variant="danger" onClick={ask}>
              <CircleStop aria-hidden />
              {t('stopPart')}
            </Button>
          )}
        </StopAsking>
      ) : (
        <Button variant="danger" disabled>
          <CircleStop aria-hidden />
          {t('stopPart')}
        </Button>
      )}
    </div>
  );
}
