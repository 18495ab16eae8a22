/** Fields that take what is dropped on them, or picked from the input beside the form. */
type Drop = (expression: string) => void;

const targets = new WeakMap<Element, Drop>();
let last: { element: Element; drop: Drop } | null = null;

/** Makes an element take expressions; for a `ref`. */
export function takesDrops(drop: Drop) {
  return (element: HTMLElement | null): (() => void) | undefined => {
    if (!element) return undefined;
    targets.set(element, drop);
    element.dataset.drop = '';
    const remember = () => (last = { element, drop: (expression) => targets.get(element)?.(expression) });
    element.addEventListener('focusin', remember);
    return () => {
      element.removeEventListener('focusin', remember);
      targets.delete(element);
    };
  };
}

/** Puts an expression into the field at a point of the screen. */
export function dropAt(point: { clientX: number; clientY: number }, expression: string): void {
  const target = targetAt(point);
  if (target) targets.get(target)?.(expression);
}

/** The field at a point of the screen. */
export function targetAt({ clientX, clientY }: { clientX: number; clientY: number }): HTMLElement | null {
  return document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-drop]') ?? null;
}

/** Puts an expression where the cursor was last; false where it was in no field that is still there. */
export function insertAtCursor(expression: string): boolean {
  if (!last?.element.isConnected) return false;
  last.drop(expression);
  return true;
}
