'use client';
import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { exampleInput, rememberedInput, rememberInput, triggersIn } from '#components/editor/bar/test-input.ts';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { onlyNode } from '#components/editor/model/selection.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

/** Asks what the test run begins with. */
export function TestDialog() {
  const t = useTranslations('editor.test');
  const { editor, ui } = useEditor();
  const open = useUi((state) => state.dialog === 'test');
  const triggers = useMemo(() => (open ? triggersIn(editor.flow(), editor.catalogue) : []), [open, editor]);
  return (
    <Dialog open={open} onOpenChange={(stays) => !stays && ui.patch({ dialog: null })}>
      <DialogContent title={t('title')} description={t('help')}>
        {triggers.length === 0 ? <Notice>{t('noTrigger')}</Notice> : <TestForm triggers={triggers} />}
      </DialogContent>
    </Dialog>
  );
}

function read(text: string): { value: Json } | { why: string } {
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) as Json };
  } catch (cause) {
    return { why: cause instanceof Error ? cause.message : '' };
  }
}

function startInput(flowId: string, trigger: FlowNode): string {
  return rememberedInput(flowId, trigger.id) ?? JSON.stringify(exampleInput(trigger), null, 2);
}

function TestForm({ triggers }: { triggers: Flow['nodes'] }) {
  const t = useTranslations('editor.test');
  const { editor, ui, flowId } = useEditor();
  const { autosave } = useSync();
  const trpc = useTRPC();
  const selected = onlyNode(editor.selection());
  const [trigger, setTrigger] = useState(() => triggers.find((one) => one.id === selected) ?? triggers[0]);
  const [text, setText] = useState(() => (trigger ? startInput(flowId, trigger) : ''));
  const errors = useStore(editor.problems, (problems) => problems.filter((one) => one.severity === 'error').length);
  const run = useMutation(
    trpc.flows.run.mutationOptions({
      onSuccess: ({ runId }) => ui.patch({ dialog: null, runId, follow: false }),
    }),
  );
  const reading = read(text);
  const unsaved = run.isError ? messageOf(run.error) : null;
  const start = async () => {
    if (!trigger || 'why' in reading || !(await autosave.flush())) return;
    rememberInput(flowId, trigger.id, text);
    run.mutate({ id: flowId, mode: 'test', triggerId: trigger.id, input: reading.value });
  };
  const choose = (id: string) => {
    const next = triggers.find((one) => one.id === id);
    setTrigger(next);
    if (next) setText(startInput(flowId, next));
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {triggers.length > 1 && (
        <Field label={t('trigger')}>
          <Select
            value={trigger?.id}
            options={triggers.map((one) => ({ value: one.id, title: one.name }))}
            onValueChange={choose}
          />
        </Field>
      )}
      <Field
        label={t('input')}
        hint={t('inputHelp')}
        error={'why' in reading ? t('notJson', { why: reading.why }) : undefined}
      >
        <Textarea
          rows={8}
          spellCheck={false}
          className="max-h-96 font-mono text-sm sm:text-sm"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {errors > 0 && <Notice tone="warning">{t('errors', { count: errors })}</Notice>}
      {unsaved && <Notice tone="danger">{unsaved}</Notice>}
      <div className="flex justify-end gap-2 pt-1 pb-2">
        <Button onClick={() => ui.patch({ dialog: null })}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={run.isPending} disabled={'why' in reading || errors > 0}>
          <Play aria-hidden /> {t('run')}
        </Button>
      </div>
    </form>
  );
}
