'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { fieldErrors, messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { AnswerFigures } from '#components/policy/answer-figures.tsx';
import { BudgetEntries } from '#components/policy/budget-entries.tsx';
import { DefaultRules } from '#components/policy/default-rules.tsx';
import { ListEntries } from '#components/policy/list-entries.tsx';
import { isSame } from '#components/policy/policy-draft.ts';
import { PolicyFile } from '#components/policy/policy-file.tsx';
import { PolicyVersions } from '#components/policy/policy-versions.tsx';
import { RuleEntries } from '#components/policy/rule-entries.tsx';
import { StandingEntries } from '#components/policy/standing.tsx';
import { WaitingEntries } from '#components/policy/waiting-entries.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { Policy } from '#lib/policy.ts';

const PolicyPreview = dynamic(() => import('#components/policy/policy-preview.tsx').then((file) => file.PolicyPreview));

/** When a person is asked: what always holds, and what the owner narrows further. */
export function PolicyPage() {
  const t = useTranslations('admin.policy');
  const trpc = useTRPC();
  const policy = useQuery(trpc.policy.get.queryOptions());
  const isOwner = useRight('admin');
  return (
    <Page before={<SettingsNav />} title={t('title')} lead={t('lead')}>
      <div className="flex flex-col gap-10">
        <DefaultRules />
        {isOwner && <AnswerFigures />}
        {isOwner && <StandingEntries />}
        {policy.isPending && <SkeletonRows rows={3} />}
        {policy.error && !policy.data && (
          <ErrorState message={messageOf(policy.error)} onRetry={() => void policy.refetch()} />
        )}
        {policy.data && (
          <OwnRules key={policy.data.version} version={policy.data.version} saved={policy.data.document} />
        )}
      </div>
    </Page>
  );
}

function OwnRules({ version, saved }: { version: number; saved: Policy }) {
  const t = useTranslations('admin.policy');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayChange = useRight('admin');
  const [draft, setDraft] = useState(saved);
  const [looking, setLooking] = useState(false);
  // Fields that keep what is typed begin anew with other rules.
  const [loads, setLoads] = useState(0);
  const take = (policy: Policy) => {
    setDraft(policy);
    setLoads(loads + 1);
  };
  const changed = !isSame(draft, saved);
  const save = useMutation(
    trpc.policy.save.mutationOptions({
      onSuccess: () => {
        toast(t('saved'));
        return queries.invalidateQueries({ queryKey: trpc.policy.pathKey() });
      },
    }),
  );
  const problems = fieldErrors(save.error);
  const entries = { policy: draft, onChange: setDraft, readOnly: !mayChange, problems };
  return (
    <>
      <RuleEntries key={`rules-${loads}`} {...entries} />
      <ListEntries key={`lists-${loads}`} {...entries} />
      <BudgetEntries {...entries} />
      <WaitingEntries {...entries} />
      <div className="sticky bottom-14 z-10 flex flex-wrap items-center gap-3 rounded-xl border border-line-strong bg-raised px-5 py-3 shadow-md md:bottom-3">
        <p role="status" className="min-w-0 flex-1 basis-40 text-base text-ink-soft">
          {!mayChange ? t('readOnly') : changed ? t('unsaved') : t('inForce', { version })}
        </p>
        <Button onClick={() => setLooking(true)}>
          <Eye aria-hidden />
          {t('preview')}
        </Button>
        {mayChange && changed && <Button onClick={() => take(saved)}>{t('discard')}</Button>}
        {mayChange && (
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={!changed}
            onClick={() => save.mutate({ document: draft, base: version })}
          >
            {t('save')}
          </Button>
        )}
        {save.error && (
          <Notice tone="danger" className="basis-full">
            {messageOf(save.error)}
          </Notice>
        )}
      </div>
      <PolicyVersions
        current={version}
        onTake={mayChange ? take : null}
        actions={<PolicyFile policy={draft} onLoad={mayChange ? take : null} />}
      />
      {looking && <PolicyPreview policy={draft} onClose={() => setLooking(false)} />}
    </>
  );
}
