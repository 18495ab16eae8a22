import { clipText, copyNodes, paste, readClip, type Clip } from '#components/editor/model/clipboard.ts';
import { addNode, moveTo, removeItems, toggleDisabled } from '#components/editor/model/commands.ts';
import { connect } from '#components/editor/model/edge-commands.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { CARD, freePlace, GRID, pasteOffset, placeAfter, snap } from '#components/editor/model/placement.ts';
import { outputPorts } from '#components/editor/model/ports.ts';
import { isEmpty, NOTHING, onlyNode, selectAll, selectNodes } from '#components/editor/model/selection.ts';
import { tidy } from '#components/editor/model/tidy.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import type { Flow } from '#lib/flow.ts';
import { IN_PORT } from '#nodes/define.ts';

type Position = { x: number; y: number };
export type Outlet = { node: string; port: string };

/** The output a new step is wired to when none is named: the selected node's first one that leads nowhere yet. */
export function outletOf(editor: Editor, id: string | null): Outlet | null {
  const flow = editor.flow();
  const node = id === null ? undefined : findNode(flow, id);
  if (!node) return null;
  const ports = outputPorts(node, editor.catalogue);
  const used = new Set(flow.edges.filter((edge) => edge.from.node === node.id).map((edge) => edge.from.port));
  const port = ports.find((candidate) => !used.has(candidate.id)) ?? ports[0];
  return port ? { node: node.id, port: port.id } : null;
}

/** Adds a step, wires it to `from`, selects it. Without a place it goes right of what it follows. */
export function addStep(
  editor: Editor,
  step: { type: string; from?: Outlet | null; at?: Position | null; middle: Position },
): string {
  const flow = editor.flow();
  const from = step.from ?? null;
  const position = step.at ? freePlace(flow, step.at) : placeAfter(flow, from?.node ?? null, step.middle);
  const added = addNode(flow, { type: step.type, position, catalogue: editor.catalogue });
  const wired = from
    ? connect(added.flow, { from, to: { node: added.id, port: IN_PORT } }, editor.catalogue)
    : added.flow;
  editor.change(wired, { selection: selectNodes([added.id]) });
  return added.id;
}

/** Removes what is selected. */
export function deleteSelection(editor: Editor): boolean {
  const selection = editor.selection();
  if (isEmpty(selection)) return false;
  editor.change(removeItems(editor.flow(), selection), { selection: NOTHING });
  return true;
}

/** The selected nodes as clipboard text; null when there is nothing to copy. */
export function copySelection(editor: Editor): string | null {
  const clip = copyNodes(editor.flow(), editor.selection().nodes);
  return clip.nodes.length === 0 ? null : clipText(clip);
}

function insert(editor: Editor, clip: Clip, offset: Position): void {
  const pasted = paste(editor.flow(), clip, offset);
  editor.change(pasted.flow, { selection: selectNodes(pasted.ids) });
}

/** Pastes clipboard text around `middle`, or a little aside when it comes from this very view; false if it is no clip. */
export function pasteText(editor: Editor, text: string, middle: Position | null): boolean {
  const clip = readClip(text);
  if (!clip) return false;
  insert(editor, clip, pasteOffset(clip.nodes, middle));
  return true;
}

/** A copy of the selected nodes next to them. */
export function duplicateSelection(editor: Editor): void {
  const clip = copyNodes(editor.flow(), editor.selection().nodes);
  if (clip.nodes.length > 0) insert(editor, clip, pasteOffset(clip.nodes, null));
}

export function selectEverything(editor: Editor): void {
  editor.select(selectAll(editor.flow()));
}

/** Switches the selected nodes off or on. */
export function switchSelection(editor: Editor): void {
  editor.change(toggleDisabled(editor.flow(), editor.selection().nodes));
}

/** Moves the selected nodes by whole grid steps; presses in quick succession are undone together. */
export function nudgeSelection(editor: Editor, by: Position): void {
  const flow = editor.flow();
  const { nodes } = editor.selection();
  const places = [...flow.nodes, ...flow.notes]
    .filter((item) => nodes.has(item.id))
    .map((item) => {
      const to = { x: item.position.x + by.x * GRID, y: item.position.y + by.y * GRID };
      return [item.id, snap(to)] as const;
    });
  editor.change(moveTo(flow, new Map(places)), { key: 'nudge' });
}

/** Lays out the selected nodes, or all when at most one is. */
export function tidyUp(editor: Editor): void {
  const { nodes } = editor.selection();
  const heights = new Map(editor.view.get().nodes.map((node) => [node.id, node.measured?.height ?? CARD.height]));
  editor.change(tidy(editor.flow(), { heights, ...(nodes.size > 1 ? { only: nodes } : {}) }));
}

/** Writes where a drag left the nodes: one change for the whole gesture. */
export function commitDrag(editor: Editor): void {
  const places = new Map(editor.view.get().nodes.map((node) => [node.id, snap(node.position)]));
  editor.change(moveTo(editor.flow(), places));
}

/** The node that the inspector shows: the one that is selected. */
export function inspected(flow: Flow, selected: ReturnType<Editor['selection']>): Flow['nodes'][number] | null {
  const id = onlyNode(selected);
  return (id === null ? undefined : findNode(flow, id)) ?? null;
}
