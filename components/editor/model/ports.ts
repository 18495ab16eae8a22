import type { FlowNode } from '#lib/flow.ts';
import { choosesWay, ERROR_PORT, OUT_PORT, portsOf, type Catalogue, type Port } from '#nodes/define.ts';
import { word } from '#components/editor/model/words.ts';

function declaredPorts(node: FlowNode, catalogue: Catalogue): readonly Port[] {
  const spec = catalogue[node.type];
  if (!spec || !choosesWay(spec)) return [{ id: OUT_PORT, title: word('next') }];
  try {
    return portsOf(spec, node.params);
  } catch {
    // Half-typed parameters may be of any shape; compile names the problem.
    return [];
  }
}

/** Output ports of a node as drawn: declared or made from its parameters, and `error` when it branches on errors. */
export function outputPorts(node: FlowNode, catalogue: Catalogue): readonly Port[] {
  const ports = declaredPorts(node, catalogue);
  if (node.settings?.onError !== 'branch' || ports.some((port) => port.id === ERROR_PORT)) return ports;
  return [...ports, { id: ERROR_PORT, title: word('onError') }];
}

/** Whether other nodes may lead into this one. */
export function hasInput(node: FlowNode, catalogue: Catalogue): boolean {
  return catalogue[node.type]?.kind !== 'trigger';
}
