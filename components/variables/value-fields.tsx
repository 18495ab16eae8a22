'use client';
import { useTranslations } from 'use-intl';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { Draft, Kind } from '#components/variables/variable-draft.ts';

const KINDS: Kind[] = ['text', 'number', 'yes-no', 'data'];
const YES_NO = ['yes', 'no'] as const;

export type ValueFieldsProps = { draft: Draft; onChange: (draft: Draft) => void; problem: string };

/** Kind and value of a variable. */
export function ValueFields({ draft, onChange, problem }: ValueFieldsProps) {
  const t = useTranslations('variables.valueFields');
  const { kind, text, yes } = draft;
  const write = (typed: string) => onChange({ ...draft, text: typed });
  return (
    <>
      <Field label={t('kind')}>
        <Select
          value={kind}
          options={KINDS.map((one) => ({ value: one, title: t(`kinds.${one}`) }))}
          onValueChange={(next) => onChange({ ...draft, kind: KINDS.find((one) => one === next) ?? kind })}
        />
      </Field>
      <Field label={t('value')} error={problem || undefined}>
        {kind === 'yes-no' ? (
          <Select
            value={yes ? 'yes' : 'no'}
            options={YES_NO.map((one) => ({ value: one, title: t(one) }))}
            onValueChange={(next) => onChange({ ...draft, yes: next === 'yes' })}
          />
        ) : kind === 'number' ? (
          <Input inputMode="decimal" value={text} onChange={({ target }) => write(target.value)} />
        ) : (
          <Textarea
            rows={kind === 'data' ? 6 : 2}
            spellCheck={kind === 'text'}
            className={kind === 'data' ? 'max-h-96 font-mono text-sm sm:text-sm' : 'max-h-96'}
            value={text}
            onChange={({ target }) => write(target.value)}
          />
        )}
      </Field>
    </>
  );
}
