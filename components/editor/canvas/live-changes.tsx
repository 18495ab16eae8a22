'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Texts } from '#messages/types.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { changeBetween, type Told } from '#components/editor/model/changes.ts';
import { canRedo } from '#components/editor/model/history.ts';

/** A change in words. */
function wordsFor(told: Told, t: Texts<'drawing.live'>): string {
  switch (told.what) {
    case 'connected':
    case 'disconnected':
      return t(told.what, { count: told.count, from: told.from, to: told.to });
    case 'noteAdded':
    case 'noteRemoved':
    case 'noteChanged':
      return t(told.what);
    case 'grouped':
    case 'ungrouped':
    case 'renamed':
    case 'changed':
      return t(told.what, { name: told.name });
    case 'added':
    case 'removed':
    case 'moved':
    case 'switchedOff':
    case 'switchedOn':
      return t(told.what, { count: told.count, name: told.name });
    default:
      return told satisfies never;
  }
}

/** Says what happened to the drawing to those who cannot see it, also when a key undid it. */
export function LiveChanges() {
  const { editor } = useEditor();
  const t = useTranslations('drawing.live');
  const [words, setWords] = useState('');
  useEffect(() => {
    let before = editor.doc.get();
    return editor.doc.subscribe(() => {
      const after = editor.doc.get();
      const told = changeBetween(before.present.flow, after.present.flow);
      const isUndone = canRedo(after) && after.future.length > before.future.length;
      const isRedone = after.future.length < before.future.length && after.future.length > 0;
      before = after;
      const change = told && wordsFor(told, t);
      if (change) setWords(isUndone ? t('undone', { change }) : isRedone ? t('redone', { change }) : change);
    });
  }, [editor, t]);
  return (
    <p role="status" aria-live="polite" className="sr-only" data-live-changes>
      {words}
    </p>
  );
}
