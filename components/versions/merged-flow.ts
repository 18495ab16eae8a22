import { wireKey, type FieldChange, type FlowDiff, type ItemChange, type ListedItem } from '#lib/flow-diff.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';

export type DiffMark = 'added' | 'removed' | 'changed' | 'moved';

/** Both drawings in one: what is there now, and what is gone where it was. */
export type MergedFlow = {
  flow: Flow;
  /** By id of a step or note. */
  marks: ReadonlyMap<string, DiffMark>;
  /** By the ends of a wire. */
  wires: ReadonlyMap<string, DiffMark>;
  /** Where steps lay that were moved. */
  ghosts: readonly { id: string; position: { x: number; y: number } }[];
};

function markOf(change: ItemChange<unknown>): DiffMark {
  return change.kind === 'changed' && change.fields.length === 0 ? 'moved' : change.kind;
}

/** Lays the drawing before under the one after. A step whose id is used again stays the one it is now. */
export function mergeFlows(after: Flow, diff: FlowDiff): MergedFlow {
  const gone = diff.nodes.flatMap((change) => (change.kind === 'removed' ? [change.before] : []));
  const noteChanges = (diff.items['notes'] ?? []) as unknown as ItemChange<Flow['notes'][number]>[];
  const goneNotes = noteChanges.flatMap((change) => (change.kind === 'removed' ? [change.before] : []));
  const ids = new Set([...after.nodes, ...gone].map(({ id }) => id));
  const removed = diff.edges.filter(({ kind }) => kind === 'removed').map(({ edge }) => edge);
  return {
    flow: {
      ...after,
      nodes: [...after.nodes, ...gone],
      notes: [...after.notes, ...goneNotes],
      edges: [...after.edges, ...removed].filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
    },
    marks: new Map([...diff.nodes, ...noteChanges].map((change) => [change.id, markOf(change)])),
    wires: new Map(diff.edges.map(({ kind, edge }) => [wireKey(edge), kind])),
    ghosts: diff.nodes.flatMap((change) =>
      change.kind === 'changed' && change.moved ? [{ id: change.id, position: change.before.position }] : [],
    ),
  };
}

/** One line of the list of changes. */
export type ListedChange = {
  key: string;
  what: 'step' | 'wire' | 'note' | 'group' | 'flow';
  mark: DiffMark;
  /** The step's name, or what a note says. */
  name: string;
  /** The other end of a wire. */
  to: string | null;
  /** What to look at on the canvas. */
  at: string[];
  fields: FieldChange[];
};

/** All changes in the order that one reads them: the flow, its steps from left to right, wires, notes and the rest. */
export function listChanges({ before, after, diff }: { before: Flow; after: Flow; diff: FlowDiff }): ListedChange[] {
  const names = new Map([...before.nodes, ...after.nodes].map(({ id, name }) => [id, name]));
  const flow: ListedChange[] =
    diff.flow.length === 0
      ? []
      : [{ key: 'flow', what: 'flow', mark: 'changed', name: after.name, to: null, at: [], fields: diff.flow }];
  const steps = [...diff.nodes].sort((a, b) => placeOf(a) - placeOf(b)).map((change) => stepLine(change));
  const wires = diff.edges.map(({ kind, edge }) => ({
    key: `wire:${kind}:${wireKey(edge)}`,
    what: 'wire' as const,
    mark: kind,
    name: names.get(edge.from.node) ?? edge.from.node,
    to: names.get(edge.to.node) ?? edge.to.node,
    at: [edge.from.node, edge.to.node],
    fields: [],
  }));
  const items = Object.entries(diff.items).flatMap(([list, changes]) =>
    changes.map((change) => itemLine(list, change)),
  );
  return [...flow, ...steps, ...wires, ...items];
}

function placeOf(change: ItemChange<FlowNode>): number {
  return (change.kind === 'removed' ? change.before : change.after).position.x;
}

function stepLine(change: ItemChange<FlowNode>): ListedChange {
  const node = change.kind === 'removed' ? change.before : change.after;
  const fields = change.kind === 'changed' ? change.fields : [];
  return {
    key: `step:${change.id}`,
    what: 'step',
    mark: markOf(change),
    name: node.name,
    to: null,
    at: [change.id],
    fields,
  };
}

function itemLine(list: string, change: ItemChange<ListedItem>): ListedChange {
  const item = change.kind === 'removed' ? change.before : change.after;
  const name = [item['text'], item['name']].find((text) => typeof text === 'string' && text !== '');
  return {
    key: `${list}:${change.id}`,
    what: list === 'notes' ? 'note' : 'group',
    mark: markOf(change),
    name: typeof name === 'string' ? name : change.id,
    to: null,
    at: list === 'notes' ? [change.id] : [],
    fields: change.kind === 'changed' ? change.fields : [],
  };
}
