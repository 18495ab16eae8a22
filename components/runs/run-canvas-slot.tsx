'use client';
import type { RunView } from '#lib/views.ts';

export type RunCanvasSlotProps = { run: RunView; onStep: (key: string) => void };

/** Where the drawing that ran is shown with each step's state. */
export function RunCanvasSlot(_: RunCanvasSlotProps) {
  return null;
}
