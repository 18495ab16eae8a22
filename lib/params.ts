/** Compiled parameters: what they refer to, what label that gives, and their values once the holes are known. */
import { joinLabels } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import type { Expression, Param, Reference } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

/** Every reference of a parameter, those inside expressions included. */
export function referencesIn(param: Param): Reference[] {
  switch (param.kind) {
    case 'literal':
      return [];
    case 'reference':
      return [param.reference];
    case 'expression':
      return param.expression.references;
    case 'text':
      return param.parts.flatMap((part) =>
        'reference' in part ? [part.reference] : 'expression' in part ? part.expression.references : [],
      );
    case 'object':
      return Object.values(param.fields).flatMap(referencesIn);
    case 'list':
      return param.items.flatMap(referencesIn);
    default:
      return param satisfies never;
  }
}

/** Every JSONata expression of a parameter, in a stable order. */
export function expressionsIn(param: Param): Expression[] {
  switch (param.kind) {
    case 'literal':
    case 'reference':
      return [];
    case 'expression':
      return [param.expression];
    case 'text':
      return param.parts.flatMap((part) => ('expression' in part ? [part.expression] : []));
    case 'object':
      return Object.values(param.fields).flatMap(expressionsIn);
    case 'list':
      return param.items.flatMap(expressionsIn);
    default:
      return param satisfies never;
  }
}

/** How the holes of a parameter get their values. Both throw what should fail the step. */
export type Fill = { reference: (reference: Reference) => Json; expression: (expression: Expression) => Json };

/** The parameter as plain data. What comes in through a hole is data: `{{ }}` inside it means nothing. */
export function fillParam(param: Param, fill: Fill): Json {
  switch (param.kind) {
    case 'literal':
      return param.value;
    case 'reference':
      return fill.reference(param.reference);
    case 'expression':
      return fill.expression(param.expression);
    case 'text':
      return param.parts
        .map((part) => {
          if ('reference' in part) return toText(fill.reference(part.reference));
          return 'expression' in part ? toText(fill.expression(part.expression)) : part.text;
        })
        .join('');
    case 'object':
      return Object.fromEntries(Object.entries(param.fields).map(([name, field]) => [name, fillParam(field, fill)]));
    case 'list':
      return param.items.map((item) => fillParam(item, fill));
    default:
      return param satisfies never;
  }
}

/** The label of a parameter's value: the join of all it refers to; a literal is trusted. */
export function paramLabel(param: Param | undefined, labelOf: (reference: Reference) => Label): Label {
  return joinLabels(...(param ? referencesIn(param).map(labelOf) : []));
}

/** A value inside a text: text as it is, null as nothing, lists and objects as JSON. */
export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
