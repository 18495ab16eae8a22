/** Fields of the input are dragged into parameters with mouse, pen or finger: pointer events know all three. */
import type { PointerEvent as ReactPointerEvent } from 'react';
import { dropAt, targetAt } from '#components/editor/fields/drops.ts';

const FAR_ENOUGH = 5;
const GHOST =
  'pointer-events-none fixed top-0 left-0 z-100 max-w-60 truncate rounded-md border border-accent bg-raised px-2 py-1 text-sm text-ink shadow-lg';

type Dragged = { expression: string; name: string };

/** Begins to drag an expression. A press that goes nowhere stays a click. */
export function beginDrag(event: ReactPointerEvent<HTMLElement>, dragged: Dragged): void {
  if (event.button === 0) new Drag(dragged, { x: event.clientX, y: event.clientY });
}

class Drag {
  private readonly dragged: Dragged;
  private readonly from: { x: number; y: number };
  private readonly listening = new AbortController();
  private ghost: HTMLElement | null = null;
  private over: HTMLElement | null = null;

  constructor(dragged: Dragged, from: { x: number; y: number }) {
    this.dragged = dragged;
    this.from = from;
    const { signal } = this.listening;
    window.addEventListener('pointermove', (event) => this.move(event), { signal });
    window.addEventListener('pointerup', (event) => this.drop(event), { signal });
    window.addEventListener('pointercancel', () => this.end(), { signal });
    window.addEventListener('keydown', (event) => this.key(event), { signal, capture: true });
  }

  private move(event: PointerEvent): void {
    const { clientX: x, clientY: y } = event;
    if (!this.ghost && Math.hypot(x - this.from.x, y - this.from.y) < FAR_ENOUGH) return;
    event.preventDefault();
    this.ghost ??= ghostOf(this.dragged.name);
    this.ghost.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    this.mark(targetAt(event));
  }

  private drop(event: PointerEvent): void {
    const dragged = this.ghost !== null;
    this.end();
    if (!dragged) return;
    swallowClick();
    dropAt(event, this.dragged.expression);
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.ghost) return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  }

  private end(): void {
    this.listening.abort();
    this.ghost?.remove();
    this.mark(null);
  }

  private mark(over: HTMLElement | null): void {
    if (this.over === over) return;
    if (this.over) delete this.over.dataset.over;
    if (over) over.dataset.over = '';
    this.over = over;
  }
}

function ghostOf(name: string): HTMLElement {
  const ghost = document.createElement('div');
  ghost.className = GHOST;
  ghost.textContent = name;
  document.body.append(ghost);
  return ghost;
}

/** The click that follows the release of a drag is none. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, true));
}
