'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useFlowStart } from '#components/flows/use-flow-start.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FlowCard, ManyAct } from '#lib/views-flows.ts';

const UNDO_MS = 12_000;

/** All that can be done to flows from a list, to one or to many. */
export function useFlowActions() {
  const t = useTranslations('flows');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const rename = useMutation(trpc.flows.rename.mutationOptions({ onError, onSuccess: refresh }));
  const many = useMutation(trpc.flows.many.mutationOptions({ onError }));
  const run = useFlowStart();

  const act = (flows: readonly Pick<FlowCard, 'id' | 'name'>[], what: ManyAct) => {
    const ids = flows.map(({ id }) => id);
    if (ids.length === 0) return;
    many.mutate(
      { ids, act: what },
      {
        onSuccess: ({ done, failed }) => {
          for (const { id, message } of failed.slice(0, 3)) {
            toast.error(t('done.failed', { name: flows.find((flow) => flow.id === id)?.name ?? id, message }));
          }
          const name = flows.find(({ id }) => id === done[0])?.name ?? '';
          const undo = {
            duration: UNDO_MS,
            action: {
              label: t('done.undo'),
              onClick: () =>
                act(
                  flows.filter(({ id }) => done.includes(id)),
                  'restore',
                ),
            },
          };
          if (done.length > 0) toast(t(`done.${what}`, { count: done.length, name }), what === 'remove' ? undo : {});
          void refresh();
        },
      },
    );
  };
  return {
    act,
    rename: (id: string, name: string) => rename.mutate({ id, name }),
    run: run.ask,
    runQuestion: run.question,
  };
}

export type FlowActions = ReturnType<typeof useFlowActions>;
