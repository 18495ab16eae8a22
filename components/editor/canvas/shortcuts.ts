import type { Step } from '#components/editor/model/walk.ts';

type By = { x: number; y: number };

export type Command =
  | { do: 'undo' | 'redo' | 'delete' | 'bridge' | 'duplicate' | 'selectAll' | 'switch' | 'add' | 'connect' | 'replace' }
  | { do: 'open' | 'rename' | 'fit' | 'actual' | 'escape' | 'tidy' | 'help' | 'save' | 'note' | 'zoomIn' | 'zoomOut' }
  | { do: 'group' | 'ungroup' | 'minimap' | 'find' | 'list' | 'pin' }
  | { do: 'walk'; step: Step }
  | { do: 'extend'; step: Step }
  | { do: 'nudge'; by: By };

/** Rows of the help that no key of the canvas answers to: gestures, and keys that come in another way. */
type Elsewhere = 'copy' | 'boxSelect' | 'commandBar' | 'pan';
export type KeyName = Command['do'] | Elsewhere;
export type KeyGroup = 'draw' | 'go' | 'change' | 'view';

/** One thing that keys do: the chords that mean it, with what each asks for. `shown` is for what is no chord. */
type KeyRow = { name: KeyName; group: KeyGroup; on?: Record<string, Command>; shown?: string[] };

const arrows = (lead: string, command: (step: Step, by: By) => Command): Record<string, Command> => ({
  [`${lead}ArrowLeft`]: command('left', { x: -1, y: 0 }),
  [`${lead}ArrowRight`]: command('right', { x: 1, y: 0 }),
  [`${lead}ArrowUp`]: command('up', { x: 0, y: -1 }),
  [`${lead}ArrowDown`]: command('down', { x: 0, y: 1 }),
});

/** What every key of the canvas does: the handler and the help both read this. `Mod` is Ctrl, on a Mac Cmd. */
export const KEYS: readonly KeyRow[] = [
  { name: 'add', group: 'draw', on: { n: { do: 'add' } } },
  { name: 'connect', group: 'draw', on: { c: { do: 'connect' } } },
  { name: 'replace', group: 'draw', on: { r: { do: 'replace' } } },
  { name: 'group', group: 'draw', on: { 'Mod+g': { do: 'group' } } },
  { name: 'ungroup', group: 'draw', on: { 'Mod+Shift+g': { do: 'ungroup' } } },
  { name: 'note', group: 'draw', on: { 'Shift+n': { do: 'note' } } },
  { name: 'tidy', group: 'draw', on: { 'Shift+t': { do: 'tidy' } } },
  { name: 'walk', group: 'go', on: arrows('', (step) => ({ do: 'walk', step })) },
  { name: 'extend', group: 'go', on: arrows('Shift+', (step) => ({ do: 'extend', step })) },
  { name: 'open', group: 'go', on: { Enter: { do: 'open' } } },
  { name: 'escape', group: 'go', on: { Escape: { do: 'escape' } } },
  { name: 'selectAll', group: 'go', on: { 'Mod+a': { do: 'selectAll' } } },
  { name: 'boxSelect', group: 'go', shown: ['Shift', 'drag'] },
  { name: 'find', group: 'go', on: { 'Mod+f': { do: 'find' } } },
  { name: 'commandBar', group: 'go', shown: ['Mod', 'k'] },
  { name: 'rename', group: 'change', on: { F2: { do: 'rename' } } },
  { name: 'switch', group: 'change', on: { d: { do: 'switch' } } },
  { name: 'pin', group: 'change', on: { p: { do: 'pin' } } },
  { name: 'nudge', group: 'change', on: arrows('Mod+', (_step, by) => ({ do: 'nudge', by })) },
  { name: 'delete', group: 'change', on: { Delete: { do: 'delete' }, Backspace: { do: 'delete' } } },
  { name: 'bridge', group: 'change', on: { 'Mod+Delete': { do: 'bridge' }, 'Mod+Backspace': { do: 'bridge' } } },
  { name: 'undo', group: 'change', on: { 'Mod+z': { do: 'undo' } } },
  { name: 'redo', group: 'change', on: { 'Mod+Shift+z': { do: 'redo' }, 'Mod+y': { do: 'redo' } } },
  { name: 'copy', group: 'change', shown: ['Mod', 'c / x / v'] },
  { name: 'duplicate', group: 'change', on: { 'Mod+d': { do: 'duplicate' } } },
  { name: 'save', group: 'change', on: { 'Mod+s': { do: 'save' } } },
  { name: 'fit', group: 'view', on: { '1': { do: 'fit' } } },
  { name: 'actual', group: 'view', on: { '0': { do: 'actual' } } },
  { name: 'zoomIn', group: 'view', on: { '+': { do: 'zoomIn' } } },
  { name: 'zoomOut', group: 'view', on: { '-': { do: 'zoomOut' } } },
  { name: 'minimap', group: 'view', on: { m: { do: 'minimap' } } },
  { name: 'list', group: 'view', on: { l: { do: 'list' } } },
  { name: 'pan', group: 'view', shown: ['drag'] },
  { name: 'help', group: 'view', on: { '?': { do: 'help' } } },
];

const BY_CHORD: ReadonlyMap<string, Command> = new Map(KEYS.flatMap(({ on = {} }) => Object.entries(on)));

export type Pressed = { key: string; mod: boolean; shift: boolean; alt: boolean };

/** A pressed key as chords are written. Where a character needs Shift to be typed, the character says it all. */
function chordOf({ key, mod, shift }: Pressed): string {
  const isLetter = /^\p{L}$/u.test(key);
  const named = isLetter ? key.toLowerCase() : key;
  const shifted = shift && (isLetter || key.length > 1);
  return `${mod ? 'Mod+' : ''}${shifted ? 'Shift+' : ''}${named}`;
}

/** What a key means on the canvas; null for keys that are not ours. Copy, cut and paste come as clipboard events. */
export function commandOf(pressed: Pressed): Command | null {
  return pressed.alt ? null : (BY_CHORD.get(chordOf(pressed)) ?? null);
}

/** The keys of a row as they are shown, one chord: the arrows of a row are one key. */
export function keysOf(name: KeyName, isMac: boolean): string[] {
  const row = KEYS.find((one) => one.name === name);
  const chords = Object.keys(row?.on ?? {});
  const parts = row?.shown ?? (chords[0] ?? '').split(/\+(?=.)/);
  return parts.filter((part) => part !== '').map((part) => shownKey(part, { isMac, all: chords.length === 4 }));
}

function shownKey(part: string, { isMac, all }: { isMac: boolean; all: boolean }): string {
  if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
  if (part.startsWith('Arrow')) return all ? '← ↑ → ↓' : '←';
  return part.length === 1 || part.includes('/') ? part.toUpperCase() : part;
}
