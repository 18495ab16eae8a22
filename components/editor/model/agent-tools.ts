/** The tools of a drawn agent, as its form edits them. */
import { idBase, uniqueId } from '#components/editor/model/ids.ts';
import { inputSchema, type Schema } from '#components/editor/model/schema.ts';
import type { Row } from '#components/editor/model/rows.ts';
import type { Json } from '#lib/value.ts';
import { toolSpec } from '#nodes/agent-flow.ts';
import { OWN_NAMES } from '#nodes/agent.ts';
import type { ActionSpec, Catalogue } from '#nodes/define.ts';

/** Who fills a field of a tool in: the author, the model call by call, or nobody (its default holds). */
export type FilledBy = 'author' | 'model' | 'nobody';

export type ToolField = { name: string; schema: Schema; by: FilledBy; mayBeEmpty: boolean };

/** The step types that can be tools, by title. */
export function toolChoices(catalogue: Catalogue): { type: string; spec: ActionSpec }[] {
  return Object.keys(catalogue)
    .flatMap((type) => {
      const spec = toolSpec(type, catalogue);
      return spec ? [{ type, spec }] : [];
    })
    .sort((one, other) => one.spec.title.localeCompare(other.spec.title));
}

/** A new tool of a type, with a name of its own; the model fills in what is needed. */
export function newTool(type: string, { spec, taken }: { spec: ActionSpec; taken: readonly string[] }): Row {
  const name = uniqueId(idBase(type), new Set([...taken, ...OWN_NAMES]));
  return { name, type, params: {}, fill: requiredFields(spec) };
}

function requiredFields(spec: ActionSpec): string[] {
  return (inputSchema(spec).required ?? []).filter((name) => inputSchema(spec).properties?.[name] !== undefined);
}

/** The fields of a tool and who fills them in. */
export function toolFields(tool: Row, spec: ActionSpec): ToolField[] {
  const { properties = {} } = inputSchema(spec);
  const required = requiredFields(spec);
  const fill = fillOf(tool, spec);
  const fixed = paramsOf(tool);
  return Object.entries(properties).map(([name, schema]) => {
    const by = Object.hasOwn(fixed, name) ? 'author' : fill.includes(name) ? 'model' : 'nobody';
    return { name, schema, by, mayBeEmpty: !required.includes(name) };
  });
}

/** What the author fixed. */
export function paramsOf({ params }: Row): Record<string, Json> {
  return params !== null && typeof params === 'object' && !Array.isArray(params) ? params : {};
}

function fillOf(tool: Row, spec: ActionSpec): string[] {
  const { fill } = tool;
  if (Array.isArray(fill)) return fill.filter((name) => typeof name === 'string');
  return requiredFields(spec).filter((name) => !Object.hasOwn(paramsOf(tool), name));
}

/** The tool with somebody else filling in a field. */
export function filledBy(tool: Row, field: string, { spec, by }: { spec: ActionSpec; by: FilledBy }): Row {
  const others = fillOf(tool, spec).filter((name) => name !== field);
  const { [field]: _old, ...rest } = paramsOf(tool);
  const start = inputSchema(spec).properties?.[field]?.default ?? '';
  const params = by === 'author' ? { ...rest, [field]: paramsOf(tool)[field] ?? start } : rest;
  return { ...tool, params, fill: by === 'model' ? [...others, field] : others };
}

/** The tool with a value fixed. */
export function withFixed(tool: Row, field: string, value: Json | undefined): Row {
  const { [field]: _old, ...rest } = paramsOf(tool);
  return { ...tool, params: { ...rest, [field]: value ?? '' } };
}
