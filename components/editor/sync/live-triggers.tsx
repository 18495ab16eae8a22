'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TriggersContext } from '#components/editor/canvas/trigger-badge.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useTRPC } from '#components/live/trpc.tsx';

const LOOK_AGAIN_MS = 15_000;

/** Keeps what cards say of triggers fresh. */
export function LiveTriggers({ children }: { children: ReactNode }) {
  const { flowId } = useEditor();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.flows.triggers.queryOptions({ id: flowId }, { refetchInterval: LOOK_AGAIN_MS }));
  return <TriggersContext value={data ?? null}>{children}</TriggersContext>;
}
