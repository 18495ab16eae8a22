'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { markedForeign, readFlowFile } from '#components/flows/flow-file.ts';
import { ProblemList } from '#components/flows/problem-list.tsx';
import { fieldErrors, messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** A file dropped or chosen, checked by the server, then imported as an unpublished draft. */
export function ImportDialog({ file, onClose }: { file: File | null; onClose: () => void }) {
  const t = useTranslations('flows.importing');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: async (chosen: File) => {
      const flow = await readFlowFile(chosen, t);
      const { problems } = await client.flows.validate.mutate({ flow });
      return { ...(await markedForeign(flow)), problems };
    },
  });
  const create = useMutation(
    trpc.flows.create.mutationOptions({
      onSuccess: ({ id }) => {
        void queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
        router.push(`/flows/${id}`);
      },
    }),
  );
  const { mutate: look } = check;
  useEffect(() => {
    if (file) look(file);
  }, [file, look]);
  const failure = create.error ?? check.error;
  const wrong = Object.entries(fieldErrors(failure));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('description')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button
              variant="primary"
              disabled={!check.data}
              busy={create.isPending}
              onClick={() => check.data && create.mutate({ flow: check.data.flow })}
            >
              {t('import')}
            </Button>
          </>
        }
      >
        <FileBox busy={check.isPending} onFile={(chosen) => check.mutate(chosen)} />
        {failure && (
          <Notice tone="danger" className="mt-4">
            {messageOf(failure)}
            {wrong.length > 1 && (
              <ul className="mt-2 list-disc pl-5 text-sm">
                {wrong.slice(0, 8).map(([path, message]) => (
                  <li key={path}>
                    <code className="font-mono">{path}</code> {message}
                  </li>
                ))}
              </ul>
            )}
          </Notice>
        )}
        {check.data && (
          <div className="mt-4">
            <p className="mb-2 text-base">
              <VisibleText text={check.data.flow.name} className="font-medium" />
              <span className="tabular text-ink-faint"> · {t('steps', { count: check.data.flow.nodes.length })}</span>
            </p>
            {check.data.foreign > 0 && (
              <p className="mb-2 text-base text-ink-soft">{t('foreign', { count: check.data.foreign })}</p>
            )}
            {check.data.problems.length === 0 ? (
              <p className="text-base text-good">{t('clean')}</p>
            ) : (
              <>
                <p className="mb-2 text-base text-ink-soft">{t('problems')}</p>
                <ProblemList problems={check.data.problems} flow={check.data.flow} />
              </>
            )}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

function FileBox({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const t = useTranslations('flows.importing');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'flex flex-col items-center gap-3 rounded-lg border border-dashed border-line-strong bg-ground px-4 py-7 text-center text-base text-ink-soft',
        over && 'border-accent bg-accent-soft',
      )}
    >
      <FileUp className="size-5 text-ink-faint" aria-hidden />
      {t('drop')}
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        className="sr-only"
        tabIndex={-1}
        aria-label={t('choose')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = '';
        }}
      />
      <Button size="sm" busy={busy} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
    </div>
  );
}
