'use client';
import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf, signWithPasskey, type PasskeyFailure } from '#components/security/passkey-browser.ts';
import { RecoveryCodeField } from '#components/security/recovery-code-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { GivenProof } from '#lib/approval-proof.ts';
import type { ProofAsked } from '#lib/views-passkeys.ts';

export type ProofBarProps = {
  asked: ProofAsked;
  busy: boolean;
  onBack: () => void;
  onProof: (proof: GivenProof) => void;
};

/** The yes to something critical: the part that matters typed again, then the passkey, or a recovery code. */
export function ProofBar({ asked, busy, onBack, onProof }: ProofBarProps) {
  const t = useTranslations('approvals.proof');
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const [signing, setSigning] = useState(false);
  const [failure, setFailure] = useState<PasskeyFailure | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    if (typed.trim() !== asked.field.value) return setDiffers(true);
    if (code !== null) return onProof({ kind: 'recovery', typed, code });
    setSigning(true);
    signWithPasskey(asked)
      .then((assertion) => onProof({ kind: 'passkey', typed, ...assertion }))
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setSigning(false));
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {failure && <Notice tone="warning">{t(`failures.${failure}`, { origin: asked.origin })}</Notice>}
      <Field label={t('type', { field: asked.field.title })} hint={t('why')} error={differs ? t('differs') : undefined}>
        <Input
          autoFocus
          value={typed}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value);
            setDiffers(false);
          }}
        />
      </Field>
      {code !== null && <RecoveryCodeField code={code} left={asked.codesLeft} onChange={setCode} />}
      <div className="flex flex-wrap items-center gap-2.5">
        <Button
          type="submit"
          size="lg"
          variant="primary"
          busy={busy || signing}
          disabled={typed.trim() === '' || code === ''}
        >
          <KeyRound aria-hidden />
          {t(code === null ? 'withPasskey' : 'withCode')}
        </Button>
        <Button size="lg" variant="ghost" disabled={busy} onClick={onBack}>
          {t('back')}
        </Button>
        {asked.codesLeft > 0 && (
          <Button variant="link" size="inline" disabled={busy} onClick={() => setCode(code === null ? '' : null)}>
            {t(code === null ? 'useCode' : 'usePasskey')}
          </Button>
        )}
      </div>
    </form>
  );
}
