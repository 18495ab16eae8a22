'use client';
import { useTranslations } from 'use-intl';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

export type Naming = { name: string; note: string };

/** What a version is called, and why it was made; both may stay empty. */
export function NamingFields({ naming, onChange }: { naming: Naming; onChange: (naming: Naming) => void }) {
  const t = useTranslations('versions.naming');
  return (
    <>
      <Field label={t('name')} required={false}>
        <Input
          maxLength={80}
          placeholder={t('namePlaceholder')}
          value={naming.name}
          onChange={(event) => onChange({ ...naming, name: event.target.value })}
        />
      </Field>
      <Field label={t('note')} required={false}>
        <Textarea
          maxLength={2000}
          rows={2}
          value={naming.note}
          onChange={(event) => onChange({ ...naming, note: event.target.value })}
        />
      </Field>
    </>
  );
}
