'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useModelActions } from '#components/connections/use-models.ts';
import { Sentence } from '#components/data/sentence.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import type { PullView } from '#lib/views-models.ts';

const TONES: Record<PullView['status'], BadgeTone> = {
  running: 'wait',
  done: 'good',
  failed: 'danger',
  cancelled: 'neutral',
};

/** A model that is being fetched, or was: how far it is, and what went wrong. */
export function PullRow({
  connectionId,
  pull,
  mayCancel,
}: {
  connectionId: string;
  pull: PullView;
  mayCancel: boolean;
}) {
  const t = useTranslations('connections.models');
  const units = useUnits();
  const { cancel } = useModelActions();
  const nameId = useId();
  const { id, model, status, stage, bytes, bytesAll, message } = pull;
  const share = bytesAll > 0 ? Math.min(100, Math.round((bytes / bytesAll) * 100)) : 0;
  const stop = () =>
    cancel.mutate({ id: connectionId, pull: id }, { onError: (error) => toast.error(messageOf(error)) });
  return (
    <li className="flex flex-col gap-1.5 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <span id={nameId} className="font-mono text-sm font-medium">
          <VisibleText text={model} className="wrap-anywhere" />
        </span>
        <Badge tone={TONES[status]}>{t(`states.${status}`)}</Badge>
        {status === 'running' && mayCancel && (
          <Button size="sm" variant="ghost" className="ml-auto" busy={cancel.isPending} onClick={stop}>
            {t('cancel')}
          </Button>
        )}
      </div>
      {status === 'running' && (
        <>
          <div
            role="progressbar"
            aria-labelledby={nameId}
            {...(bytesAll > 0 ? { 'aria-valuenow': share, 'aria-valuemin': 0, 'aria-valuemax': 100 } : {})}
            className="h-1.5 overflow-hidden rounded-full bg-line"
          >
            <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${share}%` }} />
          </div>
          <p className="tabular text-sm text-ink-faint">
            {bytesAll > 0 ? t('progress', { done: units.bytes(bytes), all: units.bytes(bytesAll) }) : stage}
          </p>
        </>
      )}
      {message !== null && (
        <p className="text-sm text-danger">
          <Sentence text={message} />
        </p>
      )}
    </li>
  );
}
