import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue } from '#nodes/define.ts';
import { stringsIn } from '#components/editor/model/references.ts';
import { withoutMarks } from '#components/editor/model/unconfirmed.ts';

/** Where a text was found: a step or a note, and the part of it. `field` names a parameter. */
export type Hit = { id: string; in: 'name' | 'type' | 'param' | 'note'; field?: string };

function textOf(value: Json): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return stringsIn(value).join('\n');
}

function hitsOfNode(node: FlowNode, has: (text: string) => boolean, catalogue: Catalogue): Hit[] {
  const hits: Hit[] = [];
  if (has(node.name)) hits.push({ id: node.id, in: 'name' });
  if (has(`${catalogue[node.type]?.title ?? ''} ${node.type}`)) hits.push({ id: node.id, in: 'type' });
  for (const [field, value] of Object.entries(node.params))
    if (has(textOf(value))) hits.push({ id: node.id, in: 'param', field });
  if (has(node.settings?.note ?? '')) hits.push({ id: node.id, in: 'note' });
  return hits;
}

/** Every place in the flow that holds the text, in reading order: top-left first. */
export function searchFlow(flow: Flow, query: string, catalogue: Catalogue): Hit[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const byPlace = <T extends { position: { x: number; y: number } }>(a: T, b: T) =>
    a.position.x - b.position.x || a.position.y - b.position.y;
  const nodes = flow.nodes.toSorted(byPlace).flatMap((node) => hitsOfNode(node, has, catalogue));
  const notes = flow.notes
    .toSorted(byPlace)
    .filter((note) => has(note.text))
    .map((note): Hit => ({ id: note.id, in: 'note' }));
  return [...nodes, ...notes];
}

type Replacing = { find: RegExp; by: string };

function replaced(value: Json, how: Replacing): Json {
  if (typeof value === 'string') return value.replace(how.find, () => how.by);
  if (Array.isArray(value)) return value.map((item) => replaced(item, how));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, how)]));
}

/** Replaces a text in the parameters of all steps, whatever its case; says in how many parameters. */
export function replaceInParams(flow: Flow, change: { query: string; by: string }): { flow: Flow; count: number } {
  const wanted = change.query.trim();
  if (wanted === '') return { flow, count: 0 };
  const how = { find: new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), by: change.by };
  let count = 0;
  const nodes = flow.nodes.map((node) => {
    const changed = Object.entries(node.params).filter(
      ([, value]) => JSON.stringify(replaced(value, how)) !== JSON.stringify(value),
    );
    if (changed.length === 0) return node;
    count += changed.length;
    const fields = new Set(changed.map(([field]) => field));
    const params = {
      ...node.params,
      ...Object.fromEntries(changed.map(([key, value]) => [key, replaced(value, how)])),
    };
    return { ...withoutMarks(node, (field) => fields.has(field)), params };
  });
  return count === 0 ? { flow, count } : { flow: { ...flow, nodes }, count };
}
