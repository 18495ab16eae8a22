import type { Flow } from '#lib/flow.ts';
import { takenIds, uniqueId } from '#components/editor/model/ids.ts';

export type Note = Flow['notes'][number];

const NOTE_SIZE = { width: 240, height: 120 };

/** Puts an empty note on the canvas. */
export function addNote(flow: Flow, position: { x: number; y: number }): { flow: Flow; id: string } {
  const id = uniqueId('note', takenIds(flow));
  return { flow: { ...flow, notes: [...flow.notes, { id, text: '', position, size: NOTE_SIZE }] }, id };
}

/** Changes a note's text or size. */
export function setNote(flow: Flow, id: string, change: Partial<Pick<Note, 'text' | 'size'>>): Flow {
  const notes = flow.notes.map((note) => (note.id === id ? { ...note, ...change } : note));
  return { ...flow, notes };
}
