import { z } from 'zod';
import { FlowEdge, FlowNode, type Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { takenIds, takenNames, uniqueId, uniqueName } from '#components/editor/model/ids.ts';
import { splitTemplate } from '#components/editor/model/references.ts';

const CLIP_FORMAT = 'hearth.clip/1';

const Clip = z.object({
  format: z.union([z.literal(CLIP_FORMAT), z.literal('hearth.flow/1')]),
  nodes: z.array(FlowNode).min(1).max(2000),
  edges: z.array(FlowEdge).max(6000),
});

/** Nodes and the edges between them as they travel over the clipboard. Connections stay behind: ids mean nothing elsewhere. */
export type Clip = { nodes: FlowNode[]; edges: FlowEdge[] };

/** The chosen nodes and the edges that run between them. */
export function copyNodes(flow: Flow, ids: ReadonlySet<string>): Clip {
  return {
    nodes: flow.nodes.filter((node) => ids.has(node.id)),
    edges: flow.edges.filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node)),
  };
}

/** The clip as text for the system's clipboard. */
export function clipText(clip: Clip): string {
  return JSON.stringify({ format: CLIP_FORMAT, ...clip }, null, 2);
}

/** Reads a clip or a whole flow file from text; null if it is neither. */
export function readClip(text: string): Clip | null {
  try {
    const parsed = Clip.safeParse(JSON.parse(text));
    return parsed.success ? { nodes: parsed.data.nodes, edges: parsed.data.edges } : null;
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

/** Pastes with fresh ids and names, moved by `offset`; references among the pasted follow, others stay. */
export function paste(flow: Flow, clip: Clip, offset: { x: number; y: number }): { flow: Flow; ids: string[] } {
  const taken = takenIds(flow);
  const names = takenNames(flow);
  const ids = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = uniqueId(node.id.replace(/_\d+$/, ''), taken);
    taken.add(id);
    ids.set(node.id, id);
  }
  const nodes = clip.nodes.map((node) => {
    const name = uniqueName(node.name, names);
    names.add(name);
    const params = remapReferences(node.params, ids) as FlowNode['params'];
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    return { ...node, id: ids.get(node.id) ?? node.id, name, params, position };
  });
  const edges = clip.edges.flatMap((edge) => {
    const [from, to] = [ids.get(edge.from.node), ids.get(edge.to.node)];
    return from && to ? [{ from: { ...edge.from, node: from }, to: { ...edge.to, node: to } }] : [];
  });
  return {
    flow: { ...flow, nodes: [...flow.nodes, ...nodes], edges: [...flow.edges, ...edges] },
    ids: [...ids.values()],
  };
}
