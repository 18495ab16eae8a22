import { z } from 'zod';
import { speakFields } from '#components/texts/step-texts.ts';
import type { NodeSpec } from '#nodes/define.ts';
import type { Json } from '#lib/value.ts';

/** The part of JSON Schema that forms, summaries and the data picker read. */
export type Schema = {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: Json;
  enum?: Json[];
  const?: Json;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  widget?: string;
  /** Kind of contact that the field names. */
  recipient?: string;
  role?: string;
  placeholder?: string;
  options?: Record<string, string>;
  showIf?: { field: string; equals: string | readonly string[] };
  advanced?: boolean;
  connectionTypes?: readonly string[];
};

const inputs = new WeakMap<NodeSpec, Schema>();
const outputs = new WeakMap<NodeSpec, Schema>();

/** JSON Schema of a node type's parameters; made once per type. */
export function inputSchema(spec: NodeSpec): Schema {
  const known = inputs.get(spec);
  if (known) return known;
  const schema = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' }) as Schema;
  speakFields(spec, schema);
  inputs.set(spec, schema);
  return schema;
}

/** JSON Schema of what a node type gives back; made once per type. */
export function outputSchema(spec: NodeSpec): Schema {
  const known = outputs.get(spec);
  if (known) return known;
  const schema = z.toJSONSchema(spec.output, { io: 'output', unrepresentable: 'any' }) as Schema;
  outputs.set(spec, schema);
  return schema;
}

/** A node's parameters with the defaults of its declaration filled in. */
export function withDefaults(spec: NodeSpec, params: Record<string, Json>): Record<string, Json> {
  const defaults = Object.entries(inputSchema(spec).properties ?? {}).flatMap(([field, schema]) =>
    schema.default === undefined ? [] : [[field, schema.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...params };
}

/** Whether a field with `showIf` is shown with these (defaulted) parameters. */
export function isShown(schema: Schema, params: Record<string, Json>): boolean {
  if (!schema.showIf) return true;
  const { field, equals } = schema.showIf;
  const value = params[field];
  return [equals].flat().some((one) => one === value);
}
