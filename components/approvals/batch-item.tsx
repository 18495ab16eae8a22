'use client';
import { useTranslations } from 'use-intl';
import { RequestView } from '#components/approvals/request-view.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Link } from '#components/ui/link.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { isTargetChosen } from '#lib/approval-together.ts';
import type { ApprovalView } from '#lib/views.ts';

export type BatchItemProps = {
  approval: ApprovalView;
  place: { number: number; of: number };
  onOpen: (field: string) => void;
  /** Whether the answer is for this one too. */
  tick?: { on: boolean; set: (on: boolean) => void };
};

/** One request of a batch, as whole as on its own card. */
export function BatchItem({ approval, place, onOpen, tick }: BatchItemProps) {
  const t = useTranslations('approvals.batch');
  const { request } = approval;
  const titleId = `batch-${approval.id}`;
  return (
    <article aria-labelledby={titleId} className="overflow-clip rounded-xl border border-line-strong bg-surface">
      <header className="px-5 pt-4 pb-3 sm:px-7">
        <p className="tabular text-sm font-medium text-ink-faint">{t('place', place)}</p>
        <h3 id={titleId} className="mt-1 text-lg font-semibold">
          <VisibleText text={request.title} />
        </h3>
        <p className="mt-1 text-sm text-ink-soft">
          <Link href={`/runs/${request.run.runId}`} className="font-medium text-ink underline-offset-4 hover:underline">
            <bdi className="wrap-anywhere">{request.run.flowName}</bdi>
          </Link>
          {' · '}
          <TimeAgo at={approval.createdAt} />
        </p>
      </header>
      <RequestView request={request} before={approval.before} edited={approval.edited} onOpen={onOpen} />
      {tick && (
        <label className="flex cursor-pointer items-start gap-2 border-t border-line px-5 py-3 sm:px-7">
          <Checkbox
            className="mt-0.5"
            checked={tick.on}
            onCheckedChange={(on) => tick.set(on === true)}
            aria-describedby={isTargetChosen(request) ? `${titleId}-chosen` : undefined}
          />
          <span>
            {t('inAnswer')}
            {isTargetChosen(request) && (
              <span id={`${titleId}-chosen`} className="block text-sm text-ink-soft">
                {t('chosen')}
              </span>
            )}
          </span>
        </label>
      )}
    </article>
  );
}
