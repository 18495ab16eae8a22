'use client';
import { Plus, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';

export type ListInputProps = {
  value: string[];
  onChange: (value: string[]) => void;
  placeholder?: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
};

/** Several short texts, e.g. hosts. What stands in the box counts too, so that nobody loses it by not pressing Enter. */
export function ListInput({ value, onChange, placeholder, ...control }: ListInputProps) {
  const t = useTranslations('connections.listInput');
  const [draft, setDraft] = useState('');
  const add = () => {
    const parts = draft.split(/[\s,]+/).filter((part) => part && !value.includes(part));
    if (parts.length > 0) onChange([...value, ...parts]);
    setDraft('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ',') return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-2">
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((item) => (
            <li
              key={item}
              className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2 font-mono text-sm"
            >
              <bdi className="truncate">{item}</bdi>
              <button
                type="button"
                aria-label={t('remove', { item })}
                className="cursor-pointer rounded-sm p-1 text-ink-faint hover:bg-hover hover:text-ink"
                onClick={() => onChange(value.filter((other) => other !== item))}
              >
                <X className="size-3.5" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Input
          {...control}
          value={draft}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
        <Button size="icon" className="size-9" aria-label={t('add')} disabled={!draft.trim()} onClick={add}>
          <Plus aria-hidden />
        </Button>
      </div>
    </div>
  );
}
