'use client';
import { KeyRound } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf, signWithPasskey, type PasskeyFailure } from '#components/security/passkey-browser.ts';
import { RecoveryCodeField } from '#components/security/recovery-code-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { OwnProof } from '#lib/approval-proof.ts';
import type { OwnProofAsked } from '#lib/views-passkeys.ts';

export type OwnProofWindowProps = { asked: OwnProofAsked; onAnswer: (proof: OwnProof | null) => void };

/** Asks for a passkey that is there already, or a recovery code, before one's passkeys are changed. */
export function OwnProofWindow({ asked, onAnswer }: OwnProofWindowProps) {
  const t = useTranslations('settings.ownProof');
  const proofs = useTranslations('approvals.proof');
  const form = useId();
  const [code, setCode] = useState<string | null>(asked.passkeys.length === 0 ? '' : null);
  const [signing, setSigning] = useState(false);
  const [failure, setFailure] = useState<PasskeyFailure | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // It stands in the tree of another form: that one is not sent.
    event.stopPropagation();
    setFailure(null);
    if (code !== null) return onAnswer({ kind: 'recovery', code });
    setSigning(true);
    signWithPasskey(asked)
      .then((assertion) => onAnswer({ kind: 'passkey', ...assertion }))
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setSigning(false));
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onAnswer(null)}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          <>
            <Button onClick={() => onAnswer(null)}>{t('cancel')}</Button>
            <Button type="submit" form={form} variant="primary" busy={signing} disabled={code?.trim() === ''}>
              <KeyRound aria-hidden />
              {t(code === null ? 'withPasskey' : 'withCode')}
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col items-start gap-3">
          {failure && <Notice tone="warning">{proofs(`failures.${failure}`, { origin: asked.origin })}</Notice>}
          {code !== null && (
            <RecoveryCodeField code={code} left={asked.codesLeft} className="w-full" onChange={setCode} />
          )}
          {asked.codesLeft > 0 && asked.passkeys.length > 0 && (
            <Button variant="link" size="inline" onClick={() => setCode(code === null ? '' : null)}>
              {proofs(code === null ? 'useCode' : 'usePasskey')}
            </Button>
          )}
          {asked.codesLeft === 0 && <p className="text-sm text-ink-soft">{t('lost')}</p>}
        </form>
      </DialogContent>
    </Dialog>
  );
}
