'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { TokenDialog } from '#components/settings/token-dialog.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo, useNow } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';
import type { TokenView } from '#lib/views.ts';

function TokenRow({ token, onRevoke }: { token: TokenView; onRevoke: () => void }) {
  const t = useTranslations('settings.tokensSection');
  const now = useNow();
  const over = token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
  return (
    <li className="flex items-center justify-between gap-3 px-5 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium wrap-anywhere">{token.name}</bdi>
          {token.revokedAt ? (
            <Badge tone="outline">{t('revoked')}</Badge>
          ) : over ? (
            <Badge tone="outline">{t('expired')}</Badge>
          ) : (
            token.scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)
          )}
        </p>
        <p className="text-sm text-ink-soft">
          {token.lastUsedAt ? (
            <>
              {t('lastUsed')} <TimeAgo at={token.lastUsedAt} />
            </>
          ) : (
            t('neverUsed')
          )}
          {!token.revokedAt && !over && token.expiresAt && (
            <>
              {' '}
              {t('ends')} <TimeAgo at={token.expiresAt} />
            </>
          )}
        </p>
      </div>
      {!token.revokedAt && (
        <Button size="sm" variant="danger" onClick={onRevoke}>
          {t('revoke')}
        </Button>
      )}
    </li>
  );
}

/** Tokens: made once, shown once, revoked at will. */
export function TokensSection() {
  const t = useTranslations('settings.tokensSection');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const tokens = useQuery(trpc.tokens.list.queryOptions());
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.tokens.pathKey() }),
      onSettled: () => setRevoking(null),
    }),
  );
  return (
    <SettingsSection
      id="tokens"
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button onClick={() => setMaking(true)}>
          <Plus aria-hidden />
          {t('new')}
        </Button>
      }
    >
      {tokens.isPending && <Skeleton className="m-5 h-16" />}
      {tokens.error && !tokens.data && (
        <ErrorState message={messageOf(tokens.error)} onRetry={() => void tokens.refetch()} />
      )}
      {tokens.data?.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {tokens.data?.map((token) => (
          <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
        ))}
      </ul>
      {making && <TokenDialog onClose={() => setMaking(false)} />}
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={t('revoke2', { name: revoking?.name ?? '' })}
        description={t('revokeHelp')}
        confirm={t('revokeToken')}
        danger
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
      />
    </SettingsSection>
  );
}
