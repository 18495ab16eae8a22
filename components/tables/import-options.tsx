'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';

const SEPARATORS = ['auto', ',', ';', 'tab', '|'] as const;
const NAMES = { auto: 'auto', ',': 'comma', ';': 'semicolon', tab: 'tab', '|': 'bar' } as const;

export type ImportChoice = {
  header: boolean;
  separator: (typeof SEPARATORS)[number];
  values: boolean;
  trusted: boolean;
  skipBad: boolean;
};

export type ImportOptionsProps = {
  choice: ImportChoice;
  problems: number;
  onChange: (choice: ImportChoice) => void;
};

/** How a file is read, and whether one vouches for it. */
export function ImportOptions({ choice, problems, onChange }: ImportOptionsProps) {
  const t = useTranslations('tables.import');
  const boxes = (['header', 'values', 'trusted', 'skipBad'] as const).filter(
    (name) => name !== 'skipBad' || problems > 0,
  );
  return (
    <div className="flex flex-col gap-3">
      {boxes.map((name) => (
        <label key={name} className="flex cursor-pointer items-start gap-2.5">
          <Checkbox
            className="mt-0.5"
            checked={choice[name]}
            onCheckedChange={(checked) => onChange({ ...choice, [name]: checked === true })}
          />
          <span className="min-w-0">
            {t(name)}
            {name === 'trusted' && <span className="block text-sm text-ink-faint">{t('trustedHelp')}</span>}
          </span>
        </label>
      ))}
      <Field label={t('separator')} className="max-w-60">
        <Select
          value={choice.separator}
          options={SEPARATORS.map((value) => ({ value, title: t(`separators.${NAMES[value]}`) }))}
          onValueChange={(separator) => onChange({ ...choice, separator: separator as ImportChoice['separator'] })}
        />
      </Field>
    </div>
  );
}
