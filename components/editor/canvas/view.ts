import type { Edge, Node } from '@xyflow/react';
import type { Flow } from '#lib/flow.ts';
import type { Texts } from '#messages/types.ts';
import type { Problem } from '#lib/plan.ts';
import type { Card, Cards } from '#components/editor/model/cards.ts';
import { foldedNode, frameNodes, type FoldedNode, type FrameNode } from '#components/editor/canvas/group-nodes.ts';
import { firstShape } from '#components/editor/canvas/first-shape.ts';
import { groupsOf, hiddenBy } from '#components/editor/model/groups.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import type { Note } from '#components/editor/model/notes.ts';
import type { EdgeMark, StepMark } from '#components/editor/model/run-overlay.ts';
import type { Selection } from '#components/editor/model/selection.ts';
import type { Trust } from '#components/editor/model/trust.ts';
import { OUT_PORT } from '#nodes/define.ts';

export type CardData = {
  card: Card;
  /** The worst of the node's problems, and how many there are. */
  problem: Problem | null;
  problems: number;
  mark: StepMark | null;
  connectionName: string | null;
  callsName: string | null;
  /** Something stands in for it in tests; its last result does not hold any more. */
  pinned: boolean;
  stale: boolean;
};
export type CardNode = Node<CardData, 'card'>;
export type NoteNode = Node<{ note: Note }, 'note'>;
export type CanvasNode = CardNode | NoteNode | FrameNode | FoldedNode;
/**
 * `only`: nothing else is selected, so the wire offers what can be done with it. `hover`: so it does under the pointer.
 * `splice`: a step held over it would go into it.
 */
export type WireData = {
  untrusted: boolean;
  /** It is on the way of the finding that is looked at. */
  way?: boolean;
  mark: EdgeMark | null;
  only: boolean;
  hover?: boolean;
  splice?: boolean;
};
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
  /** How cards are called for those who cannot see them. */
  t?: Texts<'drawing.names'> | undefined;
  /** Ids of groups that are shown as one card. */
  collapsed?: ReadonlySet<string>;
  /** What a search found, and where it stands. */
  hits?: { all: ReadonlySet<string>; at: string | null };
  /** The way of a finding that is looked at. */
  way?: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };
  /** Of the editor: what is tried out there. */
  pins?: ReadonlyMap<string, unknown>;
  stale?: ReadonlySet<string>;
};

const NONE: ReadonlySet<string> = new Set();

/** From this many steps on only what is in sight is drawn, with sizes guessed until it has been. */
export const LARGE = 150;

export const EMPTY_VIEW: CanvasView = { nodes: [], edges: [] };

/** Makes the canvas's view of the document, keeping what React Flow measured and every object that did not change. */
export function buildView(previous: CanvasView, input: ViewInput): CanvasView {
  const old = new Map(previous.nodes.map((node) => [node.id, node]));
  const problems = worstByNode(input.problems);
  const hidden = hiddenBy(input.flow, input.collapsed ?? NONE);
  const isLarge = input.flow.nodes.length > LARGE;
  const nodes: CanvasNode[] = input.flow.notes
    .filter((note) => !hidden.has(note.id))
    .map((note) => noteNode(note, { old: old.get(note.id), input }));
  for (const node of input.flow.nodes) {
    if (hidden.has(node.id)) continue;
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
      pinned: input.pins?.has(node.id) === true,
      stale: input.stale?.has(node.id) === true,
    };
    const hit = hitClass(node.id, input);
    const selected = input.selection.nodes.has(node.id);
    nodes.push(cardNode(node, { old: old.get(node.id), data, selected, hit, isLarge, t: input.t }));
  }
  const framed = addGroups(nodes, { old, input, problems });
  return { nodes: keepArray(previous.nodes, framed), edges: buildEdges(previous.edges, input, hidden) };
}

type Groups = { old: ReadonlyMap<string, CanvasNode>; input: ViewInput; problems: ReadonlyMap<string, unknown> };

/** Frames lie below everything, cards of collapsed groups among the others. */
function addGroups(nodes: CanvasNode[], { old, input, problems }: Groups): CanvasNode[] {
  if (groupsOf(input.flow).length === 0) return nodes;
  const collapsed = input.collapsed ?? NONE;
  const folded = groupsOf(input.flow)
    .filter((group) => collapsed.has(group.id))
    .map((group) => foldedNode(group, { old, input, problems }));
  return [...frameNodes(nodes, { old, input }), ...nodes, ...folded];
}

