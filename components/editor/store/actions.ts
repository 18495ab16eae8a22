import { placesAfterDrag } from '#components/editor/canvas/group-nodes.ts';
import { glideView } from '#components/editor/store/glide-view.ts';
import { addNode, moveTo, removeItems, toggleDisabled } from '#components/editor/model/commands.ts';
import { connect } from '#components/editor/model/edge-commands.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { withMembers } from '#components/editor/model/groups.ts';
import { insertOnEdge, removeAndBridge, spliceInto } from '#components/editor/model/insert.ts';
import { addNote } from '#components/editor/model/notes.ts';
import { CARD, freePlace, GRID, placeAfter, snap } from '#components/editor/model/placement.ts';
import { hasInput, outputPorts } from '#components/editor/model/ports.ts';
import { replaceNode } from '#components/editor/model/replace.ts';
import { isEmpty, NOTHING, onlyNode, selectAll, selectNodes } from '#components/editor/model/selection.ts';
import { tidy } from '#components/editor/model/tidy.ts';
import { visibleOf } from '#components/editor/model/visible.ts';
import { extent, walk, type Step } from '#components/editor/model/walk.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import type { QuickAdd } from '#components/editor/store/ui.ts';
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

type NewStep = { type: string; middle: Position } & Partial<Omit<QuickAdd, 'screen'>>;

/** Adds a step, wires it to what it was asked for at, selects it. Without a place it goes right of what it follows. */
export function addStep(editor: Editor, step: NewStep): string {
  const flow = editor.flow();
  const { catalogue } = editor;
  if (step.replace !== undefined) {
    editor.change(replaceNode(flow, { id: step.replace, type: step.type, catalogue }));
    return step.replace;
  }
  const inserted = step.edge === undefined ? null : insertOnEdge(flow, { edge: step.edge, type: step.type, catalogue });
  if (inserted) {
    editor.change(inserted.flow, { selection: selectNodes([inserted.id]) });
    return inserted.id;
  }
  const from = step.from ?? null;
  const position = step.at ? freePlace(flow, step.at) : placeAfter(flow, from?.node ?? null, step.middle);
  const added = addNode(flow, { type: step.type, position, catalogue });
  editor.change(wired(editor, added, { from, to: step.to ?? null }), { selection: selectNodes([added.id]) });
  return added.id;
}

type Ends = { from: Outlet | null; to: Outlet | null };

function wired({ catalogue }: Editor, { flow, id }: { flow: Flow; id: string }, { from, to }: Ends): Flow {
  if (from) return connect(flow, { from, to: { node: id, port: IN_PORT } }, catalogue);
  const node = findNode(flow, id);
  const port = node && outputPorts(node, catalogue)[0];
  return to && port ? connect(flow, { from: { node: id, port: port.id }, to }, catalogue) : flow;
}

/** Whether a type of step fits where one was asked for. */
export function fits(editor: Editor, asked: QuickAdd): (type: string) => boolean {
  const { catalogue } = editor;
  const replaced = asked.replace === undefined ? undefined : findNode(editor.flow(), asked.replace);
  if (replaced) {
    const led = editor.flow().edges.some((edge) => edge.to.node === replaced.id);
    return (type) => type !== replaced.type && (!led || catalogue[type]?.kind !== 'trigger');
  }
  return (type) => {
    const sample = { id: 'x', type, name: type, position: { x: 0, y: 0 }, params: {} };
    if ((asked.from || asked.edge !== undefined) && !hasInput(sample, catalogue)) return false;
    // Ports that come from parameters are none before there are any.
    const spec = catalogue[type];
    const ends = spec?.kind === 'control' && typeof spec.ports !== 'function' && spec.ports.length === 0;
    return !ends || (asked.edge === undefined && !asked.to);
  };
}

