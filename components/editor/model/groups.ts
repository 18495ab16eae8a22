import type { Flow, FlowGroup } from '#lib/flow.ts';
import { uniqueId } from '#components/editor/model/ids.ts';
import { CARD } from '#components/editor/model/placement.ts';

type Box = { x: number; y: number; width: number; height: number };
type Size = { width: number; height: number };

const PREFIX = 'group:';
/** Room between a frame and what it holds; the name stands in the upper part. */
export const FRAME = { side: 24, top: 56 };
const MOST_GROUPS = 200;

/** A group's id on the canvas; a colon cannot be in the id of a step or a note. */
export function canvasIdOf(group: string): string {
  return PREFIX + group;
}

/** The group that a canvas id stands for; null for steps and notes. */
export function groupIdOf(canvasId: string): string | null {
  return canvasId.startsWith(PREFIX) ? canvasId.slice(PREFIX.length) : null;
}

export function groupsOf(flow: Flow): readonly FlowGroup[] {
  return flow.groups ?? [];
}

/** The group with this id of the canvas. */
export function findGroup(flow: Flow, canvasId: string): FlowGroup | undefined {
  const id = groupIdOf(canvasId);
  return id === null ? undefined : groupsOf(flow).find((group) => group.id === id);
}

function withGroups(flow: Flow, groups: readonly FlowGroup[]): Flow {
  const { groups: _before, ...rest } = flow;
  return groups.length === 0 ? rest : { ...rest, groups: [...groups] };
}

/** Forgets members that are gone, and groups that hold nothing any more. */
export function pruneGroups(flow: Flow): Flow {
  if (!flow.groups) return flow;
  const items = new Set([...flow.nodes, ...flow.notes].map((item) => item.id));
  if (flow.groups.every((group) => group.members.length > 0 && group.members.every((id) => items.has(id)))) return flow;
  const groups = flow.groups
    .map((group) => ({ ...group, members: group.members.filter((id) => items.has(id)) }))
    .filter((group) => group.members.length > 0);
  return withGroups(flow, groups);
}

/** Steps and notes of a selection: a group stands for all that it holds. */
export function withMembers(flow: Flow, ids: ReadonlySet<string>): ReadonlySet<string> {
  const chosen = [...ids].map((id) => findGroup(flow, id)).filter((group) => group !== undefined);
  if (chosen.length === 0) return ids;
  return new Set([...[...ids].filter((id) => groupIdOf(id) === null), ...chosen.flatMap((group) => group.members)]);
}

function freeName(flow: Flow, base: string): string {
  const names = new Set(groupsOf(flow).map((group) => group.name));
  for (let count = groupsOf(flow).length + 1; ; count += 1)
    if (!names.has(`${base} ${count}`)) return `${base} ${count}`;
}

/** Puts steps and notes into a new group; they leave the one they were in. Without any, the flow stays as it is. */
export function groupItems(
  flow: Flow,
  ids: ReadonlySet<string>,
  base: string,
): { flow: Flow; group: FlowGroup } | null {
  const chosen = withMembers(flow, ids);
  const members = [...flow.nodes, ...flow.notes].map((item) => item.id).filter((id) => chosen.has(id));
  if (members.length === 0 || groupsOf(flow).length >= MOST_GROUPS) return null;
  const id = uniqueId('group', new Set(groupsOf(flow).map((group) => group.id)));
  const group = { id, name: freeName(flow, base), members };
  const others = groupsOf(flow)
    .map((other) => ({ ...other, members: other.members.filter((member) => !chosen.has(member)) }))
    .filter((other) => other.members.length > 0);
  return { flow: withGroups(flow, [...others, group]), group };
}

/** Takes frames away and leaves what is in them; a selected member stands for its group. */
export function ungroup(flow: Flow, ids: ReadonlySet<string>): Flow {
  const stays = groupsOf(flow).filter(
    (group) => !ids.has(canvasIdOf(group.id)) && !group.members.some((member) => ids.has(member)),
  );
  return stays.length === groupsOf(flow).length ? flow : withGroups(flow, stays);
}

/** Renames a group; an empty name is not taken. */
export function renameGroup(flow: Flow, id: string, name: string): Flow {
  const trimmed = name.trim().slice(0, 120);
  const group = groupsOf(flow).find((one) => one.id === id);
  if (!group || trimmed === '' || trimmed === group.name) return flow;
  return withGroups(
    flow,
    groupsOf(flow).map((one) => (one === group ? { ...one, name: trimmed } : one)),
  );
}

/** The frame around a group's members, from their places and sizes; null when none of them is there. */
export function frameOf(
  group: FlowGroup,
  placeOf: (id: string) => ({ x: number; y: number } & Partial<Size>) | undefined,
): Box | null {
  const boxes = group.members.map(placeOf).filter((box) => box !== undefined);
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.x)) - FRAME.side;
  const top = Math.min(...boxes.map((box) => box.y)) - FRAME.top;
  const right = Math.max(...boxes.map((box) => box.x + (box.width ?? CARD.width))) + FRAME.side;
  const bottom = Math.max(...boxes.map((box) => box.y + (box.height ?? CARD.height))) + FRAME.side;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where the card of a collapsed group stands: where its frame begins. */
export function cardPlaceOf(flow: Flow, group: FlowGroup): { x: number; y: number } {
  const places = new Map([...flow.nodes, ...flow.notes].map((item) => [item.id, item.position]));
  const frame = frameOf(group, (id) => places.get(id));
  return { x: (frame?.x ?? 0) + FRAME.side, y: (frame?.y ?? 0) + FRAME.top };
}

/** Which card of the canvas stands for each hidden step or note: that of its collapsed group. */
export function hiddenBy(flow: Flow, collapsed: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(
    groupsOf(flow)
      .filter((group) => collapsed.has(group.id))
      .flatMap((group) => group.members.map((member) => [member, canvasIdOf(group.id)] as const)),
  );
}
