import type { CommandItem } from '#components/command/command-store.ts';
import { goTo, perform, type Hands } from '#components/editor/canvas/commands.ts';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import type { Texts } from '#messages/types.ts';
import { keysOf, type Command } from '#components/editor/canvas/shortcuts.ts';
import { firstSentence, paletteEntries } from '#components/editor/model/catalogue.ts';
import { onlyNode } from '#components/editor/model/selection.ts';
import { addStep, outletOf } from '#components/editor/store/actions.ts';

/** What the keys do that makes sense from a list, too. */
const OFFERED = [
  'tidy',
  'fit',
  'actual',
  'minimap',
  'note',
  'group',
  'ungroup',
  'connect',
  'replace',
  'rename',
  'switch',
  'duplicate',
  'bridge',
  'selectAll',
  'find',
  'list',
  'undo',
  'redo',
  'help',
] as const satisfies readonly Command['do'][];

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** What the open editor offers to the command bar: its steps, what can be added, and what its keys do. */
export function editorCommands(hands: Hands, t: Texts<'drawing.keys'>): CommandItem[] {
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
  const commands = OFFERED.map((name): CommandItem => ({
    id: `do:${name}`,
    section: 'here',
    title: t(name),
    keys: keysOf(name, IS_MAC),
    run: () => perform(hands, { do: name }),
  }));
  return [...nodes, ...steps, ...commands];
}
