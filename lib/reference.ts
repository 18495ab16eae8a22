import { referenceKey } from '#lib/call.ts';
import type { PassedReference } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import { isPlainTrust, joinLabels, labelAt, TRUSTED, uniform } from '#lib/label.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import type { PathPart, Reference } from '#lib/plan.ts';
import type { BlobRef, Json, Stored } from '#lib/value.ts';

/**
 * Where a reference starts: the value of its root, or why there is none. `scope` is what decided that it is so; `skip`
 * says how many parts of the path lead to `stored` already.
 */
export type Source =
  { kind: 'stored'; stored: Stored; scope?: Label; skip?: number } | { kind: 'absent'; because: string; scope?: Label };

export type Resolution =
  | { kind: 'value'; value: Json; labels: FieldLabels }
  /** The value lies in the blob store: load it, then `resolvePassed`. `path` is still to be walked. */
  | { kind: 'blob'; blob: BlobRef; labels: FieldLabels; path: readonly PathPart[] }
  | { kind: 'missing'; error: StepError };

/**
 * Resolves a static path strictly: own properties only, absent is an error unless the reference is optional.
 * `[*]` takes each element of a list and always gives a list; a second `[*]` gives one flat list.
 */
export function resolveReference(reference: Reference, lookup: (reference: Reference) => Source): Resolution {
  const source = lookup(reference);
  if (source.kind === 'absent') {
    if (!reference.optional) return missing(reference, source.because);
    return { kind: 'value', value: reference.fallback ?? null, labels: uniform(source.scope ?? TRUSTED) };
  }
  const { stored, skip = 0 } = source;
  const path = reference.path.slice(skip);
  if (stored.kind === 'blob')
    return { kind: 'blob', blob: stored.blob, labels: withScope(stored.labels, source.scope), path };
  const walked = walk(stored.value, path, reference.optional === true);
  if (walked.absent !== undefined && !reference.optional) return missing(reference, walked.absent);
  return {
    kind: 'value',
    value: walked.value ?? reference.fallback ?? null,
    labels: labelsAt(withScope(stored.labels, source.scope), path),
  };
}

/**
 * The value of a reference that the workflow passed to an activity. `loaded` is the whole blob's value when
 * `passed.stored` is one. `reference` is the one in the step's params: its `optional` and `fallback` count.
 */
export function resolvePassed(reference: Reference, passed: PassedReference, loaded?: Json): Resolution {
  const { stored } = passed;
  const { path } = passed.reference;
  if (stored.kind === 'blob' && loaded === undefined)
    return { kind: 'blob', blob: stored.blob, labels: stored.labels, path };
  const whole: Stored =
    stored.kind === 'blob' ? { kind: 'inline', value: loaded ?? null, labels: stored.labels } : stored;
  const resolution = resolveReference({ ...reference, path }, () => ({ kind: 'stored', stored: whole }));
  return resolution.kind === 'missing' ? missing(reference, resolution.error.message) : resolution;
}

/** What goes over to the activity: an inline value narrowed to the path, a blob as it is with the path still to walk. */
export function passReference(
  reference: Reference,
  resolution: Exclude<Resolution, { kind: 'missing' }>,
): PassedReference {
  const { optional: _optional, fallback: _fallback, ...plain } = reference;
  if (resolution.kind === 'blob') {
    const { blob, labels, path } = resolution;
    return { reference: { ...plain, path: [...path] }, stored: { kind: 'blob', blob, labels } };
  }
  return {
    reference: { ...plain, path: [] },
    stored: { kind: 'inline', value: resolution.value, labels: resolution.labels },
  };
}

/** Labels of the part of a value at `path`: of the whole, field by field; of anything below, one label. */
export function labelsAt(labels: FieldLabels, path: readonly PathPart[]): FieldLabels {
  return path.length === 0 ? labels : uniform(labelAt(labels, path));
}

/** The same labels, joined with what decided that the value exists. */
export function withScope(labels: FieldLabels, scope: Label | undefined): FieldLabels {
  if (!scope || isPlainTrust(scope)) return labels;
  const fields = Object.entries(labels.fields ?? {}).map(([name, label]) => [name, joinLabels(label, scope)] as const);
  const rest = joinLabels(labels.rest, scope);
  return labels.fields ? { rest, fields: Object.fromEntries(fields) } : { rest };
}

type Walked = { value: Json; absent?: string };

function walk(value: Json, path: readonly PathPart[], optional: boolean): Walked {
  let here = value;
  for (const [index, part] of path.entries()) {
    if (part === '*') return project(here, path.slice(index + 1), optional);
    const next = child(here, part);
    if (next.absent !== undefined) return next;
    here = next.value;
  }
  return { value: here };
}

function project(list: Json, rest: readonly PathPart[], optional: boolean): Walked {
  if (!Array.isArray(list)) return { value: null, absent: `[*] needs a list, but this is ${kindOf(list)}` };
  const values: Json[] = [];
  for (const [index, element] of list.entries()) {
    const walked = walk(element, rest, optional);
    if (walked.absent !== undefined && !optional) return { value: null, absent: `element ${index}: ${walked.absent}` };
    values.push(walked.value);
  }
  return { value: rest.includes('*') ? values.flat() : values };
}

function child(value: Json, part: PathPart): Walked {
  if (typeof part === 'number') {
    if (!Array.isArray(value)) return { value: null, absent: `[${part}] needs a list, but this is ${kindOf(value)}` };
    const found = value.at(part);
    return found === undefined ? { value: null, absent: `the list has ${value.length} elements` } : { value: found };
  }
  if (Array.isArray(value)) {
    return { value: null, absent: `this is a list; write [*].${part} for each element or [0].${part} for the first` };
  }
  if (value === null || typeof value !== 'object') {
    return { value: null, absent: `${kindOf(value)} has no field "${part}"` };
  }
  const found = Object.hasOwn(value, part) ? value[part] : undefined;
  return found === undefined ? { value: null, absent: `there is no field "${part}"${known(value)}` } : { value: found };
}

function known(value: { [key: string]: Json }): string {
  const names = Object.keys(value);
  return names.length === 0 ? '' : ` (there is ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''})`;
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function missing(reference: Reference, because: string): Resolution & { kind: 'missing' } {
  return {
    kind: 'missing',
    error: {
      type: 'MissingReference',
      message: `{{ ${referenceKey(reference)} }} cannot be found: ${because}.`,
      hint: 'If it may be absent, give a value to use instead: {{ … ?? "none" }}.',
    },
  };
}
