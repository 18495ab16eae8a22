'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from '#components/ui/toast.ts';
import { rememberedInput } from '#components/editor/bar/test-input.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import type { Json } from '#lib/value.ts';
import type { PartialHow, RetryPreview } from '#lib/views-runs.ts';

type Part = { id: string; node: string; how: PartialHow; runId?: string; input?: Json };

/** Runs a part of the draft; what would happen once more is asked about first. */
export function usePart() {
  const t = useTranslations('trial.run');
  const { editor, ui, flowId } = useEditor();
  const { autosave } = useSync();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<{ part: Part; preview: RetryPreview } | null>(null);
  const run = useMutation(
    trpc.drafts.runPart.mutationOptions({
      onSuccess: ({ runId }) => {
        setAsking(null);
        ui.patch({ runId, follow: false });
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const partOf = (node: string, how: PartialHow): Part => {
    const { runId, triggerId } = editor.outputs.get();
    const isTrigger = ({ type }: { type: string }) => editor.catalogue[type]?.kind === 'trigger';
    const input = typedBefore(flowId, runId === null ? (editor.flow().nodes.find(isTrigger)?.id ?? '') : triggerId);
    return {
      ...{ id: flowId, node, how },
      ...(runId === null ? {} : { runId }),
      ...(input === undefined ? {} : { input }),
    };
  };
  const begin = async (node: string, how: PartialHow) => {
    if (!(await autosave.flush())) return void toast.error(t('unsaved'));
    const part = partOf(node, how);
    try {
      const asked = trpc.drafts.partPreview.queryOptions(part, { staleTime: 0, retry: false });
      const preview = await queries.fetchQuery(asked);
      if (preview.effectCount === 0) run.mutate(part);
      else setAsking({ part, preview });
    } catch (error) {
      toast.error(messageOf(error));
    }
  };
  return { begin, run, asking, close: () => setAsking(null) };
}

function typedBefore(flowId: string, trigger: string): Json | undefined {
  const text = rememberedInput(flowId, trigger);
  try {
    return text === null ? undefined : (JSON.parse(text) as Json);
  } catch {
    // What was left half-typed in the dialog for test runs is no input.
    return undefined;
  }
}
