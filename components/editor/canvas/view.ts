import type { Edge, Node } from '@xyflow/react';
import type { Flow } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { Card, Cards } from '#components/editor/model/cards.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import type { Note } from '#components/editor/model/notes.ts';
import type { EdgeMark, StepMark } from '#components/editor/model/run-overlay.ts';
import type { Selection } from '#components/editor/model/selection.ts';
import type { Trust } from '#components/editor/model/trust.ts';

export type CardData = {
  card: Card;
  /** The worst of the node's problems, and how many there are. */
  problem: Problem | null;
  problems: number;
  mark: StepMark | null;
  connectionName: string | null;
  callsName: string | null;
};
export type CardNode = Node<CardData, 'card'>;
export type NoteNode = Node<{ note: Note }, 'note'>;
export type CanvasNode = CardNode | NoteNode;
/** `only`: nothing else is selected, so the wire offers to be removed. */
export type WireData = { untrusted: boolean; mark: EdgeMark | null; only: boolean };
export type WireEdge = Edge<WireData, 'wire'>;

/** What React Flow draws. Objects that look the same keep their identity: only what changed renders again. */
export type CanvasView = { nodes: CanvasNode[]; edges: WireEdge[] };

export type ViewInput = {
  flow: Flow;
  cards: Cards;
  selection: Selection;
  trust: Trust;
  problems: readonly Problem[];
  marks: ReadonlyMap<string, StepMark>;
  edgeMarks: ReadonlyMap<string, EdgeMark>;
  /** Names of connections and flows by id. */
  connections: ReadonlyMap<string, string>;
  flows: ReadonlyMap<string, { name: string }>;
};

export const EMPTY_VIEW: CanvasView = { nodes: [], edges: [] };

/** Makes the canvas's view of the document, keeping what React Flow measured and every object that did not change. */
export function buildView(previous: CanvasView, input: ViewInput): CanvasView {
  const old = new Map(previous.nodes.map((node) => [node.id, node]));
  const problems = worstByNode(input.problems);
  const nodes: CanvasNode[] = input.flow.notes.map((note) => noteNode(note, { old: old.get(note.id), input }));
  for (const node of input.flow.nodes) {
    const card = input.cards.byId.get(node.id)?.card;
    if (!card) continue;
    const found = problems.get(node.id);
    const data = {
      card,
      problem: found?.worst ?? null,
      problems: found?.count ?? 0,
      mark: input.marks.get(node.id) ?? null,
      connectionName: card.connection === null ? null : (input.connections.get(card.connection) ?? null),
      callsName: card.calls === null ? null : (input.flows.get(card.calls)?.name ?? null),
    };
    nodes.push(cardNode(node, { old: old.get(node.id), data, selected: input.selection.nodes.has(node.id) }));
  }
  return { nodes: keepArray(previous.nodes, nodes), edges: buildEdges(previous.edges, input) };
}

function samePlace(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return a.x === b.x && a.y === b.y;
}

function sameFields<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every((key) => a[key] === b[key]);
}

function cardNode(
  node: Flow['nodes'][number],
  made: { old: CanvasNode | undefined; data: CardData; selected: boolean },
): CardNode {
  const old = made.old?.type === 'card' ? made.old : undefined;
  const { card, problem } = made.data;
  const was = old?.data;
  const data = was && sameFields(was, made.data) ? was : made.data;
  if (old && data === was && old.selected === made.selected && samePlace(old.position, node.position)) return old;
  const ariaLabel = `${card.name}, ${card.title}${problem ? `, problem: ${problem.message}` : ''}`;
  return { ...old, id: node.id, type: 'card', position: node.position, data, selected: made.selected, ariaLabel };
}

function noteNode(note: Note, made: { old: CanvasNode | undefined; input: ViewInput }): NoteNode {
  const old = made.old?.type === 'note' ? made.old : undefined;
  const selected = made.input.selection.nodes.has(note.id);
  if (old && old.data.note === note && old.selected === selected && samePlace(old.position, note.position)) return old;
  const size = note.size ?? { width: 240, height: 120 };
  return {
    ...old,
    id: note.id,
    type: 'note',
    position: note.position,
    ...size,
    data: { note },
    selected,
    zIndex: -1,
    ariaLabel: 'Note',
  };
}

function buildEdges(previous: WireEdge[], input: ViewInput): WireEdge[] {
  const old = new Map(previous.map((edge) => [edge.id, edge]));
  const edges = input.flow.edges.map((edge) => {
    const id = edgeId(edge);
    const known = old.get(id);
    const untrusted = input.trust.edges.has(id);
    const mark = input.edgeMarks.get(id) ?? null;
    const selected = input.selection.edges.has(id);
    const only = selected && input.selection.edges.size === 1 && input.selection.nodes.size === 0;
    const data = { untrusted, mark, only };
    if (known?.data && known.selected === selected && sameFields(known.data, data)) return known;
    return {
      id,
      type: 'wire' as const,
      source: edge.from.node,
      sourceHandle: edge.from.port,
      target: edge.to.node,
      targetHandle: edge.to.port,
      data,
      selected,
    };
  });
  return keepArray(previous, edges);
}

function keepArray<T>(previous: T[], next: T[]): T[] {
  return previous.length === next.length && previous.every((item, i) => item === next[i]) ? previous : next;
}

function worstByNode(problems: readonly Problem[]): Map<string, { worst: Problem; count: number }> {
  const found = new Map<string, { worst: Problem; count: number }>();
  for (const problem of problems) {
    if (problem.node === undefined) continue;
    const known = found.get(problem.node);
    const worst = known && (known.worst.severity === 'error' || problem.severity === 'warning') ? known.worst : problem;
    found.set(problem.node, { worst, count: (known?.count ?? 0) + 1 });
  }
  return found;
}
