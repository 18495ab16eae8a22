import type { Node } from '@xyflow/react';
import type { CanvasNode, ViewInput } from '#components/editor/canvas/view.ts';
import { canvasIdOf, cardPlaceOf, findGroup, frameOf, groupsOf } from '#components/editor/model/groups.ts';
import type { Texts } from '#messages/types.ts';
import type { FlowGroup } from '#lib/flow.ts';
import type { StepStatus } from '#lib/run-event.ts';

export type FrameNode = Node<{ group: FlowGroup; count: number }, 'frame'>;
export type FoldedData = {
  group: FlowGroup;
  names: string;
  count: number;
  problems: number;
  status: StepStatus | null;
};
export type FoldedNode = Node<FoldedData, 'folded'>;

type Known = { old: ReadonlyMap<string, CanvasNode> };

const sizeOf = (node: CanvasNode) => ({
  width: node.measured?.width ?? node.width ?? node.initialWidth,
  height: node.measured?.height ?? node.height ?? node.initialHeight,
});

function boxOf(node: CanvasNode | undefined) {
  if (!node) return undefined;
  const { width, height } = sizeOf(node);
  return { ...node.position, ...(width ? { width } : {}), ...(height ? { height } : {}) };
}

function nameOf(group: FlowGroup, t: Texts<'drawing.names'> | undefined): string {
  return t ? t('group', { name: group.name }) : group.name;
}

/** The frames of all groups that are open, around where their members are now. Without an input: those that are there. */
export function frameNodes(nodes: readonly CanvasNode[], made: Known & { input?: ViewInput }): FrameNode[] {
  const places = new Map(nodes.map((node) => [node.id, node]));
  const groups = made.input
    ? groupsOf(made.input.flow)
    : nodes.flatMap((n) => (n.type === 'frame' ? [n.data.group] : []));
  return groups.flatMap((group) => {
    const id = canvasIdOf(group.id);
    if (made.input?.collapsed?.has(group.id)) return [];
    const frame = frameOf(group, (member) => boxOf(places.get(member)));
    const known = made.old.get(id);
    const old = known?.type === 'frame' ? known : undefined;
    if (!frame) return [];
    const { x, y, width, height } = frame;
    const selected = made.input ? made.input.selection.nodes.has(id) : old?.selected === true;
    const moved = old?.position.x !== x || old.position.y !== y || old.width !== width || old.height !== height;
    if (old && !moved && old.selected === selected && old.data.group === group) return [old];
    const data = old?.data.group === group ? old.data : { group, count: group.members.length };
    const { measured: _before, ...kept } = old ?? { measured: null };
    return [
      {
        ...kept,
        id,
        type: 'frame' as const,
        position: { x, y },
        width,
        height,
        measured: { width, height },
        data,
        selected,
        zIndex: -2,
        // Only its name is to be grasped: what lies on it, and the ground in it, are as anywhere else.
        style: { pointerEvents: 'none' as const },
        ariaLabel: made.input ? nameOf(group, made.input.t) : (old?.ariaLabel ?? group.name),
      },
    ];
  });
}

/** What a group's card says of a run: what needs a person first. */
const LOUDEST: StepStatus[] = ['failed', 'waiting', 'retrying', 'running', 'queued', 'done', 'cancelled', 'skipped'];

type Folding = Known & { input: ViewInput; problems: ReadonlyMap<string, unknown> };

/** The one card of a collapsed group. */
export function foldedNode(group: FlowGroup, { old, input, problems }: Folding): FoldedNode {
  const id = canvasIdOf(group.id);
  const known = old.get(id);
  const before = known?.type === 'folded' ? known : undefined;
  const steps = group.members.flatMap((member) => input.cards.byId.get(member) ?? []);
  const data: FoldedData = {
    group,
    names: steps.map(({ card }) => card.name).join(' · '),
    count: steps.length,
    problems: group.members.filter((member) => problems.has(member)).length,
    status:
      LOUDEST.find((status) => group.members.some((member) => input.marks.get(member)?.status === status)) ?? null,
  };
  const position = cardPlaceOf(input.flow, group);
  const selected = input.selection.nodes.has(id);
  const keys = Object.keys(data) as (keyof FoldedData)[];
  const sameData = before !== undefined && keys.every((key) => before.data[key] === data[key]);
  const samePlace = before?.position.x === position.x && before.position.y === position.y;
  if (before && sameData && samePlace && before.selected === selected) return before;
  return {
    ...before,
    id,
    type: 'folded',
    position,
    data: sameData ? before.data : data,
    selected,
    ariaLabel: nameOf(group, input.t),
  };
}

/** A drag of frames moves what is in them: the further changes that one batch of the canvas means. */
export function withMembersMoved(
  nodes: readonly CanvasNode[],
  places: ReadonlyMap<string, { x: number; y: number }>,
): Map<string, { x: number; y: number }> {
  const all = new Map(places);
  for (const frame of nodes) {
    const to = frame.type === 'frame' ? places.get(frame.id) : undefined;
    if (!to || frame.type !== 'frame') continue;
    const members = new Set(frame.data.group.members);
    for (const node of nodes) {
      if (!members.has(node.id) || places.has(node.id)) continue;
      all.set(node.id, {
        x: node.position.x + to.x - frame.position.x,
        y: node.position.y + to.y - frame.position.y,
      });
    }
  }
  return all;
}

/** Where steps and notes lie after a drag: members of a collapsed group moved as its card did. */
export function placesAfterDrag(
  nodes: readonly CanvasNode[],
  flow: ViewInput['flow'],
): Map<string, { x: number; y: number }> {
  const items = new Map([...flow.nodes, ...flow.notes].map((item) => [item.id, item.position]));
  const places = new Map<string, { x: number; y: number }>();
  for (const node of nodes) {
    if (items.has(node.id)) places.set(node.id, node.position);
    const group = node.type === 'folded' ? findGroup(flow, node.id) : undefined;
    if (!group) continue;
    const from = cardPlaceOf(flow, group);
    const by = { x: node.position.x - from.x, y: node.position.y - from.y };
    for (const member of by.x === 0 && by.y === 0 ? [] : group.members) {
      const at = items.get(member);
      if (at) places.set(member, { x: at.x + by.x, y: at.y + by.y });
    }
  }
  return places;
}
