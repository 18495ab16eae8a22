'use client';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';

export type SecretInputProps = {
  /** A value is kept already; it is never shown. */
  isSet: boolean;
  value: string | undefined;
  /** `undefined` leaves what is kept. */
  onChange: (value: string | undefined) => void;
  placeholder?: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
};

/** A secret can be set and replaced, never read back. */
export function SecretInput({ isSet, value, onChange, placeholder, ...control }: SecretInputProps) {
  const t = useTranslations('connections.secretInput');
  const [replacing, setReplacing] = useState(false);
  if (isSet && !replacing) {
    return (
      <div className="flex h-9 items-center gap-2 rounded-md border border-line bg-sunken pr-1 pl-3 text-base">
        <KeyRound className="size-4 text-good" aria-hidden />
        <span className="flex-1 text-ink-soft">{t('setAndKeptEncrypted')}</span>
        <Button {...control} size="sm" variant="ghost" onClick={() => setReplacing(true)}>
          {t('replace')}
        </Button>
      </div>
    );
  }
  const keep = () => {
    setReplacing(false);
    onChange(undefined);
  };
  return (
    <div className="flex gap-2">
      <Input
        {...control}
        type="password"
        autoComplete="off"
        data-1p-ignore
        autoFocus={replacing}
        value={value ?? ''}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
      {replacing && (
        <Button variant="ghost" onClick={keep}>
          {t('keepOld')}
        </Button>
      )}
    </div>
  );
}
