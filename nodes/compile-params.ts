/** Parameters of one node: what the author drew, checked against the declaration as far as it is known already. */
import { z } from 'zod';
import type { FlowNode } from '#lib/flow.ts';
import { ExpressionError, hasTemplate, parseParam } from '#lib/expression.ts';
import type { Param, Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { allowAbsent } from '#nodes/compile-conditions.ts';
import type { NodeSpec } from '#nodes/define.ts';
import { nearest } from '#nodes/near-miss.ts';

type Report = (problem: Problem) => void;

/** `byModel`: fields that a model fills in when it calls the step; nothing is drawn for them. */
type Declared = { spec: NodeSpec; byModel?: readonly string[] | undefined };

/** The parameters with defaults filled in, compiled; problems are reported with node and field. */
export function compileParams(node: FlowNode, { spec, byModel = [] }: Declared, report: Report): Record<string, Param> {
  const say = (field: string, message: string) => report({ node: node.id, field, message, severity: 'error' });
  const shape = spec.input.shape as Record<string, z.ZodType>;
  for (const name of Object.keys(node.params)) {
    if (!Object.hasOwn(shape, name))
      say(name, `"${spec.title}" has no setting "${name}"${nearest(name, Object.keys(shape))}. Remove it.`);
  }
  checkValues(node, spec, (path, message) => {
    if (!byModel.includes(path.split('.')[0] ?? '')) say(path, message);
  });
  const params: Record<string, Param> = {};
  for (const [name, field] of Object.entries(shape)) {
    const drawn = node.params[name];
    if (byModel.includes(name)) continue;
    const value = drawn === undefined ? defaultOf(field) : drawn;
    if (value === undefined) continue;
    const made = compileValue(spec.kind === 'control' ? withDefaults(field, value) : value, { field: name, say });
    if (made) params[name] = made;
  }
  return ['if', 'switch', 'while'].includes(node.type) ? allowAbsent(params) : params;
}

/** A trigger's settings as plain data: they are read before there is anything to refer to. */
export function triggerParams(node: FlowNode, spec: NodeSpec, report: Report): Record<string, Json> {
  const params = compileParams(node, { spec }, report);
  const plain = Object.entries(params).flatMap(([name, param]) => {
    if (param.kind === 'literal') return [[name, param.value] as const];
    report({
      node: node.id,
      field: name,
      message: 'A trigger cannot use {{ }}: there is no data before it. Write the value itself.',
      severity: 'error',
    });
    return [];
  });
  return Object.fromEntries(plain);
}

/** Drawn params with defaults, templates as they are written: what functions of a declaration may look at. */
export function drawnParams(node: FlowNode, spec: NodeSpec): Record<string, unknown> {
  const shape = spec.input.shape as Record<string, z.ZodType>;
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, node.params[name] ?? defaultOf(field)]),
  );
}

function compileValue(
  value: Json,
  { field, say }: { field: string; say: (field: string, message: string) => void },
): Param | undefined {
  try {
    return parseParam(value);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    say(faultyField(value, field), error.message);
    return undefined;
  }
}

/** The path of the first text in a value that cannot be compiled. */
function faultyField(value: Json, field: string): string {
  if (value === null || typeof value !== 'object') return field;
  for (const [name, part] of Object.entries(value)) {
    try {
      parseParam(part);
    } catch {
      return faultyField(part, `${field}.${name}`);
    }
  }
  return field;
}

/** Validates the drawn values; what a template will give is not known yet, so complaints about one do not count. */
function checkValues(node: FlowNode, spec: NodeSpec, say: (field: string, message: string) => void): void {
  const result = spec.input.safeParse(node.params);
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    const value = valueAt(node.params, path);
    const unknown =
      typeof value === 'string'
        ? hasTemplate(value)
        : (issue.code === 'invalid_union' || issue.code === 'custom') && hasTemplate(value);
    if (!unknown)
      say(path.join('.'), value === undefined && issue.code !== 'custom' ? missing(spec, path) : issue.message);
  }
}

function missing(spec: NodeSpec, path: (string | number)[]): string {
  const field = path.length === 1 ? (spec.input.shape as Record<string, z.ZodType>)[String(path[0])] : undefined;
  const title = field ? titleOf(field) : undefined;
  return `${title ?? `"${path.join('.')}"`} is missing. Fill it in.`;
}

function titleOf(field: z.ZodType): string | undefined {
  // `.optional()` and `.default()` hide the metadata from the getter; the JSON Schema keeps it.
  const { title } = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
  return title;
}

function valueAt(params: Record<string, Json>, path: (string | number)[]): Json | undefined {
  let here: Json | undefined = params;
  for (const part of path) {
    if (here === null || typeof here !== 'object') return undefined;
    here = Object.hasOwn(here, part) ? (here as Record<string, Json>)[part] : undefined;
  }
  return here;
}

function defaultOf(field: z.ZodType): Json | undefined {
  const result = field.safeParse(undefined);
  return result.success ? (result.data as Json | undefined) : undefined;
}

/** The value with nested defaults filled in: the engine reads control nodes without their schema. */
function withDefaults(field: z.ZodType, value: Json): Json {
  const result = field.safeParse(value);
  return result.success ? (result.data as Json) : value;
}
