import type { Asked } from '#components/editor/list/list-context.ts';
import type { OutlineBranch, OutlineStep } from '#components/editor/list/outline.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import type { Flow } from '#lib/flow.ts';

/** Behind an output: into its one wire, else one more beside what follows already. */
export function whereBehind(flow: Flow, from: { node: string; port: string }): Asked {
  const edges = flow.edges.filter((edge) => edge.from.node === from.node && edge.from.port === from.port);
  const [edge] = edges;
  return edge && edges.length === 1 ? { edge: edgeId(edge) } : { from };
}

/** Right after a step: where its one way goes on. A step whose outputs are all branches has no such place. */
export function whereAfter(flow: Flow, step: OutlineStep): Asked | null {
  return step.main ? whereBehind(flow, { node: step.id, port: step.main.id }) : null;
}

/** At the beginning of a branch: before its first step. */
export function whereInto(flow: Flow, step: OutlineStep, branch: OutlineBranch): Asked {
  const first = branch.steps[0];
  const edge = flow.edges.find(
    ({ from, to }) => from.node === step.id && from.port === branch.port.id && (!first || to.node === first.id),
  );
  return edge ? { edge: edgeId(edge) } : { from: { node: step.id, port: branch.port.id } };
}
