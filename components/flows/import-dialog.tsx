'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { VisibleText } from '#components/data/visible-text.tsx';
import { readFlowFile } from '#components/flows/flow-file.ts';
import { ProblemList } from '#components/flows/problem-list.tsx';
import { fieldErrors, messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';

const TEXT = {
  title: 'Import a flow file',
  description: 'The file is read and checked. Nothing runs, and nothing is contacted.',
  drop: 'Drop a .json flow file here, or choose one',
  choose: 'Choose file',
  clean: 'No problems found.',
  problems: 'It can be imported now and put right in the editor:',
  import: 'Import as draft',
};

/** A file dropped or chosen, checked by the server, then imported as an unpublished draft. */
export function ImportDialog({ file, onClose }: { file: File | null; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: async (chosen: File) => {
      const flow = await readFlowFile(chosen);
      const { problems } = await client.flows.validate.mutate({ flow });
      return { flow, problems };
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
        title={TEXT.title}
        description={TEXT.description}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!check.data}
              busy={create.isPending}
              onClick={() => check.data && create.mutate({ flow: check.data.flow })}
            >
              {TEXT.import}
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
              <span className="tabular text-ink-faint"> · {stepCount(check.data.flow.nodes.length)}</span>
            </p>
            {check.data.problems.length === 0 ? (
              <p className="text-base text-good">{TEXT.clean}</p>
            ) : (
              <>
                <p className="mb-2 text-base text-ink-soft">{TEXT.problems}</p>
                <ProblemList problems={check.data.problems} flow={check.data.flow} />
              </>
            )}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

const stepCount = (count: number) => (count === 1 ? '1 step' : `${count} steps`);

function FileBox({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
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
      {TEXT.drop}
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        className="sr-only"
        tabIndex={-1}
        aria-label={TEXT.choose}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = '';
        }}
      />
      <Button size="sm" busy={busy} onClick={() => input.current?.click()}>
        {TEXT.choose}
      </Button>
    </div>
  );
}
