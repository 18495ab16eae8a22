/** Where a value came from and who may see it. Every value in a run carries one. */
export type Label = {
  integrity: 'trusted' | 'untrusted';
  confidentiality: 'public' | 'private' | 'secret';
  /** Short names of sources, e.g. `webhook:steps.hook`; at most 32, then `many`. */
  origins: string[];
};

/** Labels of an object, field by field at the top level; `rest` covers every field not named. */
export type FieldLabels = { rest: Label; fields?: Record<string, Label> };

const MAX_ORIGINS = 32;
const SECRECY = ['public', 'private', 'secret'] as const;

/** A literal that the author drew. */
export const TRUSTED: Label = Object.freeze({
  integrity: 'trusted',
  confidentiality: 'public',
  origins: [] as string[],
});

/** Whether a label says nothing at all: that of a literal. */
export function isPlainTrust({ integrity, confidentiality, origins }: Label): boolean {
  return integrity === 'trusted' && confidentiality === 'public' && origins.length === 0;
}

/** A value that nobody vouches for; also what a missing label means. */
export const UNLABELLED: Label = Object.freeze({
  integrity: 'untrusted',
  confidentiality: 'private',
  origins: ['unlabelled'] as string[],
});

/** An untrusted, private value from the named source. */
export function untrusted(origin: string): Label {
  return { integrity: 'untrusted', confidentiality: 'private', origins: [origin] };
}

/** What a model says is as good as what it was given, and names the model: it may be wrong by itself. */
export function wordedBy(origin: string, given: Label): Label {
  return joinLabels(given, { ...TRUSTED, origins: [origin] });
}

/** The label of a value that a person has seen, whole, and vouched for. */
export function vouchedAt(stepId: string, label: Label): Label {
  return { ...joinLabels(label, { ...TRUSTED, origins: [`vouched:steps.${stepId}`] }), integrity: 'trusted' };
}

/** Whether a person vouched for the value in this run, and nothing untrusted came to it since. */
export function isVouchedFor({ integrity, origins }: Label): boolean {
  return integrity === 'trusted' && origins.some((origin) => origin.startsWith('vouched:'));
}

/** Whether a model had a hand in a value. More sources than are kept may hide one. */
export function writtenByModel({ origins }: Label): boolean {
  return origins.some((origin) => /^(?:llm|agent)\./.test(origin) || origin === 'many');
}

/** A value that a model picked by itself: nobody wrote it. It may be wrong, whatever it has read. */
export function pickedAt(stepId: string, label: Label): Label {
  return joinLabels(label, { ...TRUSTED, origins: [`llm.picked:steps.${stepId}`] });
}

/** Whether a model picked the value by itself, and no person has vouched for it. */
export function isPicked({ origins }: Label): boolean {
  return origins.some((origin) => origin.startsWith('llm.picked:') || origin === 'many');
}

/** The label of a value made from all the given ones: labels only ever grow. */
export function joinLabels(...labels: Label[]): Label {
  const origins = [...new Set(labels.flatMap((label) => label.origins))].sort();
  const secrecy = Math.max(0, ...labels.map((label) => SECRECY.indexOf(label.confidentiality)));
  return {
    integrity: labels.every((label) => label.integrity === 'trusted') ? 'trusted' : 'untrusted',
    confidentiality: SECRECY[secrecy] ?? 'secret',
    origins: origins.length > MAX_ORIGINS || origins.includes('many') ? ['many'] : origins,
  };
}

/** One label for a whole value: the join of all of its fields. */
export function wholeLabel(labels: FieldLabels | undefined): Label {
  if (!labels) return UNLABELLED;
  return joinLabels(labels.rest, ...Object.values(labels.fields ?? {}));
}

/** The label at a path: the named top-level field's own label, else `rest`; the whole value's at the root. */
export function labelAt(labels: FieldLabels | undefined, path: readonly (string | number)[]): Label {
  const first = path[0];
  if (!labels) return UNLABELLED;
  if (first === undefined) return wholeLabel(labels);
  const own = typeof first === 'string' && labels.fields && Object.hasOwn(labels.fields, first);
  return own ? (labels.fields?.[first] ?? UNLABELLED) : labels.rest;
}

/** The same label for every field. */
export function uniform(label: Label): FieldLabels {
  return { rest: label };
}
