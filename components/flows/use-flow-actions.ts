'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { questionOf, type RunQuestion } from '#components/flows/run-input.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Json } from '#lib/value.ts';
import type { FlowCard } from '#lib/views-flows.ts';

const TEXT = {
  paused: 'Paused. Nothing starts it until you resume it.',
  resumed: 'Resumed. Its triggers start runs again.',
  removed: (name: string) => `Deleted “${name}”.`,
  restored: 'Brought back.',
  duplicated: 'Copied.',
  undo: 'Undo',
};

/** All that can be done to a flow from a list. */
export function useFlowActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const told = (text: string) => ({
    onError,
    onSuccess: () => {
      toast(text);
      return refresh();
    },
  });

  const pause = useMutation(trpc.flows.pause.mutationOptions(told(TEXT.paused)));
  const resume = useMutation(trpc.flows.resume.mutationOptions(told(TEXT.resumed)));
  const duplicate = useMutation(trpc.flows.duplicate.mutationOptions(told(TEXT.duplicated)));
  const restore = useMutation(trpc.flows.restore.mutationOptions(told(TEXT.restored)));
  const rename = useMutation(trpc.flows.rename.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.flows.remove.mutationOptions({ onError, onSuccess: refresh }));
  const run = useStart();

  return {
    rename,
    run: run.ask,
    runQuestion: run.question,
    pauseOrResume: ({ id, paused }: FlowCard) => (paused ? resume : pause).mutate({ id }),
    duplicate: ({ id }: FlowCard) => duplicate.mutate({ id }),
    remove: ({ id, name }: FlowCard) =>
      remove.mutate(
        { id },
        {
          onSuccess: () =>
            toast(TEXT.removed(name), {
              duration: 12_000,
              action: { label: TEXT.undo, onClick: () => restore.mutate({ id }) },
            }),
        },
      ),
  };
}

type Asking = { flow: FlowCard; question: RunQuestion };

/** Starts a flow by hand: at once where nothing needs to be asked. A flow that was never published runs as a test of its draft. */
function useStart() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const [asking, setAsking] = useState<Asking | null>(null);
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const start = useMutation(
    trpc.flows.run.mutationOptions({ onError, onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const send = ({ id, publishedNumber }: FlowCard, given: { triggerId?: string; input?: Json }) =>
    start.mutate({ id, mode: publishedNumber === null ? 'test' : 'production', ...given });
  const look = useMutation({
    mutationFn: (flow: FlowCard) => client.flows.get.query({ id: flow.id }),
    onError,
    onSuccess: ({ draft }, flow) => {
      const question = questionOf(draft);
      if (question) setAsking({ flow, question });
      else send(flow, {});
    },
  });
  return {
    ask: (flow: FlowCard) => look.mutate(flow),
    question: asking && {
      ...asking,
      busy: start.isPending,
      onRun: (given: { triggerId: string; input: Json }) => send(asking.flow, given),
      onClose: () => setAsking(null),
    },
  };
}

export type FlowActions = ReturnType<typeof useFlowActions>;