/** Removes what is selected; a group goes with all that it holds. */
export function deleteSelection(editor: Editor): boolean {
  const { nodes, edges } = editor.selection();
  if (isEmpty(editor.selection())) return false;
  editor.change(removeItems(editor.flow(), { nodes: withMembers(editor.flow(), nodes), edges }), {
    selection: NOTHING,
  });
  return true;
}

/** Removes the selected steps and joins what they stood between. */
export function bridgeSelection(editor: Editor): void {
  const flow = editor.flow();
  const { nodes, edges } = editor.selection();
  const bridged = removeAndBridge(flow, withMembers(flow, nodes), editor.catalogue);
  editor.change(removeItems(bridged, { nodes: new Set(), edges }), { selection: NOTHING });
}

export function selectEverything(editor: Editor): void {
  editor.select(selectAll(editor.flow()));
}

/** Selects all that leads to the selected steps or follows them; up and down take the next card in. */
export function extendSelection(editor: Editor, step: Step): void {
  const visible = visibleOf(editor.flow(), editor.collapsed.get());
  const { nodes } = editor.selection();
  if (step === 'left' || step === 'right') return editor.select(selectNodes(extent(visible, nodes, step)));
  const edge = visible.items
    .filter((item) => nodes.has(item.id))
    .toSorted((a, b) => (step === 'up' ? a.position.y - b.position.y : b.position.y - a.position.y))[0];
  const next = walk(visible, edge?.id ?? null, step);
  if (next) editor.select(selectNodes([...nodes, next]));
}

/** Switches the selected nodes off or on. */
export function switchSelection(editor: Editor): void {
  const flow = editor.flow();
  editor.change(toggleDisabled(flow, withMembers(flow, editor.selection().nodes)));
}

/** Moves the selected nodes by whole grid steps; presses in quick succession are undone together. */
export function nudgeSelection(editor: Editor, by: Position): void {
  const flow = editor.flow();
  const nodes = withMembers(flow, editor.selection().nodes);
  const places = [...flow.nodes, ...flow.notes]
    .filter((item) => nodes.has(item.id))
    .map((item) => {
      const to = { x: item.position.x + by.x * GRID, y: item.position.y + by.y * GRID };
      return [item.id, snap(to)] as const;
    });
  editor.change(moveTo(flow, new Map(places)), { key: 'nudge' });
}

/** Lays out the selected nodes, or all when at most one is; the cards glide to their places. */
export function tidyUp(editor: Editor): void {
  const nodes = withMembers(editor.flow(), editor.selection().nodes);
  const before = editor.view.get();
  const heights = new Map(before.nodes.map((node) => [node.id, node.measured?.height ?? CARD.height]));
  editor.change(tidy(editor.flow(), { heights, ...(nodes.size > 1 ? { only: nodes } : {}) }));
  glideView(editor.view, before);
}

/** Writes where a drag left the nodes: one change for the whole gesture, a wire that one was dropped on included. */
export function commitDrag(editor: Editor, node?: string): void {
  const { nodes, edges } = editor.view.get();
  const places = placesAfterDrag(nodes, editor.flow());
  const moved = moveTo(editor.flow(), new Map([...places].map(([id, place]) => [id, snap(place)])));
  const edge = edges.find(({ data }) => data?.splice)?.id;
  if (edge === undefined || node === undefined) return editor.change(moved);
  editor.change(spliceInto(moved, { edge, node, catalogue: editor.catalogue }), { selection: selectNodes([node]) });
}

/** Puts an empty note down and begins to write on it. */
export function putNote(editor: Editor, at: Position): string {
  const added = addNote(editor.flow(), snap(at));
  editor.change(added.flow, { selection: selectNodes([added.id]) });
  return added.id;
}

/** The node that the inspector shows: the one that is selected. */
export function inspected(flow: Flow, selected: ReturnType<Editor['selection']>): Flow['nodes'][number] | null {
  const id = onlyNode(selected);
  return (id === null ? undefined : findNode(flow, id)) ?? null;
}
