/** What differs between two drawings of one flow. Pure: nothing is compiled, run or fetched. */
import type { Flow, FlowEdge, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

/** One value that differs: `params.headers[0].name`. What is undefined is not there on that side. */
export type FieldChange = { path: string; before: Json | undefined; after: Json | undefined };

export type Side = 'added' | 'removed';

/** A thing with an id: it came, went, or has other values. Where it lies is kept apart, as `moved`. */
export type ItemChange<T> = { id: string } & (
  | { kind: 'added'; after: T }
  | { kind: 'removed'; before: T }
  | { kind: 'changed'; before: T; after: T; fields: FieldChange[]; moved: boolean }
);

type Item = { id: string; position?: { x: number; y: number } };
/** Notes, groups and whatever else a drawing lists beside its steps. */
export type ListedItem = Item & { [field: string]: Json | undefined };

export type FlowDiff = {
  nodes: ItemChange<FlowNode>[];
  edges: { kind: Side; edge: FlowEdge }[];
  items: Record<string, ItemChange<ListedItem>[]>;
  /** Name and settings of the flow itself. */
  flow: FieldChange[];
};

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value with the keys of every object in order, so that equal contents are equal texts. */
export function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedKeys(item)]));
}

function same(before: Json | undefined, after: Json | undefined): boolean {
  if (before === after) return true;
  if (before === undefined || after === undefined) return false;
  return JSON.stringify(sortedKeys(before)) === JSON.stringify(sortedKeys(after));
}

function pathTo(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Compares two values; objects are walked key by key, lists of the same length place by place, anything else is one change. */
export function diffValues(before: Json | undefined, after: Json | undefined, path = ''): FieldChange[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diffValues(ownOf(before, key), ownOf(after, key), pathTo(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, at) => diffValues(item, after[at], pathTo(path, at)));
  }
  return [{ path, before, after }];
}

function ownOf(value: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function diffItems<T extends Item>(before: readonly T[], after: readonly T[]): ItemChange<T>[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const changes: ItemChange<T>[] = [];
  for (const item of after) {
    const was = old.get(item.id);
    old.delete(item.id);
    if (!was) {
      changes.push({ id: item.id, kind: 'added', after: item });
      continue;
    }
    const fields = diffValues(plain(was), plain(item));
    const moved = !same(was.position, item.position);
    if (moved || fields.length > 0) {
      changes.push({ id: item.id, kind: 'changed', before: was, after: item, fields, moved });
    }
  }
  return [...changes, ...[...old.values()].map((item) => ({ id: item.id, kind: 'removed' as const, before: item }))];
}

/** All of an item but its place and its id. */
function plain({ id: _id, position: _position, ...rest }: Item): Json {
  return JSON.parse(JSON.stringify(rest)) as Json;
}

/** The ends of a wire as text. */
export function wireKey({ from, to }: FlowEdge): string {
  return `${from.node}.${from.port}>${to.node}.${to.port}`;
}

function diffEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]): FlowDiff['edges'] {
  const [old, now] = [new Set(before.map(wireKey)), new Set(after.map(wireKey))];
  return [
    ...after.filter((edge) => !old.has(wireKey(edge))).map((edge) => ({ kind: 'added' as const, edge })),
    ...before.filter((edge) => !now.has(wireKey(edge))).map((edge) => ({ kind: 'removed' as const, edge })),
  ];
}

const APART = new Set(['nodes', 'edges', 'format']);

function isItemList(value: unknown): value is ListedItem[] {
  return Array.isArray(value) && value.every((item) => typeof (item as Partial<Item> | null)?.id === 'string');
}

/** What leads from one drawing to the other. Steps are the same by their id, whatever they are called and wherever they lie. */
export function diffFlows(before: Flow, after: Flow): FlowDiff {
  const diff: FlowDiff = {
    nodes: diffItems(before.nodes, after.nodes),
    edges: diffEdges(before.edges, after.edges),
    items: {},
    flow: [],
  };
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (APART.has(key)) continue;
    const [was, is] = [old[key], now[key]];
    if (isItemList(was ?? []) && isItemList(is ?? []) && (Array.isArray(was) || Array.isArray(is))) {
      const changes = diffItems((was ?? []) as ListedItem[], (is ?? []) as ListedItem[]);
      if (changes.length > 0) diff.items[key] = changes;
    } else diff.flow.push(...diffValues(was as Json | undefined, is as Json | undefined, key));
  }
  return diff;
}

/** Whether two drawings hold the same, however their files are ordered. */
export function sameFlow(before: Flow, after: Flow): boolean {
  return before === after || isEmptyDiff(diffFlows(before, after));
}

export function isEmptyDiff({ nodes, edges, items, flow }: FlowDiff): boolean {
  return nodes.length + edges.length + flow.length === 0 && Object.keys(items).length === 0;
}

/** How much of what changed, for one line. `names`: a few of the steps that came, changed or went. */
export type ChangeSummary = {
  added: number;
  removed: number;
  changed: number;
  moved: number;
  wires: number;
  notes: number;
  settings: boolean;
  names: string[];
};

const NAMES = 3;

/** A change in a few numbers and names. */
export function summarizeDiff(diff: FlowDiff): ChangeSummary {
  const told = diff.nodes.filter((change) => change.kind !== 'changed' || change.fields.length > 0);
  const count = (kind: 'added' | 'removed' | 'changed') => told.filter((change) => change.kind === kind).length;
  return {
    added: count('added'),
    removed: count('removed'),
    changed: count('changed'),
    moved: diff.nodes.length - told.length,
    wires: diff.edges.length,
    notes: Object.values(diff.items).flat().length,
    settings: diff.flow.length > 0,
    names: told.slice(0, NAMES).map((change) => (change.kind === 'removed' ? change.before : change.after).name),
  };
}

/** The drawing as text that is the same for the same contents: keys sorted, steps and wires in a fixed order. */
export function canonicalText(flow: Flow): string {
  const byId = (a: Item, b: Item) => (a.id < b.id ? -1 : 1);
  const ordered = Object.fromEntries(
    Object.entries(flow).map(([key, value]) => [key, isItemList(value) ? [...value].sort(byId) : value]),
  );
  const edges = [...flow.edges].sort((a, b) => (wireKey(a) < wireKey(b) ? -1 : 1));
  return JSON.stringify(sortedKeys(JSON.parse(JSON.stringify({ ...ordered, edges })) as Json), null, 2);
}
