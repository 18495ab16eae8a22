'use client';
import { Clapperboard } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Stored } from '#lib/value.ts';
import type { StepView } from '#lib/views-runs.ts';

const TakeAnswerDialog = dynamic(
  () => import('#components/rehearsal/take-answer-dialog.tsx').then((file) => file.TakeAnswerDialog),
  { ssr: false },
);

const ANSWERING: ReadonlySet<string> = new Set(['llm.ask', 'llm.extract', 'llm.classify', 'llm.turn']);

/** Offers to keep what a model said for a rehearsal; nothing for steps in which none did. */
export function TakeAnswer({ runId, step }: { runId: string; step: StepView }) {
  const t = useTranslations('live.take');
  const mayChange = useRight('admin');
  const [open, setOpen] = useState(false);
  const { type, status, output, pinned } = step;
  if (!mayChange || !ANSWERING.has(type) || status !== 'done' || pinned || !output || isScripted(output)) return null;
  return (
    <>
      <Button size="sm" className="self-start" onClick={() => setOpen(true)}>
        <Clapperboard aria-hidden />
        {t('button')}
      </Button>
      {open && <TakeAnswerDialog runId={runId} step={step} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Where this cannot be seen from here, the server says it. */
function isScripted(output: Stored): boolean {
  if (output.kind !== 'inline' || output.value === null || typeof output.value !== 'object') return false;
  return !Array.isArray(output.value) && output.value['model'] === 'rehearsal';
}
