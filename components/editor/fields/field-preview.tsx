'use client';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useForm } from '#components/editor/fields/field-context.tsx';
import { previewOf, type FieldPreviewed } from '#components/editor/model/field-preview.ts';
import { useStore } from '#components/editor/store/store.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import type { Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';

const PAUSE_MS = 350;
const LONGEST = 300;
/** What a field with expressions would be with the data of the last run and the pins, and where that comes from. */
export function FieldPreview({ value }: { value: string }) {
  const { flowId, editor } = useEditor();
  const { node } = useForm();
  const settled = useSettled(value);
  const near = useNear(settled);
  const runId = useStore(editor.outputs, (outputs) => outputs.runId);
  const mayEdit = useRight('edit');
  const asks = near?.kind === 'elsewhere' && mayEdit;
  const asked = { id: flowId, node, value: settled, ...(runId === null ? {} : { runId }) };
  const far = useQuery(
    useTRPC().drafts.evaluate.queryOptions(asks ? asked : skipToken, {
      retry: false,
      placeholderData: (before) => before,
    }),
  );
  if (near === null) return null;
  if (near.kind === 'value') return <Shown value={near.value} label={near.label} isCut={false} />;
  if (near.kind === 'missing') return <Quiet text={near.message} />;
  if (!asks) return null;
  if (far.error) return <Quiet text={messageOf(far.error)} />;
  return far.data ? <Shown {...far.data} /> : null;
}

/** Looked up here where references alone lead to it; the parser of expressions is loaded with the first one. */
function useNear(value: string): FieldPreviewed | null {
  const { editor, flowId } = useEditor();
  const { node } = useForm();
  const flow = useDoc(({ present }) => present.flow);
  const outputs = useStore(editor.outputs, (all) => all);
  const pins = useStore(editor.pins, (all) => all);
  const caught = useStore(editor.caught, (all) => all);
  const [near, setNear] = useState<{ of: string; found: FieldPreviewed | null } | null>(null);
  useEffect(() => {
    let isOver = false;
    void previewOf(value, { flow, flowId, node, outputs, pins, caught }).then((found) => {
      if (!isOver) setNear({ of: value, found });
    });
    return () => {
      isOver = true;
    };
  }, [value, flow, flowId, node, outputs, pins, caught]);
  // What was found for the text before says nothing of this one: the server would be asked in vain.
  return near?.of === value ? near.found : null;
}

/** The value once nobody has typed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function Quiet({ text }: { text: string }) {
  return (
    <p role="status" className="mt-1 text-xs text-ink-faint">
      <VisibleText text={text} />
    </p>
  );
}

function Shown({ value, label, isCut }: { value: Json; label: Label; isCut: boolean }) {
  const t = useTranslations('fields.preview');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const more = isCut || text.length > LONGEST;
  return (
    <div className="mt-1 flex items-start gap-2 rounded-md bg-sunken px-2 py-1 text-xs" data-preview>
      <span className="sr-only">{t('value')} </span>
      <span className="min-w-0 flex-1 font-mono text-ink-soft">
        <VisibleText text={text.slice(0, LONGEST)} />
        {more && ' …'}
      </span>
      {label.integrity === 'trusted' ? (
        <span className="shrink-0 text-ink-faint">{t('trusted')}</span>
      ) : (
        <LabelBadge label={label} className="shrink-0" />
      )}
    </div>
  );
}
