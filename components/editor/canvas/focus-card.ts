const MOST_FRAMES = 60;

/** Gives a card the focus once it is drawn: the canvas measures a new card before it shows it. */
export function focusCard(id: string, frames = MOST_FRAMES): void {
  const element = document.querySelector<HTMLElement>(`.flow-canvas [data-id="${CSS.escape(id)}"]`);
  element?.focus({ preventScroll: true });
  if (frames > 0 && (!element || document.activeElement !== element)) {
    requestAnimationFrame(() => focusCard(id, frames - 1));
  }
}
