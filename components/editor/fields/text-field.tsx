'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { SummaryLine } from '#components/editor/canvas/summary-line.tsx';
import { DataPicker } from '#components/editor/fields/data-picker.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { DROP_CLASSES, useTemplateBox } from '#components/editor/fields/use-template-box.tsx';
import { isTemplate } from '#components/editor/model/references.ts';
import { kindOf, parseLoose, showLoose } from '#components/editor/model/loose.ts';
import { describeValue } from '#components/editor/model/summary.ts';
import { cn } from '#components/ui/cn.ts';
import { controlClasses } from '#components/ui/input.tsx';
import type { Json } from '#lib/value.ts';

const FieldPreview = dynamic(
  () => import('#components/editor/fields/field-preview.tsx').then((module) => module.FieldPreview),
  { ssr: false },
);

export type TextFieldProps = FieldProps & {
  multiline?: boolean;
  mono?: boolean;
  /** Numbers, true and data may be typed too, and keep their kind. */
  loose?: boolean;
  placeholder?: string;
  list?: string;
};

/** Text with holes for data. References can be typed or picked; below they are said in words. */
export function TextField(props: TextFieldProps) {
  const { schema, value, onChange, label, multiline, mono, loose, list, placeholder = schema.placeholder } = props;
  const { templates } = useForm();
  const [draft, setDraft] = useDraft(value, { loose });
  const write = (text: string) => {
    setDraft(text);
    onChange(text === '' ? undefined : loose ? parseLoose(text) : text);
  };
  const { insert, offered, dropRef, box, onKey } = useTemplateBox({
    text: draft,
    write,
    templates,
    replace: (hole) => (loose && !isTemplate(draft) ? hole : null),
  });
  const shared = {
    id: props.id,
    'aria-describedby': props['aria-describedby'],
    'aria-invalid': props['aria-invalid'],
    'aria-label': props.id ? undefined : label,
    ...box,
    value: draft,
    placeholder,
    spellCheck: !mono,
    className: cn(controlClasses, 'px-3 py-[0.4375rem]', mono && 'font-mono text-sm sm:text-sm', templates && 'pr-9'),
  };
  return (
    <div className="min-w-0 flex-1">
      <div ref={dropRef} className={DROP_CLASSES}>
        {list ? (
          <input {...shared} list={list} onKeyDown={onKey} onChange={(event) => write(event.target.value)} />
        ) : (
          <textarea
            {...shared}
            rows={multiline ? 3 : 1}
            className={cn(
              shared.className,
              'field-sizing-content max-h-72 resize-none',
              multiline ? 'min-h-20 resize-y' : 'min-h-9',
            )}
            onKeyDown={(event) => !onKey(event) && !multiline && event.key === 'Enter' && event.preventDefault()}
            onChange={(event) => write(multiline ? event.target.value : event.target.value.replace(/\n/g, ' '))}
          />
        )}
        {templates && (
          <span className="absolute top-1 right-1">
            <DataPicker label={label} onPick={insert} />
          </span>
        )}
        {offered}
      </div>
      {templates && <Spoken value={value} loose={loose === true} />}
      {templates && typeof value === 'string' && isTemplate(value) && <FieldPreview value={value} />}
    </div>
  );
}

/** What is typed, kept as typed; follows the value only when that changes from elsewhere (undo, another tab). */
function useDraft(value: Json | undefined, { loose }: { loose: boolean | undefined }) {
  const shown = loose || typeof value !== 'string' ? showLoose(value) : value;
  const [draft, setDraft] = useState(shown);
  const [last, setLast] = useState(shown);
  if (last !== shown) {
    setLast(shown);
    const meant = loose && draft !== '' ? showLoose(parseLoose(draft)) : draft;
    if (meant !== shown) setDraft(shown);
  }
  return [draft, setDraft] as const;
}

function Spoken({ value, loose }: { value: Json | undefined; loose: boolean }) {
  const { editor } = useEditor();
  const { node } = useForm();
  const flow = useDoc(({ present }) => present.flow);
  if (!isTemplate(value)) {
    const kind = loose ? kindOf(value) : '';
    return kind === '' || kind === 'Text' ? null : <p className="mt-1 text-xs text-ink-faint">{kind}</p>;
  }
  return (
    <SummaryLine
      className="mt-1 text-xs text-ink-soft"
      parts={describeValue(value, { flow, node, catalogue: editor.catalogue })}
    />
  );
}
