import type { CommandItem } from '#components/command/command-store.ts';
import { goTo, perform, type Hands } from '#components/editor/canvas/commands.ts';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { keysOf, type Command } from '#components/editor/canvas/shortcuts.ts';
import { firstSentence, paletteEntries } from '#components/editor/model/catalogue.ts';
import { onlyNode } from '#components/editor/model/selection.ts';
import { addStep, outletOf } from '#components/editor/store/actions.ts';

const TEXT: Partial<Record<Command['do'], string>> = {
  tidy: 'Tidy up the layout',
  fit: 'Show everything',
  actual: 'Zoom to 100 %',
  minimap: 'Overview on or off',
  note: 'Put a note down',
  group: 'Group what is selected',
  ungroup: 'Take the frame away',
  connect: 'Connect the selected step',
  replace: 'Replace the selected step',
  rename: 'Rename what is selected',
  switch: 'Switch the selected steps off or on',
  duplicate: 'Duplicate what is selected',
  bridge: 'Delete and join what it stood between',
  selectAll: 'Select all',
  find: 'Find in this flow, and replace',
  list: 'Show the flow as a list',
  undo: 'Undo',
  redo: 'Redo',
  help: 'Show all keys',
};

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** What the open editor offers to the command bar: its steps, what can be added, and what its keys do. */
export function editorCommands(hands: Hands): CommandItem[] {
  const { editor } = hands;
  const nodes = editor.flow().nodes.map((node): CommandItem => {
    const spec = editor.catalogue[node.type];
    return {
      id: `node:${node.id}`,
      section: 'nodes',
      title: node.name,
      hint: spec?.title ?? node.type,
      words: node.id,
      icon: <NodeIcon className="size-6" icon={spec?.icon ?? ''} kind={spec?.kind ?? 'unknown'} />,
      run: () => goTo(hands, node.id),
    };
  });
  const steps = paletteEntries(editor.catalogue).map((entry): CommandItem => ({
    id: `add:${entry.type}`,
    section: 'add',
    title: entry.title,
    hint: firstSentence(entry.help),
    words: `${entry.type} ${entry.group}`,
    icon: <NodeIcon className="size-6" icon={entry.icon} kind={entry.isTrigger ? 'trigger' : 'action'} />,
    run: () => {
      const from = entry.isTrigger ? null : outletOf(editor, onlyNode(editor.selection()));
      goTo(hands, addStep(editor, { type: entry.type, from, middle: hands.middle() }));
    },
  }));
  const commands = Object.entries(TEXT).map(([name, title]): CommandItem => ({
    id: `do:${name}`,
    section: 'here',
    title,
    keys: keysOf(name as Command['do'], IS_MAC),
    run: () => perform(hands, { do: name } as Command),
  }));
  return [...nodes, ...steps, ...commands];
}
