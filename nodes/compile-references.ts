/** Whether what a step refers to can be there when it runs. */
import { z } from 'zod';
import { referenceKey } from '#lib/call.ts';
import type { FlowNode } from '#lib/flow.ts';
import { canHavePace } from '#lib/pace.ts';
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Param, PathPart, Problem, Reference } from '#lib/plan.ts';
import { declaredFieldFault } from '#nodes/compile-fields.ts';
import type { Graph } from '#nodes/compile-graph.ts';
import type { Catalogue, NodeSpec } from '#nodes/define.ts';
import { nearest } from '#nodes/near-miss.ts';

const RUN_FIELDS = ['id', 'flowId', 'flowName', 'trigger', 'startedAt'];

type Known = { node: FlowNode; graph: Graph; catalogue: Catalogue };

/** Problems of all references in a step's params. */
export function referenceProblems(params: Record<string, Param>, known: Known): Problem[] {
  return Object.entries(params).flatMap(([field, param]) =>
    referencesIn(param).flatMap((reference) => {
      const message = faultOf(reference, known);
      return message === undefined ? [] : [{ node: known.node.id, field, message, severity: 'error' as const }];
    }),
  );
}

function faultOf(reference: Reference, known: Known): string | undefined {
  switch (reference.root) {
    case 'item':
      return itemFault(reference, known);
    case 'vars':
      return variableFault(reference);
    case 'run':
      return runFault(reference);
    case 'trigger':
      return triggerFault(reference, known);
    case 'steps':
      return stepFault(reference, known);
    default:
      return reference.root satisfies never;
  }
}

function itemFault(reference: Reference, { node, graph }: Known): string | undefined {
  const loop = graph.nodes.get(graph.parents.get(node.id) ?? '');
  if (!loop)
    return '`item` is only there inside a loop. Refer to the list by its step, for example steps.find.rows[0].';
  return fieldOf(ITEM_FIELDS[loop.type === 'while' ? 'while' : 'forEach'], reference.path[0], 'An item');
}

const ITEM_FIELDS = { forEach: ['value', 'index', 'count'], while: ['value', 'index'] };

function fieldOf(names: readonly string[], first: PathPart | undefined, what: string): string | undefined {
  if (first === undefined || names.includes(String(first))) return undefined;
  return `${what} has no "${first}"${nearest(String(first), names)}. It has ${names.join(', ')}.`;
}

/** What a step may read of a loop that it is in, or whose conditions it is. */
function openLoopFault(reference: Reference, ...[node, loop]: [node: FlowNode, loop: FlowNode]): string | undefined {
  const names = [...(node.id === loop.id ? [] : ['item']), ...(loop.type === 'while' ? ['rounds', 'last'] : [])];
  return fieldOf(names, reference.path[0] ?? 'result', `Until it is over, the loop "${loop.name}"`);
}

function insideFault(target: FlowNode, loop: FlowNode | undefined): string {
  const last = loop?.type === 'while' ? 'last' : 'results';
  return `"${target.name}" is inside of the loop "${loop?.name ?? ''}": refer to steps.${loop?.id ?? ''}.${last} instead.`;
}

/** Whether a step is inside of a loop, however deep. */
function isInside({ parents }: Graph, id: string, loop: string): boolean {
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) if (at === loop) return true;
  return false;
}

function variableFault({ path: [name] }: Reference): string | undefined {
  if (typeof name === 'string' && name !== '*') return undefined;
  return 'Name the variable: vars.<name>, or vars.`a name with spaces`.';
}

function runFault({ path }: Reference): string | undefined {
  return fieldOf(RUN_FIELDS, path[0], 'A run');
}

function triggerFault(reference: Reference, { graph, catalogue }: Known): string | undefined {
  const faults = [...graph.nodes.values()].flatMap((node) => {
    const spec = own(catalogue, node.type);
    if (spec?.kind !== 'trigger') return [];
    const fault = fieldFault(reference, triggerOutput(node, outputOf(spec)));
    return [fault ?? (isBatch(node) ? undefined : declaredFieldFault(reference, node))];
  });
  // Each trigger gives something else: what one of them has may be there.
  return faults.length > 0 && faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
}

function isBatch({ type, settings }: FlowNode): boolean {
  return settings?.pace?.mode === 'batch' && canHavePace(type);
}

function triggerOutput(node: FlowNode, one: Schema): Schema {
  if (!isBatch(node)) return one;
  const properties = { events: { type: 'array', items: one }, count: { type: 'integer' } };
  return { type: 'object', properties, additionalProperties: false };
}

function stepFault(reference: Reference, { node, graph, catalogue }: Known): string | undefined {
  const id = reference.step ?? '';
  const target = graph.nodes.get(id);
  if (!target)
    return `There is no step "${id}"${nearest(id, graph.nodes.keys())}. Use the id of a step that comes before this one.`;
  const spec = own(catalogue, target.type);
  if (spec?.kind === 'trigger') return `"${target.name}" is the trigger. Write trigger instead of steps.${id}.`;
  if (id === node.id && node.type !== 'while') return 'A step cannot refer to its own result.';
  if (id === node.id || isInside(graph, node.id, id)) return openLoopFault(reference, node, target);
  const loop = graph.parents.get(id);
  if (loop !== undefined && !isInside(graph, node.id, loop)) return insideFault(target, graph.nodes.get(loop));
  if (!graph.leadsTo(id, node.id)) {
    return `"${target.name}" does not come before "${node.name}", so its result is not there yet. Wire it so that it leads here.`;
  }
  if (!spec) return undefined;
  const failed = reference.path[0] === 'error' && (target.settings?.onError ?? 'fail') !== 'fail';
  return failed ? undefined : (fieldFault(reference, outputOf(spec)) ?? declaredFieldFault(reference, target));
}

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
};

const schemas = new WeakMap<NodeSpec, Schema>();

function outputOf(spec: NodeSpec): Schema {
  const found = schemas.get(spec) ?? (z.toJSONSchema(spec.output, { io: 'output', unrepresentable: 'any' }) as Schema);
  schemas.set(spec, found);
  return found;
}

/** Follows a path through the declared output as far as the declaration says what there is. */
function fieldFault(reference: Reference, output: Schema): string | undefined {
  let here: Schema | undefined = output;
  for (const part of reference.path) {
    if (here === undefined) return undefined;
    const next = partOf(here, part);
    if (typeof next === 'string') return `{{ ${referenceKey(reference)} }}: ${next}`;
    here = next;
  }
  return undefined;
}

function partOf(schema: Schema, part: PathPart): Schema | string | undefined {
  const { type, properties, additionalProperties, items } = schema;
  if (type === 'array') {
    if (typeof part === 'number' || part === '*') return items;
    return `this is a list. Write [*].${part} for each element or [0].${part} for the first.`;
  }
  if (type === 'object') {
    if (typeof part === 'number' || part === '*') return `this is no list, so [${part}] finds nothing.`;
    const field = own(properties, part);
    if (field) return field;
    if (additionalProperties === false) {
      const names = Object.keys(properties ?? {});
      return `there is no "${part}"${nearest(part, names)}. There is ${names.join(', ') || 'nothing'}.`;
    }
    return typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean'
    ? `there is nothing inside a ${type}.`
    : undefined;
}
