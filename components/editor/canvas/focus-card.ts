const MOST_FRAMES = 60;
const ACTS = ['pointerdown', 'keydown'] as const;

/**
 * Gives a card the focus once it is drawn: the canvas measures a new card before it shows it.
 * Whoever presses a key or the pointer meanwhile has put the focus where he wants it.
 */
export function focusCard(id: string): void {
  const acted = new AbortController();
  for (const act of ACTS) {
    window.addEventListener(act, () => acted.abort(), { capture: true, once: true, signal: acted.signal });
  }
  const attempt = (frames: number) => {
    if (acted.signal.aborted) return;
    const element = document.querySelector<HTMLElement>(`.flow-canvas [data-id="${CSS.escape(id)}"]`);
    element?.focus({ preventScroll: true });
    if (frames === 0 || (element && document.activeElement === element)) acted.abort();
    else requestAnimationFrame(() => attempt(frames - 1));
  };
  attempt(MOST_FRAMES);
}
