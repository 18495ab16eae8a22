'use client';
import { StickyNote, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { removeItems } from '#components/editor/model/commands.ts';
import { addNote, setNote } from '#components/editor/model/notes.ts';
import { Button } from '#components/ui/button.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

/** What is written on the canvas, to read and change here too. */
export function NoteLines() {
  const t = useTranslations('list');
  const { editor } = useEditor();
  const notes = useDoc(({ present }) => present.flow.notes);
  return (
    <section aria-labelledby="list-notes" className="mt-8">
      <div className="mb-2 flex items-center gap-2">
        <h2 id="list-notes" className="text-base font-semibold">
          {t('notes')}
        </h2>
        <Button variant="ghost" size="sm" onClick={() => editor.change(addNote(editor.flow(), { x: 0, y: -200 }).flow)}>
          <StickyNote aria-hidden />
          {t('addNote')}
        </Button>
      </div>
      <ul className="flex flex-col gap-2">
        {notes.map((note, index) => (
          <li key={note.id} className="flex items-start gap-1">
            <Textarea
              rows={2}
              maxLength={5000}
              aria-label={t('note', { number: index + 1 })}
              value={note.text}
              onChange={(event) =>
                editor.change(setNote(editor.flow(), note.id, { text: event.target.value }), { key: `note:${note.id}` })
              }
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('removeNote', { number: index + 1 })}
              onClick={() => editor.change(removeItems(editor.flow(), { nodes: new Set([note.id]), edges: new Set() }))}
            >
              <Trash2 aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
