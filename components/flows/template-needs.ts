import type { Flow } from '#lib/flow.ts';
import type { TemplateNeed } from '#lib/views.ts';

type Known = { id: string; type: string };

/** Connections that would do for a need. */
export function fitting<C extends Known>(connections: readonly C[], need: TemplateNeed): C[] {
  return connections.filter(({ type }) => need.types.includes(type));
}

/** What to choose without asking: the only one that fits, for each need. Nobody rehearses unasked. */
export function obvious(connections: readonly Known[], needs: readonly TemplateNeed[]): (string | undefined)[] {
  return needs.map((need) => {
    const found = fitting(connections, need).filter(({ type }) => type !== 'rehearsal');
    return found.length === 1 ? found[0]?.id : undefined;
  });
}

/** The template with connections put where they are needed; needs without one are left open. */
export function withConnections(
  flow: Flow,
  needs: readonly TemplateNeed[],
  chosen: readonly (string | undefined)[],
): Flow {
  const places = new Map(
    needs.flatMap(({ nodes }, index) =>
      nodes.map((node) => [node.id, { field: node.field, id: chosen[index] }] as const),
    ),
  );
  return {
    ...flow,
    nodes: flow.nodes.map((node) => {
      const place = places.get(node.id);
      if (place?.id === undefined) return node;
      if (place.field === null) return { ...node, connection: place.id };
      return { ...node, params: { ...node.params, [place.field]: place.id } };
    }),
  };
}