function hitClass(id: string, { hits, way }: Pick<ViewInput, 'hits' | 'way'>): string | undefined {
  if (way?.nodes.has(id)) return 'on-way';
  if (!hits?.all.has(id)) return undefined;
  return hits.at === id ? 'search-hit search-at' : 'search-hit';
}

/** The view after the pointer moved things: what a frame holds goes with it, and frames follow what they hold. */
export function movedView(view: CanvasView, moved: CanvasNode[], input: Pick<ViewInput, 'flow'>): CanvasView {
  if (groupsOf(input.flow).length === 0) return { ...view, nodes: moved };
  const frames = new Map(
    frameNodes(moved, { old: new Map(moved.map((node) => [node.id, node])) }).map((f) => [f.id, f]),
  );
  return { ...view, nodes: moved.map((node) => frames.get(node.id) ?? node) };
}

/** The view with one wire marked as the one meant, or none. */
export function flagEdge(view: CanvasView, flag: 'hover' | 'splice', id: string | null): CanvasView {
  const edges = view.edges.map((edge) => {
    if (!edge.data || (edge.data[flag] === true) === (edge.id === id)) return edge;
    return { ...edge, data: { ...edge.data, [flag]: edge.id === id } };
  });
  return edges.every((edge, index) => edge === view.edges[index]) ? view : { ...view, edges };
}

function samePlace(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return a.x === b.x && a.y === b.y;
}

function sameFields<T extends object>(a: T, b: Partial<T>): boolean {
  return (Object.keys(b) as (keyof T)[]).every((key) => a[key] === b[key]);
}

function cardNode(
  node: Flow['nodes'][number],
  made: {
    old: CanvasNode | undefined;
    data: CardData;
    selected: boolean;
    hit: string | undefined;
    isLarge: boolean;
    t: ViewInput['t'];
  },
): CardNode {
  const old = made.old?.type === 'card' ? made.old : undefined;
  const { card, problem } = made.data;
  const was = old?.data;
  const data = was && sameFields(was, made.data) ? was : made.data;
  const looksSame = old?.selected === made.selected && old.className === made.hit;
  if (old && data === was && looksSame && samePlace(old.position, node.position)) return old;
  const named = { name: card.name, type: card.title };
  const ariaLabel = problem
    ? (made.t?.('problem', { ...named, problem: problem.message }) ?? card.name)
    : (made.t?.('step', named) ?? card.name);
  return {
    ...(old ?? (made.isLarge ? firstShape(card) : {})),
    id: node.id,
    type: 'card',
    position: node.position,
    data,
    selected: made.selected,
    className: made.hit,
    ariaLabel,
  };
}

function noteNode(note: Note, made: { old: CanvasNode | undefined; input: ViewInput }): NoteNode {
  const old = made.old?.type === 'note' ? made.old : undefined;
  const selected = made.input.selection.nodes.has(note.id);
  const className = hitClass(note.id, made.input);
  const same = old?.data.note === note && old.selected === selected && old.className === className;
  if (old && same && samePlace(old.position, note.position)) return old;
  const size = note.size ?? { width: 240, height: 120 };
  return {
    ...old,
    id: note.id,
    type: 'note',
    position: note.position,
    ...size,
    data: { note },
    selected,
    className,
    zIndex: -1,
    ariaLabel: made.input.t?.('note', { text: note.text.slice(0, 80) }) ?? note.id,
  };
}

function buildEdges(previous: WireEdge[], input: ViewInput, hidden: ReadonlyMap<string, string>): WireEdge[] {
  const old = new Map(previous.map((edge) => [edge.id, edge]));
  const edges = input.flow.edges.flatMap((edge): WireEdge[] => {
    const id = edgeId(edge);
    const [inside, outside] = [hidden.get(edge.from.node), hidden.get(edge.to.node)];
    if (inside !== undefined && inside === outside) return [];
    const known = old.get(id);
    const untrusted = input.trust.edges.has(id);
    const mark = input.edgeMarks.get(id) ?? null;
    const selected = input.selection.edges.has(id);
    const only = selected && input.selection.edges.size === 1 && input.selection.nodes.size === 0;
    const data = { untrusted, way: input.way?.edges.has(id) === true, mark, only };
    const ends = {
      source: inside ?? edge.from.node,
      sourceHandle: inside === undefined ? edge.from.port : OUT_PORT,
      target: outside ?? edge.to.node,
      targetHandle: edge.to.port,
    };
    const same = known?.selected === selected && sameFields(known, ends);
    if (same && known.data && sameFields(known.data, data)) return [known];
    return [{ id, type: 'wire' as const, ...ends, data, selected }];
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
