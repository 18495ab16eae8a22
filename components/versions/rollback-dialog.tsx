'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AcceptBox, SHORTEST_REASON } from '#components/versions/accept-box.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ChangeLine } from '#components/versions/change-line.tsx';
import { NamingFields, type Naming } from '#components/versions/naming-fields.tsx';
import type { useGoBack } from '#components/versions/use-go-back.ts';
import { diffFlows, summarizeDiff } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';
import type { FlowDetail } from '#lib/views.ts';

export type RollbackDialogProps = {
  detail: FlowDetail;
  version: string;
  flow: Flow;
  goBack: ReturnType<typeof useGoBack>;
  onClose: () => void;
};

/** Says what going back does, then does it: the old drawing becomes the draft and a new version. */
export function RollbackDialog({ detail, version, flow, goBack, onClose }: RollbackDialogProps) {
  const t = useTranslations('versions.rollback');
  const [naming, setNaming] = useState<Naming>({ name: '', note: '' });
  const [reason, setReason] = useState('');
  // Kept while it is asked for again: the box must not vanish under the words.
  const [unsafe, setUnsafe] = useState<string[]>([]);
  if (goBack.unsafe.length > 0 && goBack.unsafe.join() !== unsafe.join()) setUnsafe(goBack.unsafe);
  const next = (detail.published?.number ?? 0) + 1;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { number: version })}
      description={t('help', { number: version, next })}
      confirm={t('confirm')}
      cancel={t('cancel')}
      busy={goBack.isPending}
      disabled={unsafe.length > 0 && reason.trim().length < SHORTEST_REASON}
      onConfirm={() => goBack.rollBack({ version, ...naming, reason: reason.trim() }, onClose)}
    >
      <div className="flex flex-col gap-4">
        <p className="text-base">
          {t('against')} <ChangeLine changes={summarizeDiff(diffFlows(detail.draft, flow))} />
        </p>
        {detail.unpublishedChanges && <Notice tone="warning">{t('draftGoes')}</Notice>}
        <NamingFields naming={naming} onChange={setNaming} />
        {unsafe.length > 0 && (
          <AcceptBox count={unsafe.length} reason={reason} onReason={setReason}>
            <ul className="mb-3 list-disc pl-5 text-sm">
              {unsafe.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </AcceptBox>
        )}
      </div>
    </ConfirmDialog>
  );
}
