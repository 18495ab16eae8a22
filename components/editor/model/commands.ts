import type { Flow, FlowNode, FlowSettings } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue } from '#nodes/define.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import { pruneGroups } from '#components/editor/model/groups.ts';
import { idBase, takenIds, takenNames, uniqueId, uniqueName } from '#components/editor/model/ids.ts';
import { withoutMarks } from '#components/editor/model/unconfirmed.ts';

type Position = { x: number; y: number };

/** The drawing of a flow that has nothing in it yet. */
export function emptyFlow(name: string): Flow {
  return { format: 'hearth.flow/1', name, nodes: [], edges: [], notes: [] };
}

/** Adds a node of this type with the defaults of its declaration. */
export function addNode(
  flow: Flow,
  options: { type: string; position: Position; catalogue: Catalogue; params?: Record<string, Json> },
): { flow: Flow; id: string } {
  const spec = options.catalogue[options.type];
  const id = uniqueId(idBase(options.type), takenIds(flow));
  const node: FlowNode = {
    id,
    type: options.type,
    version: spec?.version ?? 1,
    name: uniqueName(spec?.title ?? options.type, takenNames(flow)),
    position: options.position,
    params: options.params ?? {},
  };
  return { flow: { ...flow, nodes: [...flow.nodes, node] }, id };
}

export function updateNode(flow: Flow, id: string, change: (node: FlowNode) => FlowNode): Flow {
  const index = flow.nodes.findIndex((node) => node.id === id);
  const node = flow.nodes[index];
  if (!node) return flow;
  const changed = change(node);
  if (changed === node) return flow;
  const nodes = flow.nodes.slice();
  nodes[index] = changed;
  return { ...flow, nodes };
}

/** Puts the named nodes and notes at new places; the others keep their identity. */
export function moveTo(flow: Flow, places: ReadonlyMap<string, Position>): Flow {
  const place = <T extends { id: string; position: Position }>(item: T): T => {
    const to = places.get(item.id);
    return !to || (to.x === item.position.x && to.y === item.position.y) ? item : { ...item, position: to };
  };
  const nodes = flow.nodes.map(place);
  const notes = flow.notes.map(place);
  const moved = nodes.some((node, i) => node !== flow.nodes[i]) || notes.some((note, i) => note !== flow.notes[i]);
  return moved ? { ...flow, nodes, notes } : flow;
}

/** Removes nodes (with their edges), notes and edges. */
export function removeItems(flow: Flow, ids: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> }): Flow {
  const nodes = flow.nodes.filter((node) => !ids.nodes.has(node.id));
  const notes = flow.notes.filter((note) => !ids.nodes.has(note.id));
  const edges = flow.edges.filter(
    (edge) => !ids.edges.has(edgeId(edge)) && !ids.nodes.has(edge.from.node) && !ids.nodes.has(edge.to.node),
  );
  const same =
    nodes.length === flow.nodes.length && edges.length === flow.edges.length && notes.length === flow.notes.length;
  return same ? flow : pruneGroups({ ...flow, nodes, edges, notes });
}

export function renameFlow(flow: Flow, name: string): Flow {
  const trimmed = name.trim().slice(0, 120);
  return trimmed === '' || trimmed === flow.name ? flow : { ...flow, name: trimmed };
}

/** Changes what holds for the flow as a whole; what is undefined is not set any more. */
export function setFlowSettings(flow: Flow, change: FlowSettings): Flow {
  const { settings: _before, ...rest } = flow;
  const settings = Object.fromEntries(
    Object.entries({ ...flow.settings, ...change }).filter(([, value]) => value !== undefined),
  );
  return Object.keys(settings).length === 0 ? rest : { ...rest, settings };
}

/** Renames a node; an empty name is not taken. Its id, which expressions use, stays. */
export function renameNode(flow: Flow, id: string, name: string): Flow {
  const trimmed = name.trim().slice(0, 120);
  return updateNode(flow, id, (node) => (trimmed === '' || node.name === trimmed ? node : { ...node, name: trimmed }));
}

/** Sets one parameter; `undefined` removes it, so that the declaration's default holds again. */
export function setParam(flow: Flow, change: { id: string; field: string; value: Json | undefined }): Flow {
  return updateNode(flow, change.id, (old) => {
    // Who types a value here vouches for it.
    const node = old.unconfirmed ? withoutMarks(old, (field) => field === change.field) : old;
    if (change.value !== undefined) return { ...node, params: { ...node.params, [change.field]: change.value } };
    if (!Object.hasOwn(node.params, change.field)) return node;
    const params = { ...node.params };
    delete params[change.field];
    return { ...node, params };
  });
}

/** Sets several parameters at once; the others stay. */
export function setParams(flow: Flow, id: string, params: Record<string, Json>): Flow {
  return Object.entries(params).reduce((result, [field, value]) => setParam(result, { id, field, value }), flow);
}

/** Changes settings; a field set to `undefined` goes, an empty object goes whole, so that files stay small. */
export function setSettings(flow: Flow, id: string, change: Partial<NonNullable<FlowNode['settings']>>): Flow {
  return updateNode(flow, id, (node) => {
    const merged = Object.entries({ ...node.settings, ...change }).filter(([, value]) => value !== undefined);
    const { settings: _old, ...rest } = node;
    return merged.length === 0 ? rest : { ...rest, settings: Object.fromEntries(merged) };
  });
}

/** Chooses the connection of a node by id, or none. */
export function setConnection(flow: Flow, id: string, connection: string | undefined): Flow {
  return updateNode(flow, id, (node) => {
    if (node.connection === connection) return node;
    const { connection: _old, ...rest } = node;
    return connection === undefined ? rest : { ...rest, connection };
  });
}

/** Switches every given node off, or on again if all of them are off. */
export function toggleDisabled(flow: Flow, ids: ReadonlySet<string>): Flow {
  const chosen = flow.nodes.filter((node) => ids.has(node.id));
  const disabled = chosen.some((node) => node.settings?.disabled !== true) ? true : undefined;
  return chosen.reduce((result, node) => setSettings(result, node.id, { disabled }), flow);
}
