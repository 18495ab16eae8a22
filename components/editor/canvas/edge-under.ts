type Pointer = MouseEvent | TouchEvent;

function edgeAt(x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<SVGElement>('.react-flow__edge');
    if (edge) return edge.dataset.id ?? null;
  }
  return null;
}

/** The wire beneath the pointer, or beneath the middle of the card that is held; null when there is none. */
export function edgeUnder(event: Pointer | { clientX: number; clientY: number }, card: string | null): string | null {
  const touch = 'touches' in event ? (event.touches[0] ?? event.changedTouches[0]) : event;
  const element = card && document.querySelector(`.flow-canvas [data-id="${CSS.escape(card)}"]`);
  const box = element ? element.getBoundingClientRect() : null;
  const middle = box ? edgeAt(box.left + box.width / 2, box.top + box.height / 2) : null;
  return middle ?? (touch ? edgeAt(touch.clientX, touch.clientY) : null);
}
