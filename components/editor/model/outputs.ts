import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue } from '#nodes/define.ts';
import { findNode, reachable } from '#components/editor/model/graph.ts';
import { triggersOf } from '#components/editor/model/references.ts';
import { outputSchema, withDefaults, type Schema } from '#components/editor/model/schema.ts';
import { humanize } from '#components/editor/model/summary.ts';

/** A field that a later step may refer to. `path` is inside the step's output. */
export type DataField = {
  path: (string | number)[];
  name: string;
  type: string;
  /** Its value in the last run that was looked at. */
  sample?: string;
  children: DataField[];
};

/** A step (or the trigger) whose data a node may use. `root` begins the expression. */
export type DataSource = {
  root: string;
  node: string;
  name: string;
  icon: string;
  kind: string;
  fields: DataField[];
  /** The fields were seen in a run, not only declared. */
  seen: boolean;
};

const DEEPEST = 5;
const WIDEST = 60;

function typeOf(schema: Schema): string {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (type) return type === 'integer' ? 'number' : type;
  if (schema.properties) return 'object';
  return schema.enum ? 'string' : 'any';
}

/** Fields that a JSON Schema declares. */
export function fieldsOfSchema(schema: Schema, path: (string | number)[] = []): DataField[] {
  if (path.length >= DEEPEST) return [];
  const full = schema.properties ? schema : schema.anyOf?.find((one) => one.properties);
  const items = schema.type === 'array' ? schema.items : undefined;
  if (items && Object.keys(items).length > 0) {
    const at = [...path, 0];
    return [{ path: at, name: 'First', type: typeOf(items), children: fieldsOfSchema(items, at) }];
  }
  return Object.entries(full?.properties ?? {}).map(([key, field]) => {
    const at = [...path, key];
    return { path: at, name: humanize(key), type: typeOf(field), children: fieldsOfSchema(field, at) };
  });
}

function sampleText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Fields of a value that a run produced, with the values as samples. */
export function fieldsOfValue(value: Json, path: (string | number)[] = []): DataField[] {
  if (value === null || typeof value !== 'object' || path.length >= DEEPEST) return [];
  const first = Array.isArray(value) ? value.slice(0, 1).map((item) => [0, item] as const) : null;
  const entries = first ?? Object.entries(value).slice(0, WIDEST);
  return entries.map(([key, item]) => {
    const at = [...path, key];
    const type = item === null ? 'null' : Array.isArray(item) ? 'array' : typeof item;
    const name = typeof key === 'number' ? 'First' : humanize(key);
    return { path: at, name, type, sample: sampleText(item), children: fieldsOfValue(item, at) };
  });
}

/** What a node's own settings say of its output beyond its type's declaration. */
function drawnFields(node: FlowNode): DataField[] | null {
  const { fields, sample, schema } = node.params;
  if (node.type === 'set' && fields && typeof fields === 'object') return fieldsNamed(Object.keys(fields));
  if (node.type === 'approval') {
    const answers = fieldsNamed(namesOf(fields)).map((field) => ({ ...field, path: ['answers', ...field.path] }));
    return [{ path: ['answers'], name: 'What was filled in', type: 'object', children: answers }];
  }
  if (node.type === 'manual') {
    const names = namesOf(fields);
    if (sample && typeof sample === 'object')
      return fieldsOfValue({ ...Object.fromEntries(names.map((name) => [name, null])), ...sample });
    return fieldsNamed(names);
  }
  if (node.type === 'llm.ask' && schema && typeof schema === 'object') {
    const json = { path: ['json'], name: 'Data', type: 'object', children: fieldsOfSchema(schema as Schema, ['json']) };
    return [json];
  }
  return null;
}

/** Names of declared form fields, half-typed ones left out. */
function namesOf(fields: Json | undefined): string[] {
  const asked = Array.isArray(fields) ? fields.map((field) => (field as { name?: Json } | null)?.name) : [];
  return asked.filter((name): name is string => typeof name === 'string' && name !== '');
}

function fieldsNamed(names: string[]): DataField[] {
  return names.map((name) => ({ path: [name], name: humanize(name), type: 'any', children: [] }));
}

function fieldsOfNode(node: FlowNode, catalogue: Catalogue): DataField[] {
  const spec = catalogue[node.type];
  if (!spec) return [];
  const full = { ...node, params: withDefaults(spec, node.params) };
  const drawn = drawnFields(full) ?? [];
  const taken = new Set(drawn.map((field) => field.path[0]));
  return [...drawn, ...fieldsOfSchema(outputSchema(spec)).filter((field) => !taken.has(field.path[0]))];
}

/** Whose data the node may use, nearest first; `samples` are outputs of the last run by node id. */
export function sourcesFor(
  flow: Flow,
  id: string,
  known: { catalogue: Catalogue; samples: ReadonlyMap<string, Json> },
): DataSource[] {
  const { catalogue, samples } = known;
  const source = (node: FlowNode, root: string): DataSource => {
    const sample = samples.get(node.id);
    const seen = sample === undefined ? [] : fieldsOfValue(sample);
    const spec = catalogue[node.type];
    return {
      root,
      node: node.id,
      name: node.name,
      icon: spec?.icon ?? '',
      kind: spec?.kind ?? 'unknown',
      fields: seen.length > 0 ? seen : fieldsOfNode(node, catalogue),
      seen: seen.length > 0,
    };
  };
  const steps = reachable(flow, id, 'up')
    .map((other) => findNode(flow, other))
    .filter((node): node is FlowNode => node !== undefined && catalogue[node.type]?.kind !== 'trigger');
  return [
    ...steps.map((node) => source(node, `steps.${node.id}`)),
    ...triggersOf(flow, id, catalogue).map((node) => source(node, 'trigger')),
  ];
}

/** The fields whose names or samples contain the words, with the way to them kept. */
export function searchFields(fields: readonly DataField[], query: string): DataField[] {
  const words = query.trim().toLowerCase();
  if (words === '') return [...fields];
  return fields.flatMap((field) => {
    const children = searchFields(field.children, query);
    const own = `${field.name} ${field.path.join('.')} ${field.sample ?? ''}`.toLowerCase().includes(words);
    return own || children.length > 0 ? [{ ...field, children }] : [];
  });
}
