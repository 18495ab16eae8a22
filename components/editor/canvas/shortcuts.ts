import type { Step } from '#components/editor/model/walk.ts';

export type Command =
  | {
      do:
        | 'undo'
        | 'redo'
        | 'delete'
        | 'duplicate'
        | 'selectAll'
        | 'switch'
        | 'add'
        | 'open'
        | 'rename'
        | 'fit'
        | 'actual';
    }
  | { do: 'escape' | 'tidy' | 'help' | 'save' | 'note' | 'zoomIn' | 'zoomOut' }
  | { do: 'walk'; step: Step }
  | { do: 'nudge'; by: { x: number; y: number } };

export type Pressed = { key: string; mod: boolean; shift: boolean; alt: boolean };

const ARROWS: Record<string, { step: Step; by: { x: number; y: number } }> = {
  ArrowLeft: { step: 'left', by: { x: -1, y: 0 } },
  ArrowRight: { step: 'right', by: { x: 1, y: 0 } },
  ArrowUp: { step: 'up', by: { x: 0, y: -1 } },
  ArrowDown: { step: 'down', by: { x: 0, y: 1 } },
};

const PLAIN: Record<string, Command> = {
  Delete: { do: 'delete' },
  Backspace: { do: 'delete' },
  Enter: { do: 'open' },
  F2: { do: 'rename' },
  Escape: { do: 'escape' },
  n: { do: 'add' },
  d: { do: 'switch' },
  '0': { do: 'actual' },
  '1': { do: 'fit' },
  '+': { do: 'zoomIn' },
  '-': { do: 'zoomOut' },
  '?': { do: 'help' },
  T: { do: 'tidy' },
  N: { do: 'note' },
};

const WITH_MOD: Record<string, Command> = {
  z: { do: 'undo' },
  Z: { do: 'redo' },
  y: { do: 'redo' },
  a: { do: 'selectAll' },
  d: { do: 'duplicate' },
  s: { do: 'save' },
};

/** What a key means on the canvas; null for keys that are not ours. Copy, cut and paste come as clipboard events. */
export function commandOf({ key, mod, shift, alt }: Pressed): Command | null {
  if (alt) return null;
  const arrow = ARROWS[key];
  if (arrow && !mod) return shift ? { do: 'nudge', by: arrow.by } : { do: 'walk', step: arrow.step };
  if (mod) return WITH_MOD[shift && key === 'z' ? 'Z' : key] ?? null;
  return PLAIN[key] ?? null;
}

/** What the help lists, in its order. */
export const SHORTCUTS: readonly { keys: string[]; does: string }[] = [
  { keys: ['N'], does: 'Add a step after the selected one' },
  { keys: ['←', '↑', '→', '↓'], does: 'Go from step to step' },
  { keys: ['Enter'], does: 'Open the selected step' },
  { keys: ['F2'], does: 'Rename' },
  { keys: ['Shift', '←↑→↓'], does: 'Move what is selected' },
  { keys: ['Delete'], does: 'Delete what is selected' },
  { keys: ['D'], does: 'Switch a step off or on' },
  { keys: ['Ctrl', 'Z'], does: 'Undo' },
  { keys: ['Ctrl', 'Shift', 'Z'], does: 'Redo' },
  { keys: ['Ctrl', 'C / X / V'], does: 'Copy, cut, paste' },
  { keys: ['Ctrl', 'D'], does: 'Duplicate' },
  { keys: ['Ctrl', 'A'], does: 'Select all' },
  { keys: ['Shift', 'drag'], does: 'Select a part' },
  { keys: ['Shift', 'T'], does: 'Tidy up the layout' },
  { keys: ['Shift', 'N'], does: 'Put a note down' },
  { keys: ['1'], does: 'Show everything' },
  { keys: ['0'], does: 'Zoom to 100 %' },
  { keys: ['Ctrl', 'S'], does: 'Save now (it saves by itself, too)' },
];
