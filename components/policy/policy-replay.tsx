'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { Policy } from '#lib/policy.ts';
import type { ReplayedAction } from '#lib/views-admin.ts';

const TONES: Record<ReplayedAction['then'], BadgeTone> = { deny: 'danger', ask: 'wait', allow: 'good' };

/** What these rules would have allowed or stopped among all that steps did in the last thirty days. */
export function PolicyReplayed({ policy }: { policy: Policy }) {
  const t = useTranslations('admin.replay');
  const trpc = useTRPC();
  const look = useMutation(trpc.policy.replay.mutationOptions());
  const { mutate } = look;
  useEffect(() => mutate({ document: policy }), [mutate, policy]);
  return (
    <section aria-labelledby="replay" className="mb-6">
      <h3 id="replay" className="text-base font-semibold">
        {t('title')}
      </h3>
      {look.error && <ErrorState message={messageOf(look.error)} onRetry={() => mutate({ document: policy })} />}
      {!look.data && !look.error && <SkeletonRows rows={2} className="h-12" />}
      {look.data && (
        <p role="status" className="text-base text-ink-soft">
          {t('sum', { looked: look.data.looked, changed: look.data.changed })}
        </p>
      )}
      <ul className="divide-y divide-line">
        {look.data?.items.map((item, at) => (
          <Replayed key={at} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Replayed({ item }: { item: ReplayedAction }) {
  const t = useTranslations('admin.replay');
  const { runId, flowName, stepName, title, at, target, now, then, rule, passkey } = item;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-52">
        <VisibleText text={stepName} className="font-medium whitespace-normal" />
        <p className="text-sm text-ink-soft">
          {title}
          {target !== null && (
            <>
              {' · '}
              <VisibleText text={target} className="whitespace-normal" />
            </>
          )}
        </p>
        <p className="text-sm text-ink-soft">
          <Link href={`/runs/${runId}`} className="underline-offset-4 hover:underline">
            <bdi className="wrap-anywhere">{flowName}</bdi>
          </Link>{' '}
          · <TimeAgo at={at} /> · {t('rule', { rule })}
        </p>
      </div>
      <p className="flex items-center gap-1.5">
        <Badge tone="outline">{t(`word-${now}`)}</Badge>
        <span aria-label={t('becomes')}>→</span>
        <Badge tone={TONES[then]}>{passkey ? t('word-passkey') : t(`word-${then}`)}</Badge>
      </p>
    </li>
  );
}
