'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePlus2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Choice } from '#components/flows/template-choice.tsx';
import { TemplateGallery } from '#components/flows/template-gallery.tsx';
import { TemplateNeedsForm } from '#components/flows/template-needs-form.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FlowTemplate } from '#lib/views.ts';

/** Where a flow begins: empty, or from the gallery; a template that needs connections asks for them first. */
export function NewFlowDialog({ onClose }: { onClose: () => void }) {
  const [asking, setAsking] = useState<FlowTemplate | null>(null);
  const t = useTranslations('docs.gallery');
  const language = useLocale().startsWith('fr') ? 'fr' : 'en';
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const templates = useQuery(trpc.flows.templates.queryOptions({ language }, { staleTime: 300_000 }));
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
  const choose = (template: FlowTemplate) =>
    template.needs.length === 0 ? create.mutate({ flow: template.flow }) : setAsking(template);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={asking?.name ?? t('title')}
        description={asking ? undefined : t('description')}
        wide
        className="sm:max-w-2xl"
      >
        {asking ? (
          <TemplateNeedsForm
            template={asking}
            busy={busy}
            onBack={() => setAsking(null)}
            onCreate={(flow) => create.mutate({ flow })}
          />
        ) : (
          <>
            <Choice
              icon={<FilePlus2 aria-hidden />}
              title={t('blank')}
              help={t('blankHelp')}
              disabled={busy}
              onChoose={() => create.mutate({ name: t('title') })}
            />
            <h3 className="mt-5 mb-2 text-sm font-medium text-ink-soft">{t('templates')}</h3>
            {templates.error && <Notice tone="danger">{messageOf(templates.error)}</Notice>}
            {templates.isPending && <Skeleton className="h-20" />}
            {templates.data && <TemplateGallery templates={templates.data} disabled={busy} onChoose={choose} />}
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}
