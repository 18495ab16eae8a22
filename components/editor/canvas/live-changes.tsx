'use client';
import { useEffect, useState } from 'react';
import { useEditor } from '#components/editor/editor-context.tsx';
import { changeBetween, type Told } from '#components/editor/model/changes.ts';
import { canRedo } from '#components/editor/model/history.ts';

const many = (count: number, one: string, more: string) => (count === 1 ? one : more);

/** A change in words. */
function wordsFor(told: Told): string {
  switch (told.what) {
    case 'added':
      return many(told.count, `Added: ${told.name}`, `${told.count} steps added`);
    case 'removed':
      return many(told.count, `Deleted: ${told.name}`, `${told.count} steps deleted`);
    case 'moved':
      return many(told.count, `Moved: ${told.name}`, `${told.count} steps moved`);
    case 'renamed':
      return `Renamed: ${told.name}`;
    case 'changed':
      return `Changed: ${told.name}`;
    case 'switchedOff':
      return many(told.count, `Switched off: ${told.name}`, `${told.count} steps switched off`);
    case 'switchedOn':
      return many(told.count, `Switched on: ${told.name}`, `${told.count} steps switched on`);
    case 'connected':
      return many(told.count, `Connected: ${told.from} to ${told.to}`, `${told.count} connections made`);
    case 'disconnected':
      return many(told.count, `Connection removed: ${told.from} to ${told.to}`, `${told.count} connections removed`);
    case 'grouped':
      return `Group made: ${told.name}`;
    case 'ungrouped':
      return `Group taken away: ${told.name}`;
    case 'noteAdded':
      return 'Note put down';
    case 'noteRemoved':
      return 'Note deleted';
    case 'noteChanged':
      return 'Note changed';
    default:
      return told satisfies never;
  }
}

/** Says what happened to the drawing to those who cannot see it, also when a key undid it. */
export function LiveChanges() {
  const { editor } = useEditor();
  const [words, setWords] = useState('');
  useEffect(() => {
    let before = editor.doc.get();
    return editor.doc.subscribe(() => {
      const after = editor.doc.get();
      const told = changeBetween(before.present.flow, after.present.flow);
      const isUndone = canRedo(after) && after.future.length > before.future.length;
      const isRedone = after.future.length < before.future.length && after.future.length > 0;
      before = after;
      if (told) setWords(`${isUndone ? 'Undone. ' : isRedone ? 'Done again. ' : ''}${wordsFor(told)}`);
    });
  }, [editor]);
  return (
    <p role="status" aria-live="polite" className="sr-only" data-live-changes>
      {words}
    </p>
  );
}
