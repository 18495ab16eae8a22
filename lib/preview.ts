/** Values that an editor shows under a field, found in what the last run gave. Nothing is executed here. */
import { own } from '#lib/own.ts';
import { TRUSTED, uniform, labelAt, joinLabels, wholeLabel, type Label } from '#lib/label.ts';
import { expressionsIn, fillParam, referencesIn } from '#lib/params.ts';
import type { Param, Reference } from '#lib/plan.ts';
import { resolveReference, type Source } from '#lib/reference.ts';
import type { Json, Stored } from '#lib/value.ts';

/** Where a field stands, and what is known there. */
export type PreviewPlace = {
  outputs: ReadonlyMap<string, Stored>;
  trigger: Stored | undefined;
  run: Json;
  vars?: Stored | undefined;
  /** Loops around the step, the innermost first, with what steps inside read of each. */
  loops: readonly { id: string; item: Stored | undefined }[];
};

export type Previewed =
  | { kind: 'value'; value: Json; label: Label }
  /** Something it refers to is not there. */
  | { kind: 'missing'; message: string }
  /** It takes more than a look: an expression, a large value, a variable. */
  | { kind: 'elsewhere' };

/** The value of a compiled parameter, as far as references alone lead to it. */
export function previewParam(param: Param, place: PreviewPlace): Previewed {
  const found = new Map<Reference, { value: Json; label: Label }>();
  if (expressionsIn(param).length > 0) return { kind: 'elsewhere' };
  for (const reference of referencesIn(param)) {
    if (reference.root === 'vars' && !place.vars) return { kind: 'elsewhere' };
    const resolution = resolveReference(reference, (asked) => previewSource(asked, place));
    if (resolution.kind === 'blob') return { kind: 'elsewhere' };
    if (resolution.kind === 'missing') return { kind: 'missing', message: resolution.error.message };
    found.set(reference, { value: resolution.value, label: wholeLabel(resolution.labels) });
  }
  const value = fillParam(param, {
    reference: (reference) => found.get(reference)?.value ?? null,
    expression: () => null,
  });
  return { kind: 'value', value, label: joinLabels(...[...found.values()].map(({ label }) => label)) };
}

/** Where a reference starts. */
export function previewSource(reference: Reference, place: PreviewPlace): Source {
  const absent = (because: string): Source => ({ kind: 'absent', because });
  switch (reference.root) {
    case 'trigger':
      return place.trigger ? { kind: 'stored', stored: place.trigger } : absent('the flow has not run yet');
    case 'run':
      return { kind: 'stored', stored: { kind: 'inline', value: place.run, labels: uniform(TRUSTED) } };
    case 'item':
      return itemOf(place.loops[0]?.item);
    case 'steps':
      return stepSource(reference, place);
    case 'vars':
      return place.vars && own(place.vars.labels.fields, String(reference.path[0]))
        ? { kind: 'stored', stored: place.vars }
        : absent(`there is no variable "${String(reference.path[0])}"`);
    default:
      return reference.root satisfies never;
  }
}

function stepSource({ step = '', path }: Reference, { outputs, loops }: PreviewPlace): Source {
  const loop = loops.find(({ id }) => id === step);
  if (loop && path[0] === 'item') {
    const item = itemOf(loop.item);
    return item.kind === 'stored' ? { ...item, skip: 1 } : item;
  }
  const stored = outputs.get(step);
  return stored ? { kind: 'stored', stored } : { kind: 'absent', because: `step "${step}" has no result yet` };
}

function itemOf(item: Stored | undefined): Source {
  return item ? { kind: 'stored', stored: item } : { kind: 'absent', because: 'the loop has had no item yet' };
}

/** What the first iteration of a loop reads of it: the first of its items, or what its rounds gave last. */
export function firstItem(items: Json, label: Label): Stored | undefined {
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const value = { value: items[0] ?? null, index: 0, count: items.length };
  return { kind: 'inline', value, labels: uniform(label) };
}

/** The same of a loop that repeats while conditions hold. */
export function lastRound(output: Stored | undefined): Stored | undefined {
  if (output?.kind !== 'inline') return undefined;
  const { value, labels } = output;
  const last = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value.last ?? null) : null;
  return { kind: 'inline', value: { value: last, index: 0 }, labels: uniform(labelAt(labels, ['last'])) };
}
