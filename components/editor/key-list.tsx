'use client';
import { KEYS, keysOf, type KeyGroup, type KeyName } from '#components/editor/canvas/shortcuts.ts';
import { Kbd } from '#components/ui/kbd.tsx';

const TEXT: { groups: Record<KeyGroup, string>; keys: Record<KeyName, string> } = {
  groups: { draw: 'Draw', go: 'Find your way', change: 'Change', view: 'Look' },
  keys: {
    add: 'Add a step: after the selected one, into the selected wire, else at the pointer',
    connect: 'Connect the selected step, or take a wire away',
    replace: 'Replace the selected step',
    group: 'Group; show a group as one card, or open it',
    ungroup: 'Take the frame away',
    note: 'Put a note down',
    tidy: 'Tidy up: all, or what is selected',
    walk: 'Go from step to step',
    extend: 'Select what leads here or follows; take in the next above or below',
    open: 'Open the selected step, note or group',
    escape: 'Select nothing',
    selectAll: 'Select all',
    boxSelect: 'Select a part',
    find: 'Find in this flow, and replace',
    commandBar: 'Find anything, do anything',
    rename: 'Rename',
    switch: 'Switch a step off or on',
    nudge: 'Move what is selected',
    delete: 'Delete what is selected',
    bridge: 'Delete it and join what it stood between',
    undo: 'Undo',
    redo: 'Redo',
    copy: 'Copy, cut, paste',
    duplicate: 'Duplicate',
    save: 'Save now (it saves by itself, too)',
    fit: 'Show everything',
    actual: 'Zoom to 100 %',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    minimap: 'Overview',
    list: 'Show the flow as a list, or as a drawing again',
    pan: 'Move the drawing',
    help: 'Show these keys',
  },
};

const GROUPS: KeyGroup[] = ['draw', 'go', 'change', 'view'];
const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** Every key of the canvas, as the canvas itself reads it. */
export function KeyList() {
  return (
    <div className="grid gap-x-8 gap-y-4 pb-3 sm:grid-cols-2">
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={`keys-${group}`}>
          <h3 id={`keys-${group}`} className="mb-1.5 text-sm font-semibold text-ink">
            {TEXT.groups[group]}
          </h3>
          <dl className="flex flex-col gap-1.5">
            {KEYS.filter((row) => row.group === group).map(({ name }) => (
              <KeyRow key={name} name={name} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function KeyRow({ name }: { name: KeyName }) {
  return (
    <div className="flex items-start justify-between gap-4">
      <dt className="text-sm text-ink-soft">{TEXT.keys[name]}</dt>
      <dd className="flex shrink-0 gap-1">
        {keysOf(name, IS_MAC).map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}
