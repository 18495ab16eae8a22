'use client';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { Draft, Kind } from '#components/variables/variable-draft.ts';

const KINDS: { value: Kind; title: string }[] = [
  { value: 'text', title: 'Text' },
  { value: 'number', title: 'Number' },
  { value: 'yes-no', title: 'Yes or no' },
  { value: 'data', title: 'Data (JSON)' },
];
const YES_NO = [
  { value: 'yes', title: 'Yes' },
  { value: 'no', title: 'No' },
];

export type ValueFieldsProps = { draft: Draft; onChange: (draft: Draft) => void; problem: string };

/** Kind and value of a variable. */
export function ValueFields({ draft, onChange, problem }: ValueFieldsProps) {
  const { kind, text, yes } = draft;
  const write = (typed: string) => onChange({ ...draft, text: typed });
  return (
    <>
      <Field label="Kind">
        <Select
          value={kind}
          options={KINDS}
          onValueChange={(next) =>
            onChange({ ...draft, kind: KINDS.find(({ value }) => value === next)?.value ?? kind })
          }
        />
      </Field>
      <Field label="Value" error={problem || undefined}>
        {kind === 'yes-no' ? (
          <Select
            value={yes ? 'yes' : 'no'}
            options={YES_NO}
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
