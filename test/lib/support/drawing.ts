import { FLOW_FORMAT } from '#lib/flow.ts';
import type { Flow, FlowEdge, FlowNode } from '#lib/flow.ts';
import type { Plan, Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { compile } from '#nodes/compile.ts';
import type { CompileFacts } from '#nodes/compile.ts';
import { testCatalogue } from '#test/lib/support/catalogue.ts';

type Drawn = Partial<Omit<FlowNode, 'type' | 'id'>>;

/** A node with what a test does not care about filled in. */
export function node(id: string, type: string, ...rest: [params?: Record<string, Json>, more?: Drawn]): FlowNode {
  const [params = {}, more = {}] = rest;
  return { id, type, name: id, position: { x: 0, y: 0 }, params, ...more };
}

/** Wires such as `a > b` and `check:true > c`. */
export function wires(...texts: string[]): FlowEdge[] {
  return texts.map((text) => {
    const [from = '', to = ''] = text.split('>').map((part) => part.trim());
    const [source = '', port = 'out'] = from.split(':');
    return { from: { node: source, port }, to: { node: to, port: 'in' } };
  });
}

export function drawing(nodes: FlowNode[], edges: FlowEdge[] = []): Flow {
  return { format: FLOW_FORMAT, name: 'Test', nodes, edges, notes: [] };
}

/** The plan of a drawing that must compile. */
export function planOf(nodes: FlowNode[], edges: FlowEdge[]): Plan {
  const compiled = compile(drawing(nodes, edges), testCatalogue);
  if (!('plan' in compiled)) throw new Error(compiled.problems.map((problem) => problem.message).join('\n'));
  return compiled.plan;
}

/** The problems of a drawing, as `node.field: message`. */
export function complaints(flow: Flow, facts?: CompileFacts): string[] {
  const text = ({ node, field, message }: Problem) => `${[node, field].filter(Boolean).join('.')}: ${message}`;
  return compile(flow, testCatalogue, facts).problems.map(text);
}
