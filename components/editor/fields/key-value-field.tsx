'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FieldProps } from '#components/editor/fields/field-context.tsx';
import { TextField } from '#components/editor/fields/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Json } from '#lib/value.ts';

type Pair = { name: string; value: Json | undefined };

function pairsOf(value: Json | undefined): Pair[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, item]) => ({ name, value: item }));
}

function objectOf(pairs: readonly Pair[]): Json {
  return Object.fromEntries(pairs.filter((pair) => pair.name !== '').map((pair) => [pair.name, pair.value ?? '']));
}

/** Whether both say the same object: then what is typed stays as typed (an unnamed row, a name given twice). */
function same(pairs: readonly Pair[], value: Json | undefined): boolean {
  return JSON.stringify(objectOf(pairs)) === JSON.stringify(objectOf(pairsOf(value)));
}

/** Names and values: headers, columns, the values of an object. */
export function KeyValueField({ schema, value, onChange, label }: FieldProps) {
  const t = useTranslations('fields.pairs');
  const [draft, setDraft] = useState<Pair[]>(() => pairsOf(value));
  const pairs = same(draft, value) ? draft : pairsOf(value);
  const item = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  const loose = item.type !== 'string';
  const write = (next: Pair[]) => {
    setDraft(next);
    onChange(objectOf(next));
  };
  const change = (at: number, part: Partial<Pair>) =>
    write(pairs.map((pair, i) => (i === at ? { ...pair, ...part } : pair)));
  const isTwice = (name: string) => name !== '' && pairs.filter((pair) => pair.name === name).length > 1;
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-2">
      {pairs.map((pair, at) => (
        <div key={at} className="flex items-start gap-1.5">
          <Input
            aria-label={t('nameOf', { number: at + 1, label })}
            aria-invalid={isTwice(pair.name) || undefined}
            title={isTwice(pair.name) ? t('twice') : undefined}
            className="w-2/5 shrink-0 px-2.5"
            placeholder={t('name')}
            value={pair.name}
            onChange={(event) => change(at, { name: event.target.value })}
          />
          <TextField
            schema={{ ...item, placeholder: t('value') }}
            loose={loose}
            label={t('valueOf', { name: pair.name || t('row', { number: at + 1 }) })}
            value={pair.value}
            onChange={(next) => change(at, { value: next })}
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('remove', { name: pair.name || t('row', { number: at + 1 }) })}
            onClick={() => write(pairs.filter((_, i) => i !== at))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <Button size="sm" className="self-start" onClick={() => setDraft([...pairs, { name: '', value: undefined }])}>
        <Plus aria-hidden /> {t('add')}
      </Button>
    </div>
  );
}
