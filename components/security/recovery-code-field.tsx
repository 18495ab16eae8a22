'use client';
import { useTranslations } from 'use-intl';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

export type RecoveryCodeFieldProps = {
  code: string;
  left: number;
  className?: string;
  onChange: (code: string) => void;
};

/** Where a recovery code is typed; `left`: how many there still are. */
export function RecoveryCodeField({ code, left, className, onChange }: RecoveryCodeFieldProps) {
  const t = useTranslations('approvals.proof');
  return (
    <Field label={t('code')} hint={t('codeHint', { left })} className={className}>
      <Input
        autoFocus
        value={code}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}
