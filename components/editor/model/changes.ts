import type { Flow } from '#lib/flow.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import { groupsOf } from '#components/editor/model/groups.ts';

/** What a change of the drawing did, for those who cannot see it. */
export type Told =
  | {
      what: 'added' | 'removed' | 'moved' | 'renamed' | 'changed' | 'switchedOff' | 'switchedOn';
      count: number;
      name: string;
    }
  | { what: 'connected' | 'disconnected'; count: number; from: string; to: string }
  | { what: 'grouped' | 'ungrouped'; name: string }
  | { what: 'noteAdded' | 'noteRemoved' | 'noteChanged' };

function wires(before: Flow, after: Flow): Told | null {
  const [old, now] = [new Set(before.edges.map(edgeId)), new Set(after.edges.map(edgeId))];
  const drawn = after.edges.filter((edge) => !old.has(edgeId(edge)));
  const gone = before.edges.filter((edge) => !now.has(edgeId(edge)));
  const [edges, flow, what] =
    drawn.length > 0 ? ([drawn, after, 'connected'] as const) : ([gone, before, 'disconnected'] as const);
  const [first] = edges;
  if (!first) return null;
  const nameOf = (id: string) => flow.nodes.find((node) => node.id === id)?.name ?? id;
  return { what, count: edges.length, from: nameOf(first.from.node), to: nameOf(first.to.node) };
}

function steps(before: Flow, after: Flow): Told | null {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const added = after.nodes.filter((node) => !old.has(node.id));
  if (added[0]) return { what: 'added', count: added.length, name: added[0].name };
  const removed = before.nodes.filter((node) => !now.has(node.id));
  if (removed[0]) return { what: 'removed', count: removed.length, name: removed[0].name };
  return null;
}

function details(before: Flow, after: Flow): Told | null {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const changed = after.nodes.flatMap((node) => {
    const was = old.get(node.id);
    return was && was !== node ? [{ was, node }] : [];
  });
  const [first] = changed;
  if (!first) return null;
  const { was, node } = first;
  const told = (what: 'moved' | 'renamed' | 'changed' | 'switchedOff' | 'switchedOn'): Told => ({
    what,
    count: changed.length,
    name: node.name,
  });
  if (was.name !== node.name) return told('renamed');
  if (was.settings?.disabled !== node.settings?.disabled)
    return told(node.settings?.disabled ? 'switchedOff' : 'switchedOn');
  // Who types knows what was typed: only what happens elsewhere is told.
  return was.position !== node.position ? told('moved') : was.type !== node.type ? told('changed') : null;
}

function around(before: Flow, after: Flow): Told | null {
  const [old, now] = [groupsOf(before), groupsOf(after)];
  const made = now.find((group) => !old.some((one) => one.id === group.id));
  if (made) return { what: 'grouped', name: made.name };
  const gone = old.find((group) => !now.some((one) => one.id === group.id));
  if (gone) return { what: 'ungrouped', name: gone.name };
  const more = after.notes.length - before.notes.length;
  if (more !== 0) return { what: more > 0 ? 'noteAdded' : 'noteRemoved' };
  return before.notes.some((note, index) => note.text !== after.notes[index]?.text) ? { what: 'noteChanged' } : null;
}

/** The most telling part of a change; null for what needs no word. */
export function changeBetween(before: Flow, after: Flow): Told | null {
  if (before === after) return null;
  return steps(before, after) ?? wires(before, after) ?? around(before, after) ?? details(before, after);
}
