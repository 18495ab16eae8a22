import type { Flow } from '#lib/flow.ts';
import { takenIds, uniqueId } from '#components/editor/model/ids.ts';
import { GRID } from '#components/editor/model/placement.ts';

export type Note = Flow['notes'][number];
type Size = { width: number; height: number };

const NOTE_SIZE = { width: 240, height: 120 };
const LEAST = { width: 96, height: 48 };
const MOST = 4000;

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

/** A note's size after it was made larger or smaller by so much, on the grid and within what can be read. */
export function sizeAfter(note: Note, by: Size): Size {
  const { width, height } = note.size ?? NOTE_SIZE;
  const fit = (value: number, least: number) => Math.min(MOST, Math.max(least, Math.round(value / GRID) * GRID));
  return { width: fit(width + by.width, LEAST.width), height: fit(height + by.height, LEAST.height) };
}
