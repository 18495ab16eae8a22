import { z } from 'zod';
import { FlowEdge, FlowGroup, FlowNode, FlowNote, type Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { groupsOf } from '#components/editor/model/groups.ts';
import { takenIds, takenNames, uniqueId, uniqueName } from '#components/editor/model/ids.ts';
import { splitTemplate } from '#components/editor/model/references.ts';

const CLIP_FORMAT = 'hearth.clip/1';

const Clip = z
  .object({
    format: z.union([z.literal(CLIP_FORMAT), z.literal('hearth.flow/1')]),
    nodes: z.array(FlowNode).max(2000),
    edges: z.array(FlowEdge).max(6000),
    notes: z.array(FlowNote).max(200).default([]),
    groups: z.array(FlowGroup).max(200).default([]),
  })
  .refine((clip) => clip.nodes.length + clip.notes.length > 0);

/** Steps, notes, whole groups and the edges between the steps, as they travel over the clipboard. */
export type Clip = Pick<Flow, 'nodes' | 'edges' | 'notes'> & { groups: FlowGroup[] };

/** The chosen nodes and notes, the edges that run between them, and the groups that are chosen whole. */
export function copyNodes(flow: Flow, ids: ReadonlySet<string>): Clip {
  return {
    nodes: flow.nodes.filter((node) => ids.has(node.id)),
    edges: flow.edges.filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node)),
    notes: flow.notes.filter((note) => ids.has(note.id)),
    groups: groupsOf(flow).filter((group) => group.members.every((member) => ids.has(member))),
  };
}

export function isEmptyClip(clip: Clip): boolean {
  return clip.nodes.length === 0 && clip.notes.length === 0;
}

/** The clip as text for the system's clipboard. */
export function clipText({ notes, groups, ...clip }: Clip): string {
  const more = { ...(notes.length > 0 ? { notes } : {}), ...(groups.length > 0 ? { groups } : {}) };
  return JSON.stringify({ format: CLIP_FORMAT, ...clip, ...more }, null, 2);
}

/** Reads a clip or a whole flow file from text; null if it is neither. */
export function readClip(text: string): Clip | null {
  try {
    const parsed = Clip.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { nodes, edges, notes, groups } = parsed.data;
    return { nodes, edges, notes, groups };
  } catch {
    return null;
  }
}

/** Points `steps.<old>` inside holes at the new ids; text outside of holes is the author's and stays. */
export function remapReferences(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    const parts = splitTemplate(value);
    if (!parts.some((part) => 'hole' in part)) return value;
    return parts.map((part) => ('hole' in part ? `{{ ${remapHole(part.hole, ids)} }}` : part.text)).join('');
  }
  if (Array.isArray(value)) return value.map((item) => remapReferences(item, ids));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, remapReferences(item, ids)]));
}

function remapHole(hole: string, ids: ReadonlyMap<string, string>): string {
  return hole.replace(
    /(\bsteps\s*\.\s*)([a-z][a-z0-9_]*)/g,
    (_whole, head: string, id: string) => head + (ids.get(id) ?? id),
  );
}

type Position = { x: number; y: number };

function freshIds(clip: Clip, taken: Set<string>): Map<string, string> {
  const ids = new Map<string, string>();
  for (const item of [...clip.nodes, ...clip.notes]) {
    const id = uniqueId(item.id.replace(/_\d+$/, ''), taken);
    taken.add(id);
    ids.set(item.id, id);
  }
  return ids;
}

function freshGroups(flow: Flow, clip: Clip, ids: ReadonlyMap<string, string>): FlowGroup[] {
  const taken = new Set(groupsOf(flow).map((group) => group.id));
  return clip.groups.flatMap((group) => {
    const id = uniqueId(group.id.replace(/_\d+$/, ''), taken);
    taken.add(id);
    const members = group.members.flatMap((member) => ids.get(member) ?? []);
    return members.length === 0 ? [] : [{ ...group, id, members }];
  });
}

/** Pastes with fresh ids and names, moved by `offset`; references among the pasted follow, others stay. */
export function paste(flow: Flow, clip: Clip, offset: Position): { flow: Flow; ids: string[] } {
  const names = takenNames(flow);
  const ids = freshIds(clip, takenIds(flow));
  const moved = ({ x, y }: Position) => ({ x: x + offset.x, y: y + offset.y });
  const nodes = clip.nodes.map((node) => {
    const name = uniqueName(node.name, names);
    names.add(name);
    const params = remapReferences(node.params, ids) as FlowNode['params'];
    return { ...node, id: ids.get(node.id) ?? node.id, name, params, position: moved(node.position) };
  });
  const notes = clip.notes.map((note) => ({
    ...note,
    id: ids.get(note.id) ?? note.id,
    position: moved(note.position),
  }));
  const edges = clip.edges.flatMap((edge) => {
    const [from, to] = [ids.get(edge.from.node), ids.get(edge.to.node)];
    return from && to ? [{ from: { ...edge.from, node: from }, to: { ...edge.to, node: to } }] : [];
  });
  const groups = [...groupsOf(flow), ...freshGroups(flow, clip, ids)].slice(0, 200);
  const pasted = {
    ...flow,
    nodes: [...flow.nodes, ...nodes],
    edges: [...flow.edges, ...edges],
    notes: [...flow.notes, ...notes].slice(0, 200),
  };
  return { flow: groups.length === 0 ? pasted : { ...pasted, groups }, ids: [...ids.values()] };
}
