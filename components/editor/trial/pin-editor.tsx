'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { outputPorts } from '#components/editor/model/ports.ts';
import { exampleOf } from '#components/editor/model/example.ts';
import { outputSchema } from '#components/editor/model/schema.ts';
import { usePins } from '#components/editor/trial/use-pins.ts';
import { fieldErrors, messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { PinView } from '#lib/views-drafts.ts';

type Reading = { value: Json } | { why: string };

function read(text: string): Reading {
  try {
    return { value: JSON.parse(text) as Json };
  } catch (cause) {
    return { why: cause instanceof Error ? cause.message : '' };
  }
}

/** Changes what is pinned, as JSON; the server holds it against what the type of the step declares. */
export function PinEditor({ node, pin, onClose }: { node: FlowNode; pin: PinView | undefined; onClose: () => void }) {
  const t = useTranslations('trial.editor');
  const { editor } = useEditor();
  const { writeDown, busy } = usePins();
  const spec = editor.catalogue[node.type];
  const [text, setText] = useState(() => {
    const value = pin ? pin.value : spec ? exampleOf(outputSchema(spec)) : {};
    return JSON.stringify(value, null, 2);
  });
  const [error, setError] = useState<unknown>(null);
  const ports = spec?.kind === 'trigger' ? [] : outputPorts(node, editor.catalogue);
  const [port, setPort] = useState(pin?.port ?? (ports.length > 1 ? ports[0]?.id : undefined));
  const reading = read(text);
  const wrong = Object.entries(fieldErrors(error));
  const save = () => {
    if ('why' in reading) return;
    writeDown(node.id, { value: reading.value, port: port ?? undefined }).then(onClose, setError);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {ports.length > 1 && (
        <Field label={t('leaves')}>
          <Select
            value={port ?? undefined}
            options={ports.map(({ id, title }) => ({ value: id, title: title || id }))}
            onValueChange={setPort}
          />
        </Field>
      )}
      <Field label={t('label')} hint={t('hint')} error={'why' in reading ? reading.why : undefined}>
        <Textarea
          rows={14}
          spellCheck={false}
          className="max-h-[50dvh] font-mono text-sm sm:text-sm"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {error !== null && (
        <Notice tone="danger">
          {messageOf(error)}
          {wrong.length > 1 && (
            <ul className="mt-1 list-disc pl-4">
              {wrong.map(([path, message]) => (
                <li key={path}>
                  <code>{path}</code> {message}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={'why' in reading}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
