/** Whether the services that a step is to use are there and can do what it wants. */
import { hasTemplate } from '#lib/expression.ts';
import type { FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { CompileFacts } from '#nodes/compile.ts';
import type { ActionSpec } from '#nodes/define.ts';
import { FALLBACK_SERVICES } from '#nodes/model-fields.ts';

type Checking = { facts: CompileFacts; report: (problem: Problem) => void };

/** Reports a connection that is missing, gone, or of a kind that the step cannot use. */
export function checkConnection(node: FlowNode, made: Checking & { spec: ActionSpec }): void {
  const { spec, facts, report } = made;
  const wanted = spec.connection;
  const say = (message: string) => report({ node: node.id, field: 'connection', message, severity: 'error' });
  if (node.connection === undefined) {
    if (wanted && !wanted.optional)
      say(`"${node.name}" needs a connection (${wanted.types.join(' or ')}). Choose one.`);
    return;
  }
  if (!wanted) return say(`"${spec.title}" takes no connection. Remove it.`);
  if (!facts.connections) return;
  const type = facts.connections.typeOf(node.connection);
  if (type === undefined) say(`The connection of "${node.name}" is not there any more. Choose another.`);
  else if (!wanted.types.includes(type))
    say(`"${node.name}" cannot use a connection of type ${type}. Choose one of type ${wanted.types.join(' or ')}.`);
}

/** Models to ask instead are chosen while drawing: what a run brings names no service that gets its data. */
export function checkFallbacks(node: FlowNode, { facts, report }: Checking): void {
  const { fallbacks } = node.params;
  const say = (message: string) => report({ node: node.id, field: 'fallbacks', message, severity: 'error' });
  if (fallbacks !== undefined && hasTemplate(fallbacks))
    return say(`"${node.name}" names models to ask instead by an expression. Choose them from your connections.`);
  if (!Array.isArray(fallbacks) || !facts.connections) return;
  for (const one of fallbacks) {
    const id = (one as { connection?: Json } | null)?.connection;
    if (typeof id !== 'string' || id === '') continue;
    const type = facts.connections.typeOf(id);
    if (type === undefined)
      say(`A connection that "${node.name}" falls back to is not there any more. Choose another.`);
    else if (type === 'rehearsal')
      say(`"${node.name}" falls back to a rehearsal, which is no model. Choose a model, or none.`);
    else if (!FALLBACK_SERVICES.some((known) => known === type))
      say(`"${node.name}" cannot fall back to a connection of type ${type}. Choose one that offers models.`);
  }
}
