import { findNode } from '#components/editor/model/graph.ts';
import { loopsAround } from '#components/editor/model/loop-sources.ts';
import type { LastOutputs } from '#components/editor/store/editor.ts';
import type { Flow } from '#lib/flow.ts';
import type { Param } from '#lib/plan.ts';
import { firstItem, lastRound, previewParam, type Previewed, type PreviewPlace } from '#lib/preview.ts';
import type { Stored } from '#lib/value.ts';
import type { PinView } from '#lib/views-drafts.ts';

export type FieldPreviewed = Previewed;

type Known = {
  flow: Flow;
  flowId: string;
  node: string;
  outputs: LastOutputs;
  pins: ReadonlyMap<string, PinView>;
  caught: ReadonlyMap<string, Stored>;
};

/** What a text with expressions would be, as far as this page knows; null where it cannot be read. */
export async function previewOf(text: string, known: Known): Promise<Previewed | null> {
  const { parseTemplate } = await import('#lib/expression.ts');
  const parse = (source: string): Param | null => {
    try {
      return parseTemplate(source);
    } catch {
      // What is wrong with it stands at the field already.
      return null;
    }
  };
  const param = parse(text);
  if (!param || param.kind === 'literal') return null;
  const place = placeOf(known, parse);
  const found = previewParam(param, place);
  // The list of a loop may come from an expression, which is not worked out here.
  const isFar = found.kind === 'missing' && place.loops.some(({ item }) => item === undefined);
  return isFar ? { kind: 'elsewhere' } : found;
}

function placeOf(
  { flow, flowId, node, outputs, pins, caught }: Known,
  parse: (source: string) => Param | null,
): PreviewPlace {
  const byNode = new Map([...caught, ...outputs.byNode]);
  for (const [id, { value, labels }] of pins) byNode.set(id, { kind: 'inline', value, labels });
  const { runId, triggerId, startedAt } = outputs;
  const led = new Set(flow.edges.map(({ to }) => to.node));
  const first = flow.nodes.filter(({ id }) => !led.has(id)).find(({ id }) => byNode.has(id))?.id ?? '';
  const place: PreviewPlace = {
    outputs: byNode,
    trigger: byNode.get(triggerId) ?? byNode.get(first),
    run: { id: runId ?? '', flowId, flowName: flow.name, trigger: triggerId, startedAt },
    loops: [],
  };
  let loops: PreviewPlace['loops'] = [];
  for (const id of loopsAround(flow, node).reverse())
    loops = [{ id, item: itemOf(flow, id, { place: { ...place, loops }, parse }) }, ...loops];
  return { ...place, loops };
}

type Around = { place: PreviewPlace; parse: (source: string) => Param | null };

function itemOf(flow: Flow, id: string, { place, parse }: Around): Stored | undefined {
  const loop = findNode(flow, id);
  if (loop?.type === 'while') return lastRound(place.outputs.get(id));
  const items = loop?.params.items;
  const param: Param | null = typeof items === 'string' ? parse(items) : { kind: 'literal', value: items ?? [] };
  const found = param && previewParam(param, place);
  return found?.kind === 'value' ? firstItem(found.value, found.label) : undefined;
}
