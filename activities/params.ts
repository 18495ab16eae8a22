import { referenceKey, type ActivityCall, type PassedReference } from '#lib/call.ts';
import { Invalid, type StepError } from '#lib/errors.ts';
import { joinLabels, TRUSTED, uniform, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { expressionsIn, fillParam, paramLabel, referencesIn } from '#lib/params.ts';
import type { Expression, Param, Reference } from '#lib/plan.ts';
import { resolvePassed, withScope, type Resolution } from '#lib/reference.ts';
import { INLINE_LIMIT, jsonSize, type Json, type Stored } from '#lib/value.ts';
import { loadValue, storeValue } from '#platform/blobs.ts';
import { evaluateExpression } from '#platform/expressions/pool.ts';

/** A reference or an expression that gave no value. Its `type` is what the person sees as the error's name. */
class Unresolved extends Invalid {
  constructor(error: StepError) {
    super(error.hint ? `${error.message} ${error.hint}` : error.message);
    this.name = error.type;
  }
}

type Found = Extract<Resolution, { kind: 'value' }>;

/** The step's parameters as plain data, with the label of each field and which of them the author drew whole. */
export type ResolvedParams = {
  values: Record<string, Json>;
  labels: Record<string, Label>;
  literalFields: string[];
  labelsOf: (field: string) => FieldLabels;
};

/** Finds the values that references stand for. Every blob is read at most once. */
class Finder {
  private readonly call: ActivityCall;
  private readonly blobs = new Map<string, Json>();

  constructor(call: ActivityCall) {
    this.call = call;
  }

  async load(references: readonly Reference[]): Promise<void> {
    for (const reference of references) {
      const { stored } = this.passed(reference);
      if (stored.kind === 'blob' && !this.blobs.has(stored.blob.ref)) {
        this.blobs.set(stored.blob.ref, await loadValue(stored));
      }
    }
  }

  find(reference: Reference): Found {
    const passed = this.passed(reference);
    const loaded = passed.stored.kind === 'blob' ? this.blobs.get(passed.stored.blob.ref) : undefined;
    const found = resolvePassed(reference, passed, loaded);
    if (found.kind === 'missing') throw new Unresolved(found.error);
    if (found.kind === 'blob') throw new Invalid(`{{ ${referenceKey(reference)} }} was not loaded.`);
    return found;
  }

  private passed(reference: Reference): PassedReference {
    const passed = own(this.call.values, referenceKey(reference));
    if (passed) return passed;
    const message = `{{ ${referenceKey(reference)} }} was not handed to this step.`;
    throw new Unresolved({ type: 'MissingReference', message });
  }
}

/** Resolves compiled parameters to plain data, expressions in the worker-thread pool. */
export async function resolveParams(params: Record<string, Param>, call: ActivityCall): Promise<ResolvedParams> {
  const finder = new Finder(call);
  const all = Object.values(params);
  await finder.load(all.flatMap(referencesIn));
  const evaluated = await evaluateAll(all.flatMap(expressionsIn), finder);
  const fill = {
    reference: (reference: Reference) => finder.find(reference).value,
    expression: (expression: Expression) => evaluated.get(expression) ?? null,
  };
  const labelOf = (reference: Reference) => wholeLabel(finder.find(reference).labels);
  const scoped = (param: Param) => (isDrawn(param) ? TRUSTED : joinLabels(paramLabel(param, labelOf), call.scope));
  return {
    values: mapFields(params, (param) => fillParam(param, fill)),
    labels: mapFields(params, scoped),
    literalFields: Object.keys(params).filter((name) => isDrawn(params[name] as Param)),
    labelsOf: (field) => {
      const param = own(params, field);
      if (!param) return uniform(TRUSTED);
      if (param.kind === 'reference') return withScope(finder.find(param.reference).labels, call.scope);
      if (param.kind !== 'object') return uniform(scoped(param));
      return { rest: call.scope, fields: mapFields(param.fields, scoped) };
    },
  };
}

/** What the engine asked for with an `evaluate` command. */
export async function evaluateForEngine(asked: {
  params: Record<string, Param>;
  output?: Param;
  call: ActivityCall;
}): Promise<{ params: Record<string, Json>; output?: Stored }> {
  const { values } = await resolveParams(asked.params, asked.call);
  if (jsonSize(values) > INLINE_LIMIT) {
    throw new Invalid('A condition of this step compares more than 8 KB of data. Compare a smaller part of it.');
  }
  if (!asked.output) return { params: values };
  const whole = await resolveParams({ output: asked.output }, asked.call);
  const output = await storeValue({
    runId: asked.call.run.runId,
    value: whole.values.output ?? null,
    labels: whole.labelsOf('output'),
  });
  return { params: values, output };
}

/** Written by the author alone: no value of the run is in it. */
function isDrawn(param: Param): boolean {
  return referencesIn(param).length === 0;
}

async function evaluateAll(expressions: Expression[], finder: Finder): Promise<Map<Expression, Json>> {
  const results = await Promise.all(
    expressions.map(async (expression) => {
      const values = expression.references.map((reference) => finder.find(reference).value);
      return [expression, await evaluateExpression({ source: expression.source, values })] as const;
    }),
  );
  return new Map(results);
}

/** `fromEntries` alone keeps a field called `__proto__` an ordinary field. */
function mapFields<T>(params: Record<string, Param>, make: (param: Param) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, make(param)]));
}
