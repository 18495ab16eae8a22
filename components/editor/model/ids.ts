import type { Flow } from '#lib/flow.ts';

const MAX_ID = 40;

/** The id that a node of this type gets first: `http.request` becomes `http_request`. */
export function idBase(type: string): string {
  const plain = type
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const named = /^[a-z]/.test(plain) ? plain : `node_${plain}`.replace(/_+$/, '');
  return named.slice(0, MAX_ID);
}

/** The first free id of this base: `http_request`, `http_request_2`, … */
export function uniqueId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let count = 2; ; count += 1) {
    const suffix = `_${count}`;
    const id = base.slice(0, MAX_ID - suffix.length) + suffix;
    if (!taken.has(id)) return id;
  }
}

/** The first free name: `Ask a model`, `Ask a model 2`, … People tell steps apart by it. */
export function uniqueName(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  const stem = title.replace(/ \d+$/, '');
  for (let count = 2; ; count += 1) {
    const name = `${stem} ${count}`;
    if (!taken.has(name)) return name;
  }
}

/** Ids in use: of nodes and of notes, which share the canvas. */
export function takenIds(flow: Flow): Set<string> {
  return new Set([...flow.nodes, ...flow.notes].map((item) => item.id));
}

/** Names in use. */
export function takenNames(flow: Flow): Set<string> {
  return new Set(flow.nodes.map((node) => node.name));
}
