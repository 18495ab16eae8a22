'use client';
import { useQuery } from '@tanstack/react-query';
import { House } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useConnectionActions } from '#components/connections/use-connections.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';

/** Offers the Ollama that answers on this computer, unless it is connected; nothing where none does. */
export function FoundOllama({ onDone }: { onDone: () => void }) {
  const t = useTranslations('connections.models');
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const known = connections.data?.some(({ type }) => type === 'ollama') ?? true;
  const found = useQuery(
    trpc.models.find.queryOptions(undefined, { enabled: !known, staleTime: 30_000, retry: false }),
  );
  const { create, test } = useConnectionActions();
  if (known || !found.data) return null;
  const connect = () =>
    create.mutate(
      { name: 'Ollama', type: 'ollama', config: {}, secrets: {} },
      {
        onSuccess: ({ id }) => {
          test.mutate({ id });
          onDone();
        },
        onError: (error) => toast.error(messageOf(error)),
      },
    );
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-ground px-3.5 py-3">
      <House className="size-4.5 shrink-0 text-good" aria-hidden />
      <p className="min-w-0 flex-1 basis-48 text-base">{t('found', { count: found.data.models })}</p>
      <Button size="sm" variant="primary" busy={create.isPending} onClick={connect}>
        {t('connect')}
      </Button>
    </div>
  );
}
