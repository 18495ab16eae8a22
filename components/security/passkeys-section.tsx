'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { RecoveryRow } from '#components/security/recovery-row.tsx';
import { LetBe, useOwnProof } from '#components/security/use-own-proof.tsx';
import { worksHere } from '#components/security/passkey-browser.ts';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';
import type { PasskeyView } from '#lib/views-passkeys.ts';

const PasskeyDialog = dynamic(() =>
  import('#components/security/passkey-dialog.tsx').then((module) => module.PasskeyDialog),
);

const ID = 'passkeys';

function PasskeyRow({ passkey, onRemove }: { passkey: PasskeyView; onRemove: () => void }) {
  const t = useTranslations('settings.passkeys');
  return (
    <li className="flex items-center justify-between gap-3 px-5 py-3">
      <div className="flex min-w-0 gap-3">
        <KeyRound className="mt-1 size-4 shrink-0 text-ink-faint" aria-hidden />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <bdi className="font-medium wrap-anywhere">{passkey.name}</bdi>
            {!passkey.works && <Badge tone="outline">{t('elsewhere')}</Badge>}
          </p>
          <p className="text-sm text-ink-soft">
            {t.rich('added', { when: () => <TimeAgo at={passkey.createdAt} /> })}
            {' · '}
            {passkey.lastUsedAt
              ? t.rich('used', { when: () => <TimeAgo at={passkey.lastUsedAt ?? ''} /> })
              : t('neverUsed')}
          </p>
        </div>
      </div>
      <Button size="sm" variant="danger" aria-label={t('removeName', { name: passkey.name })} onClick={onRemove}>
        {t('remove')}
      </Button>
    </li>
  );
}

/** One's own passkeys and recovery codes: what allows the critical. */
export function PasskeysSection() {
  const t = useTranslations('settings.passkeys');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(trpc.passkeys.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  const client = useTRPCClient();
  const { prove, window: proving } = useOwnProof();
  const remove = useMutation({
    mutationFn: async (id: string) => {
      const { proof } = await client.passkeys.ask.mutate({ what: 'remove', id });
      setRemoving(null);
      return client.passkeys.remove.mutate({ id, ...(await prove(proof)) });
    },
    onError: (failed) => failed instanceof LetBe || toast.error(messageOf(failed)),
    onSettled: () => {
      setRemoving(null);
      return queries.invalidateQueries({ queryKey: trpc.passkeys.pathKey() });
    },
  });
  // Whoever comes from a request lands here, not at the head of a page that was still empty when it opened.
  const isLoaded = data !== undefined;
  useEffect(() => {
    if (isLoaded && window.location.hash === `#${ID}`) document.getElementById(ID)?.scrollIntoView();
  }, [isLoaded]);
  const isHere = worksHere(data?.origin ?? '');
  return (
    <SettingsSection
      id={ID}
      title={t('title')}
      lead={t('lead')}
      actions={
        data && isHere ? (
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        ) : undefined
      }
    >
      {isPending && <Skeleton className="m-5 h-16" />}
      {error && !data && <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />}
      {data && !isHere && <Notice className="m-5">{t('place', { origin: data.origin })}</Notice>}
      {data?.passkeys.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('none')}</p>}
      {data && data.passkeys.length > 0 && (
        <>
          <ul className="divide-y divide-line">
            {data.passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => setRemoving(passkey)} />
            ))}
          </ul>
          <RecoveryRow codes={data.codes} />
        </>
      )}
      {proving}
      {adding && <PasskeyDialog origin={data?.origin ?? ''} onClose={() => setAdding(false)} />}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t('removeTitle', { name: removing?.name ?? '' })}
        description={t(data?.passkeys.length === 1 ? 'removeLast' : 'removeHelp')}
        confirm={t('removePasskey')}
        danger
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id)}
      />
    </SettingsSection>
  );
}
