'use client';
import { useMutation } from '@tanstack/react-query';
import { Link } from '#components/ui/link.tsx';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { PolicyReplayed } from '#components/policy/policy-replay.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { Policy } from '#lib/policy.ts';
import type { PolicyEffect, PolicyWord } from '#lib/views-admin.ts';

const TONES: Record<PolicyWord, BadgeTone> = { deny: 'danger', ask: 'wait', depends: 'info', allow: 'good' };
const ORDER: PolicyWord[] = ['deny', 'ask', 'depends', 'allow'];

/** What every published step would be told under these rules, changes first. Nothing is saved. */
export function PolicyPreview({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const t = useTranslations('admin.preview');
  const trpc = useTRPC();
  const look = useMutation(trpc.policy.preview.mutationOptions());
  const { mutate } = look;
  useEffect(() => mutate({ document: policy }), [mutate, policy]);
  const effects = [...(look.data ?? [])].sort(
    (one, other) =>
      Number(isChange(other)) - Number(isChange(one)) || ORDER.indexOf(one.then) - ORDER.indexOf(other.then),
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        wide
        title={t('title')}
        description={t('lead')}
        footer={<Button onClick={onClose}>{t('close')}</Button>}
      >
        <PolicyReplayed policy={policy} />
        <h3 className="text-base font-semibold">{t('drawn')}</h3>
        {look.error && <ErrorState message={messageOf(look.error)} onRetry={() => mutate({ document: policy })} />}
        {!look.data && !look.error && <SkeletonRows rows={4} className="h-12" />}
        {look.data && (
          <p role="status" className="mb-3 text-base">
            {effects.length === 0
              ? t('none')
              : t('sum', { count: effects.length, changed: effects.filter(isChange).length })}
          </p>
        )}
        <ul className="divide-y divide-line">
          {effects.map((effect) => (
            <EffectRow key={`${effect.flowId}:${effect.node}`} effect={effect} />
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

function isChange({ now, then, refused }: PolicyEffect): boolean {
  return now !== then || refused.length > 0;
}

function EffectRow({ effect }: { effect: PolicyEffect }) {
  const t = useTranslations('admin.preview');
  const { flowId, flowName, name, title, now, then, rule, refused, budgets } = effect;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-52">
        <VisibleText text={name} className="font-medium whitespace-normal" />
        <p className="text-sm text-ink-soft">
          {title} ·{' '}
          <Link href={`/flows/${flowId}`} className="underline-offset-4 hover:underline">
            <bdi className="wrap-anywhere">{flowName}</bdi>
          </Link>
        </p>
        {rule !== null && <p className="text-sm text-ink-soft">{t('rule', { rule })}</p>}
        {budgets.length > 0 && <p className="text-sm text-ink-soft">{t('budgets', { names: budgets.join(', ') })}</p>}
        {refused.map(({ target, count }) => (
          <p key={target} className="text-sm text-danger">
            {t.rich('refused', { count, target: () => <VisibleText text={target} className="whitespace-normal" /> })}
          </p>
        ))}
      </div>
      <p className="flex items-center gap-1.5">
        {now !== then && (
          <>
            <Badge tone="outline">{t(`word-${now}`)}</Badge>
            <span aria-label={t('becomes')}>→</span>
          </>
        )}
        <Badge tone={TONES[then]}>{t(`word-${then}`)}</Badge>
      </p>
    </li>
  );
}
