'use client';
import { Copy } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Link } from '#components/ui/link.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { SameElsewhere } from '#lib/views.ts';

export type SameRunsProps = {
  runId: string;
  others: readonly SameElsewhere[];
  /** Whether the answer is for all of them. */
  forAll: boolean;
  onForAll: (on: boolean) => void;
};

/** Who else waits for the very same, and how often it will happen. */
export function SameRuns({ runId, others, forAll, onForAll }: SameRunsProps) {
  const t = useTranslations('approvals.same');
  const id = useId();
  const count = others.length + 1;
  return (
    <section aria-label={t('runs', { count })} className="text-base">
      <p className="flex gap-2 font-medium">
        <Copy className="mt-0.5 size-4 shrink-0 text-wait" aria-hidden />
        <span>
          {t('runs', { count })} {forAll ? t('times', { count }) : t('once')}
        </span>
      </p>
      <label htmlFor={id} className="mt-2 flex cursor-pointer items-start gap-2">
        <Checkbox id={id} className="mt-0.5" checked={forAll} onCheckedChange={(on) => onForAll(on === true)} />
        <span>{t('forAll', { count })}</span>
      </label>
      <ul
        aria-label={t('others')}
        className="mt-2 flex max-h-28 flex-col gap-0.5 overflow-y-auto pl-6.5 text-sm text-ink-soft"
        tabIndex={others.length > 4 ? 0 : undefined}
      >
        {others.map((other) => (
          <li key={other.id}>
            <Link href={`/runs/${other.runId}`} className="text-accent-text underline-offset-4 hover:underline">
              {t(other.runId === runId ? 'thisRun' : 'otherRun')}
            </Link>
            {' · '}
            <bdi className="wrap-anywhere">{other.stepName}</bdi> · <TimeAgo at={other.createdAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
