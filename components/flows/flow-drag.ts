import type { DragEvent } from 'react';

const MIME = 'application/x-hearth-flows';

/** Takes flows along with the mouse. */
export function carryFlows(event: DragEvent, ids: readonly string[]): void {
  event.dataTransfer.clearData();
  event.dataTransfer.setData(MIME, JSON.stringify(ids));
  event.dataTransfer.effectAllowed = 'move';
}

/** Whether flows hang on the mouse, and not a file or a text. */
export function bringsFlows(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(MIME);
}

/** The flows that were let go of. */
export function droppedFlows(event: DragEvent): string[] {
  const ids = JSON.parse(event.dataTransfer.getData(MIME) || '[]') as unknown;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
