'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePlus2, LayoutTemplate } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';

const TEXT = {
  title: 'New flow',
  description: 'Begin with an empty canvas, or with a flow that already works.',
  blank: 'Empty flow',
  blankHelp: 'Draw it yourself, step by step.',
  templates: 'Templates',
};

type ChoiceProps = { icon: ReactNode; title: string; help: string; disabled: boolean; onChoose: () => void };

function Choice({ icon, title, help, disabled, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onChoose}
      className="flex w-full cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface p-3.5 text-left transition-colors duration-150 hover:border-line-hover hover:bg-sunken disabled:cursor-wait disabled:opacity-60"
    >
      <span className="grid size-8 shrink-0 place-items-center rounded-md bg-sunken text-ink-faint [&_svg]:size-4">
        {icon}
      </span>
      <span className="min-w-0">
        <span className="block font-medium wrap-anywhere">{title}</span>
        <span className="mt-0.5 line-clamp-3 block text-sm text-ink-soft wrap-anywhere">{help}</span>
      </span>
    </button>
  );
}

/** Where a flow begins: empty, or from the gallery. */
export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const templates = useQuery(trpc.flows.templates.queryOptions(undefined, { staleTime: 300_000 }));
  const create = useMutation(
    trpc.flows.create.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: ({ id }) => {
        void queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
        router.push(`/flows/${id}`);
      },
    }),
  );
  const busy = create.isPending || create.isSuccess;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={TEXT.title} description={TEXT.description} wide className="sm:max-w-2xl">
        <Choice
          icon={<FilePlus2 aria-hidden />}
          title={TEXT.blank}
          help={TEXT.blankHelp}
          disabled={busy}
          onChoose={() => create.mutate({ name: 'New flow' })}
        />
        <h3 className="mt-5 mb-2 text-sm font-medium text-ink-soft">{TEXT.templates}</h3>
        {templates.error && <Notice tone="danger">{messageOf(templates.error)}</Notice>}
        {templates.isPending && <Skeleton className="h-20" />}
        <div className="grid gap-2.5 pb-3 sm:grid-cols-2">
          {templates.data?.map((template) => (
            <Choice
              key={template.id}
              icon={<LayoutTemplate aria-hidden />}
              title={template.name}
              help={template.description}
              disabled={busy}
              onChoose={() => create.mutate({ flow: template.flow })}
            />
          ))}
        </div>
      </DialogContent>
    </Dialog>
  );
}
