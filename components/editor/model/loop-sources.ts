import { fieldsOfValue } from '#components/editor/model/data-fields.ts';
import type { DataField } from '#components/editor/model/data-fields.ts';
import { findNode, loopsIn } from '#components/editor/model/graph.ts';
import { parsePath, splitTemplate } from '#components/editor/model/references.ts';
import { word } from '#components/editor/model/words.ts';
import type { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

/** The loops that a step is in, the innermost first. */
export function loopsAround(flow: Flow, id: string): string[] {
  const { parents } = loopsIn(flow);
  const found: string[] = [];
  for (let at = parents.get(id); at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at);
  return found;
}

/** What steps inside of a loop may read of it; the item's own fields if its list was seen in a run. */
export function fieldsInside(flow: Flow, loop: string, samples: ReadonlyMap<string, Json>): DataField[] {
  const node = findNode(flow, loop);
  const names = node?.type === 'while' ? WHILE_NAMES : ITEM_NAMES;
  const item = node ? itemSample(flow, node.params.items, samples) : undefined;
  return Object.entries(names).map(([key, name]) => ({
    path: [key],
    name: word(name),
    type: key === 'value' ? 'any' : 'number',
    children: key === 'value' && item !== undefined ? fieldsOfValue(item, ['value']) : [],
  }));
}

const WHILE_NAMES = { value: 'lastResult', index: 'round' } as const;
const ITEM_NAMES = { value: 'item', index: 'index', count: 'howMany' } as const;

/** The first item of the list that a for-each goes over, if it was drawn or seen. */
function itemSample(flow: Flow, items: Json | undefined, samples: ReadonlyMap<string, Json>): Json | undefined {
  if (Array.isArray(items)) return items[0];
  const [only, ...more] = typeof items === 'string' ? splitTemplate(items) : [];
  const simple = only && 'hole' in only && more.length === 0 ? parsePath(only.hole) : null;
  if (!simple) return undefined;
  const { root } = simple;
  if (typeof root !== 'object' && root !== 'trigger') return undefined;
  let here = typeof root === 'object' ? samples.get(root.step) : firstTrigger(flow, samples);
  for (const part of simple.path) here = childOf(here, part);
  return Array.isArray(here) ? here[0] : undefined;
}

function firstTrigger(flow: Flow, samples: ReadonlyMap<string, Json>): Json | undefined {
  const led = new Set(flow.edges.map((edge) => edge.to.node));
  return flow.nodes
    .filter((node) => !led.has(node.id))
    .map((node) => samples.get(node.id))
    .find((one) => one !== undefined);
}

function childOf(value: Json | undefined, part: string | number): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return typeof part === 'number' ? value[part] : undefined;
  return Object.hasOwn(value, part) ? value[part] : undefined;
}
