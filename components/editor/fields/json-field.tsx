'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DataPicker } from '#components/editor/fields/data-picker.tsx';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { DROP_CLASSES, useTemplateBox } from '#components/editor/fields/use-template-box.tsx';
import { isTemplate } from '#components/editor/model/references.ts';
import { cn } from '#components/ui/cn.ts';
import { controlClasses } from '#components/ui/input.tsx';
import type { Json } from '#lib/value.ts';

type Reading = { ok: true; value: Json | undefined } | { ok: false; why: string };

/** Reads what was typed: JSON, or text where any value may stand. `strict` wants JSON (or an expression) only. */
export function readJson(typed: string, strict: boolean): Reading {
  const text = typed.trim();
  if (text === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (cause) {
    if (!/^[[{"]/.test(text.replace(/^\{\{/, ' ')) && !strict) return { ok: true, value: typed };
    if (isTemplate(text) && text.startsWith('{{')) return { ok: true, value: typed };
    return { ok: false, why: cause instanceof Error ? cause.message : '' };
  }
}

function show(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** JSON, checked as it is typed; only what can be read is kept. Holes may stand inside texts. */
export function JsonField(props: FieldProps) {
  const t = useTranslations('fields.json');
  const { schema, value, onChange, label } = props;
  const { templates } = useForm();
  const [draft, setDraft] = useState<string | null>(null);
  const strict = schema.type === 'object' || schema.type === 'array';
  const text = draft ?? show(value);
  const reading = readJson(text, strict);
  const write = (typed: string) => {
    setDraft(typed);
    const read = readJson(typed, strict);
    if (read.ok) onChange(read.value);
  };
  const { insert, offered, dropRef, box, onKey } = useTemplateBox({
    text,
    write,
    templates,
    replace: (hole) => (text.trim() === '' ? hole : null),
  });
  return (
    <div className="min-w-0">
      <div ref={dropRef} className={DROP_CLASSES}>
        <textarea
          {...box}
          id={props.id}
          aria-label={props.id ? undefined : label}
          aria-describedby={props['aria-describedby']}
          aria-invalid={!reading.ok || props['aria-invalid']}
          spellCheck={false}
          rows={4}
          className={cn(
            controlClasses,
            'field-sizing-content max-h-96 min-h-24 resize-y px-3 py-2 pr-9 font-mono text-sm sm:text-sm',
          )}
          placeholder={schema.placeholder ?? (strict ? '{ }' : '{ "name": "{{ … }}" }')}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKey}
          onBlur={() => {
            box.onBlur();
            if (reading.ok) setDraft(null);
          }}
        />
        {templates && (
          <span className="absolute top-1 right-1">
            <DataPicker label={label} onPick={insert} />
          </span>
        )}
        {offered}
      </div>
      {!reading.ok && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {t('notKept', { why: reading.why })}
        </p>
      )}
    </div>
  );
}
