import type { Flow, FlowNode } from '#lib/flow.ts';
import { hearsOthers } from '#nodes/agent-hears.ts';
import { AGENT_TYPES } from '#nodes/agent.ts';
import { choosesWay, type Catalogue } from '#nodes/define.ts';
import { edgeId, topological } from '#components/editor/model/graph.ts';
import { mentions, triggersOf } from '#components/editor/model/references.ts';

/** What the drawing shows of labels. The run's real labels are joined value by value; this is their sketch. */
export type Trust = {
  /** Nodes whose output is, or is made from, something that nobody vouches for. */
  outputs: ReadonlySet<string>;
  /** Canvas ids of edges that such data or a decision on it travels. */
  edges: ReadonlySet<string>;
};

type Context = { flow: Flow; catalogue: Catalogue; outputs: Set<string> };

function refersToUntrusted(node: FlowNode, { flow, catalogue, outputs }: Context): boolean {
  for (const mention of mentions(node.params)) {
    if (mention !== 'trigger' && outputs.has(mention)) return true;
    if (mention === 'trigger' && triggersOf(flow, node.id, catalogue).some((trigger) => outputs.has(trigger.id))) {
      return true;
    }
  }
  return false;
}

function isUntrusted(node: FlowNode, context: Context): boolean {
  const spec = context.catalogue[node.type];
  // An unlabelled value is untrusted, so a type that we do not know is too.
  if (!spec) return true;
  if (AGENT_TYPES.has(node.type))
    return hearsOthers(node.type, (field) => node.params[field]) || refersToUntrusted(node, context);
  if (spec.kind === 'control') return refersToUntrusted(node, context);
  if (spec.reads === 'join' || spec.reads === 'model') return refersToUntrusted(node, context);
  return spec.reads !== 'trusted';
}

/** Follows untrusted data through the drawing: by references, and by branches that it decides. */
export function trustOf(flow: Flow, catalogue: Catalogue): Trust {
  const outputs = new Set<string>();
  const tainted = new Set<string>();
  const edges = new Set<string>();
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  for (const id of topological(flow)) {
    const node = nodes.get(id);
    if (!node) continue;
    if (isUntrusted(node, { flow, catalogue, outputs })) outputs.add(id);
    const spec = catalogue[node.type];
    const decides = outputs.has(id) && spec !== undefined && choosesWay(spec);
    for (const edge of flow.edges) {
      if (edge.from.node !== id) continue;
      if (outputs.has(id) || tainted.has(id)) edges.add(edgeId(edge));
      if (decides || tainted.has(id)) tainted.add(edge.to.node);
    }
  }
  return { outputs, edges };
}
