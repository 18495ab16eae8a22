import { Invalid } from '#lib/errors.ts';
import { ExpressionError, parseParam } from '#lib/expression.ts';
import { Flow, type FlowNode } from '#lib/flow.ts';
import { joinLabels, TRUSTED, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import { expressionsIn, fillParam, referencesIn } from '#lib/params.ts';
import type { Expression, Param, Reference } from '#lib/plan.ts';
import { firstItem, lastRound, previewSource, type PreviewPlace } from '#lib/preview.ts';
import { resolveReference, type Source } from '#lib/reference.ts';
import { jsonSize, type Json, type Stored } from '#lib/value.ts';
import type { EvaluatedView } from '#lib/views-drafts.ts';
import { loopsOf } from '#nodes/compile-loops.ts';
import { loadValue } from '#platform/blobs.ts';
import { NotFound } from '#platform/errors.ts';
import { evaluateExpression } from '#platform/expressions/pool.ts';
import { pinRows } from '#platform/pins.ts';
import { db } from '#prisma/client.ts';
import { draftOutputs } from '#server/services/draft-outputs.ts';

export type EvaluateAsked = { id: string; node: string; value: Json; runId?: string };

const MOST_EXPRESSIONS = 50;
const MOST_SHOWN = 8 * 1024;

/**
 * What a field of a step would be with the results of a run and the pins. Expressions are evaluated where runs do so too,
 * in processes that are killed; they are given the values that they refer to, and nothing else.
 */
export async function evaluateField(asked: EvaluateAsked): Promise<EvaluatedView> {
  const param = parsed(asked.value);
  const expressions = expressionsIn(param);
  if (expressions.length > MOST_EXPRESSIONS)
    throw new Invalid(`More than ${MOST_EXPRESSIONS} expressions are too many for a preview.`);
  const place = await placeOf(asked, referencesIn(param));
  const { value, label } = await resolved(param, place);
  if (jsonSize(value) <= MOST_SHOWN) return { value, isCut: false, label };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { value: text.slice(0, MOST_SHOWN), isCut: true, label };
}

function parsed(value: Json): Param {
  try {
    return parseParam(value);
  } catch (error) {
    if (error instanceof ExpressionError) throw new Invalid(error.message);
    throw error;
  }
}

type Value = { value: Json; label: Label };

async function resolved(param: Param, place: PreviewPlace): Promise<Value> {
  const found = new Map<Reference, Value>();
  for (const reference of referencesIn(param)) found.set(reference, await find(reference, place));
  const valueOf = (reference: Reference) => found.get(reference)?.value ?? null;
  const evaluated = new Map<Expression, Json>();
  for (const expression of expressionsIn(param)) {
    const values = expression.references.map(valueOf);
    evaluated.set(expression, await evaluateExpression({ source: expression.source, values }));
  }
  const value = fillParam(param, { reference: valueOf, expression: (one) => evaluated.get(one) ?? null });
  return { value, label: joinLabels(...[...found.values()].map(({ label }) => label)) };
}

async function find(reference: Reference, place: PreviewPlace): Promise<Value> {
  const source = await loaded(previewSource(reference, place));
  const resolution = resolveReference(reference, () => source);
  if (resolution.kind === 'missing') throw new Invalid(resolution.error.message);
  if (resolution.kind === 'blob') throw new Invalid('This value is too large to be shown here.');
  return { value: resolution.value, label: wholeLabel(resolution.labels) };
}

async function loaded(source: Source): Promise<Source> {
  if (source.kind !== 'stored' || source.stored.kind !== 'blob') return source;
  const { stored } = source;
  return { ...source, stored: { kind: 'inline', value: await loadValue(stored), labels: stored.labels } };
}

async function placeOf({ id, node, runId }: EvaluateAsked, references: readonly Reference[]): Promise<PreviewPlace> {
  const row = await db().flow.findFirst({ where: { id, deletedAt: null }, select: { name: true, draft: true } });
  if (!row) throw new NotFound('There is no such flow (any more).');
  const last = runId === undefined ? null : await draftOutputs(id, runId);
  const outputs = new Map(Object.entries(last?.outputs ?? {}));
  const trigger = last ? outputs.get(last.triggerId) : undefined;
  const flow = Flow.parse(JSON.parse(row.draft));
  for (const { nodeId, pinned } of await pinRows(id)) outputs.set(nodeId, { kind: 'inline', ...pinned });
  const place: PreviewPlace = {
    outputs,
    trigger: (last ? outputs.get(last.triggerId) : firstTrigger(flow, outputs)) ?? trigger,
    run: {
      id: runId ?? '',
      flowId: id,
      flowName: row.name,
      trigger: last?.triggerId ?? '',
      startedAt: last?.startedAt ?? null,
    },
    vars: await variables(references),
    loops: [],
  };
  return { ...place, loops: await loopsAround(flow, { node, place }) };
}

function firstTrigger({ nodes, edges }: Flow, outputs: ReadonlyMap<string, Stored>): Stored | undefined {
  const led = new Set(edges.map(({ to }) => to.node));
  return nodes
    .filter(({ id }) => !led.has(id))
    .map(({ id }) => outputs.get(id))
    .find((one) => one !== undefined);
}

/** From the outside in: the list of an inner loop may come from the item of an outer one. */
async function loopsAround(
  flow: Flow,
  { node, place }: { node: string; place: PreviewPlace },
): Promise<PreviewPlace['loops']> {
  const nodes = new Map(flow.nodes.map((one) => [one.id, one]));
  const { parents } = loopsOf({ nodes, edges: flow.edges, report: () => undefined });
  const around: FlowNode[] = [];
  for (
    let at = nodes.get(parents.get(node) ?? '');
    at && !around.includes(at);
    at = nodes.get(parents.get(at.id) ?? '')
  )
    around.unshift(at);
  let loops: PreviewPlace['loops'] = [];
  for (const loop of around) loops = [{ id: loop.id, item: await itemIn(loop, { ...place, loops }) }, ...loops];
  return loops;
}

async function itemIn(loop: FlowNode, place: PreviewPlace): Promise<Stored | undefined> {
  if (loop.type === 'while') return lastRound(place.outputs.get(loop.id));
  try {
    const { value, label } = await resolved(parsed(loop.params.items ?? []), place);
    return firstItem(value, label);
  } catch (error) {
    if (error instanceof Invalid) return undefined;
    throw error;
  }
}

async function variables(references: readonly Reference[]): Promise<Stored> {
  const names = references.flatMap(({ root, path: [name] }) =>
    root === 'vars' && typeof name === 'string' ? [name] : [],
  );
  const rows = await db().variable.findMany({
    where: { name: { in: names } },
    select: { name: true, value: true, labels: true },
  });
  const value = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as Json]));
  const labels = rows.map((row) => [row.name, wholeLabel(JSON.parse(row.labels) as FieldLabels)] as const);
  return { kind: 'inline', value, labels: { rest: TRUSTED, fields: Object.fromEntries(labels) } };
}
