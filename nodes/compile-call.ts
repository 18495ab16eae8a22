/** Whether the flow that a step calls is there and can be called. */
import { hasTemplate } from '#lib/expression.ts';
import type { FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import { inputFieldsOf } from '#nodes/call-input.ts';

/** What compile may know of another flow. `fields`: as its trigger declares them; null when nothing in it can be called. */
export type KnownFlow = { name: string; published: boolean; fields: unknown };

/** `ownId`: of the flow that is compiled. `find`: what is known of a flow, undefined if there is none of that id. */
export type KnownFlows = { ownId?: string; find: (id: string) => KnownFlow | undefined };

/** Reports what will make a call fail. */
export function checkCall(node: FlowNode, flows: KnownFlows | undefined, report: (problem: Problem) => void): void {
  const { flow: id, input } = node.params;
  const say = (message: string, more: { field?: string; severity?: 'warning' } = {}) =>
    report({ node: node.id, field: more.field ?? 'flow', message, severity: more.severity ?? 'error' });
  if (typeof id !== 'string' || id === '') return;
  if (hasTemplate(id)) return say('Choose the flow here: which one is called must not depend on data.');
  if (!flows) return;
  if (id === flows.ownId)
    say(`"${node.name}" calls its own flow. Make sure that it stops some time.`, { severity: 'warning' });
  const target = flows.find(id);
  if (!target) return say(`The flow that "${node.name}" calls is not there any more. Choose another one.`);
  if (!target.published && id !== flows.ownId)
    return say(`"${target.name}" is not published: calls fail until it is.`, { severity: 'warning' });
  if (target.fields === null) {
    const message = `"${target.name}" cannot be called: it begins neither with "When another flow calls" nor with "Start by hand".`;
    return say(message, { severity: 'warning' });
  }
  const given = input !== null && typeof input === 'object' && !Array.isArray(input) ? input : {};
  if (typeof input === 'string') return;
  const isGiven = (name: string) => Object.hasOwn(given, name) && given[name] !== '' && given[name] !== null;
  const missing = inputFieldsOf(target.fields).filter(({ name, required }) => required && !isGiven(name));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  say(`"${target.name}" also needs: ${names}.`, { field: 'input', severity: 'warning' });
}
