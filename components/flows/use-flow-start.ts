'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { questionOf, type RunQuestion } from '#components/flows/run-input.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Json } from '#lib/value.ts';
import type { FlowCard } from '#lib/views-flows.ts';

type Asking = { flow: FlowCard; question: RunQuestion };

/** Starts a flow by hand: at once where nothing needs to be asked. A flow that was never published runs as a test of its draft. */
export function useFlowStart() {
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
