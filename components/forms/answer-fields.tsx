'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { controlId, type AnswerDraft } from '#components/forms/use-answers.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { titleOfField, type AnswerField } from '#lib/form.ts';
/** Radix keeps the empty text for "nothing chosen". */
const NONE = '\u0000';

export type AnswerFieldsProps = {
  fields: readonly AnswerField[];
  draft: AnswerDraft;
  /** What the server found wrong, by name of the field. */
  problems: Readonly<Record<string, string>>;
};

/** The boxes a person fills in, each with what is wrong about it. */
export function AnswerFields({ fields, draft, problems }: AnswerFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      {fields.map((field) => {
        const error = draft.wrong[field.name] ?? problems[field.name];
        const shared = { field, texts: draft.texts[field.name] ?? [], error };
        const set = (next: readonly string[]) => draft.set(field.name, next);
        return field.type === 'choices' ? (
          <Several key={field.name} {...shared} onChange={set} />
        ) : (
          <Field
            key={field.name}
            id={controlId(field.name)}
            label={<VisibleText text={titleOfField(field)} />}
            hint={field.help ? <VisibleText text={field.help} /> : undefined}
            error={error}
            required={field.required}
          >
            <One field={field} text={shared.texts[0] ?? ''} onChange={(text) => set([text])} />
          </Field>
        );
      })}
    </div>
  );
}

type OneProps = { field: AnswerField; text: string; onChange: (text: string) => void };

// `rest` carries the id and the descriptions that Field gives to its control.
function One({ field, text, onChange, ...rest }: OneProps) {
  const t = useTranslations('forms.answerFields');
  const common = { ...rest, value: text };
  const typed = (event: { target: { value: string } }) => onChange(event.target.value);
  switch (field.type) {
    case 'multiline':
      return <Textarea {...common} onChange={typed} />;
    case 'number':
      return <Input {...common} inputMode="decimal" onChange={typed} />;
    case 'date':
      return <Input {...common} type="date" onChange={typed} />;
    case 'mail':
      return <Input {...common} type="email" autoComplete="off" onChange={typed} />;
    case 'boolean':
    case 'choice': {
      const offered =
        field.type === 'choice'
          ? (field.options ?? []).map((value) => ({ value, title: value }))
          : [
              { value: 'yes', title: t('yes') },
              { value: 'no', title: t('no') },
            ];
      const options = field.required ? offered : [{ value: NONE, title: t('none') }, ...offered];
      return <Select {...common} options={options} onValueChange={(value) => onChange(value === NONE ? '' : value)} />;
    }
    default:
      return <Input {...common} onChange={typed} />;
  }
}

type SeveralProps = {
  field: AnswerField;
  texts: readonly string[];
  error: string | undefined;
  onChange: (next: readonly string[]) => void;
};

/** Boxes to tick, in the order in which they are offered. */
function Several({ field, texts, error, onChange }: SeveralProps) {
  const t = useTranslations('forms.answerFields');
  const own = useId();
  const options = field.options ?? [];
  const tick = (value: string, on: boolean) =>
    onChange(options.filter((option) => (option === value ? on : texts.includes(option))));
  return (
    <fieldset aria-describedby={error ? `${own}-error` : undefined} className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">
        <VisibleText text={titleOfField(field)} />
        {!field.required && <span className="ml-1.5 font-normal text-ink-faint">{t('optional')}</span>}
      </legend>
      {options.map((option, at) => {
        const id = at === 0 ? controlId(field.name) : `${own}-${at}`;
        return (
          <div key={option} className="flex items-center gap-2.5">
            <Checkbox id={id} checked={texts.includes(option)} onCheckedChange={(on) => tick(option, on === true)} />
            <Label htmlFor={id} className="font-normal">
              <VisibleText text={option} />
            </Label>
          </div>
        );
      })}
      {field.help && (
        <p className="text-sm text-ink-faint">
          <VisibleText text={field.help} />
        </p>
      )}
      {error && (
        <p id={`${own}-error`} className="text-sm text-danger" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
