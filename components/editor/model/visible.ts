import type { Flow } from '#lib/flow.ts';
import { canvasIdOf, cardPlaceOf, groupsOf, hiddenBy } from '#components/editor/model/groups.ts';

type Item = { id: string; position: { x: number; y: number } };
/** The drawing as it is seen: a collapsed group is one item, wires inside of it are gone. */
export type Visible = { items: Item[]; links: { from: string; to: string }[] };

/** Steps and cards of collapsed groups, and which leads to which. */
export function visibleOf(flow: Flow, collapsed: ReadonlySet<string>): Visible {
  const hidden = hiddenBy(flow, collapsed);
  const cards = groupsOf(flow)
    .filter((group) => collapsed.has(group.id))
    .map((group) => ({ id: canvasIdOf(group.id), position: cardPlaceOf(flow, group) }));
  const links = flow.edges
    .map((edge) => ({
      from: hidden.get(edge.from.node) ?? edge.from.node,
      to: hidden.get(edge.to.node) ?? edge.to.node,
    }))
    .filter((link) => link.from !== link.to);
  return { items: [...flow.nodes.filter((node) => !hidden.has(node.id)), ...cards], links };
}
