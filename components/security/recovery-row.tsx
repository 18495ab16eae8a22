'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { LetBe, useOwnProof } from '#components/security/use-own-proof.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { PasskeysView } from '#lib/views-passkeys.ts';

const RecoveryCodes = dynamic(() =>
  import('#components/security/recovery-codes.tsx').then((module) => module.RecoveryCodes),
);

/** How many recovery codes are left, and new ones, shown once. */
export function RecoveryRow({ codes }: Pick<PasskeysView, 'codes'>) {
  const t = useTranslations('settings.passkeys');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<string[] | null>(null);
  const client = useTRPCClient();
  const { prove, window: proving } = useOwnProof();
  const make = useMutation({
    mutationFn: async () => {
      const { proof } = await client.passkeys.ask.mutate({ what: 'codes' });
      setAsking(false);
      return client.passkeys.makeCodes.mutate(await prove(proof));
    },
    onError: (failed) => failed instanceof LetBe || toast.error(messageOf(failed)),
    onSuccess: (made) => setShown(made.codes),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: trpc.passkeys.pathKey() });
    },
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-5 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">{t('codes')}</p>
        <p className="text-sm text-ink-soft">{codes.made === 0 ? t('noCodes') : t('codesLeft', codes)}</p>
      </div>
      <Button
        size="sm"
        busy={make.isPending && !asking}
        onClick={() => (codes.made === 0 ? make.mutate() : setAsking(true))}
      >
        {t(codes.made === 0 ? 'makeCodes' : 'newCodes')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('newCodesTitle')}
        description={t('newCodesHelp')}
        confirm={t('newCodes')}
        busy={make.isPending}
        onConfirm={() => make.mutate()}
      />
      {proving}
      {shown && <RecoveryCodes codes={shown} onClose={() => setShown(null)} />}
    </div>
  );
}
