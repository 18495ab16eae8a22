import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Risk } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue, NodeSpec, Port } from '#nodes/define.ts';
import { hasInput, outputPorts } from '#components/editor/model/ports.ts';
import { isTemplate, stringsIn } from '#components/editor/model/references.ts';
import { withDefaults } from '#components/editor/model/schema.ts';
import { summarize, type SummaryPart } from '#components/editor/model/summary.ts';

/** All that a card on the canvas shows of its node. */
export type Card = {
  id: string;
  name: string;
  type: string;
  title: string;
  icon: string;
  kind: NodeSpec['kind'] | 'unknown';
  summary: SummaryPart[];
  ports: readonly Port[];
  hasInput: boolean;
  risk: Risk | null;
  connection: string | null;
  /** The flow that it calls. */
  calls: string | null;
  disabled: boolean;
  note: string | null;
};

/** The risk of a node as drawn; the gate decides again from the resolved input. */
export function riskOf(spec: NodeSpec, params: Record<string, Json>): Risk | null {
  if (spec.kind !== 'action') return null;
  if (typeof spec.risk !== 'function') return spec.risk;
  const isLiteral = (field: string) => !stringsIn(params[field]).some(isTemplate);
  try {
    return spec.risk(withDefaults(spec, params), { isLiteral, isListedHost: () => false });
  } catch {
    return null;
  }
}

function cardOf(node: FlowNode, context: { flow: Flow; catalogue: Catalogue }): Card {
  const spec = context.catalogue[node.type];
  return {
    id: node.id,
    name: node.name,
    type: node.type,
    title: spec?.title ?? node.type,
    icon: spec?.icon ?? 'circle-help',
    kind: spec?.kind ?? 'unknown',
    summary: summarize(node, context),
    ports: outputPorts(node, context.catalogue),
    hasInput: hasInput(node, context.catalogue),
    risk: spec ? riskOf(spec, node.params) : null,
    connection: node.connection ?? null,
    calls: node.type === 'flow.call' && typeof node.params.flow === 'string' ? node.params.flow : null,
    disabled: node.settings?.disabled === true,
    note: node.settings?.note ?? null,
  };
}

type Known = { node: FlowNode; card: Card };
export type Cards = { byId: ReadonlyMap<string, Known>; names: string };

export const NO_CARDS: Cards = { byId: new Map(), names: '' };

/** What cards of other nodes may show of this flow: names behind ids, and which triggers lead where. */
function namesOf(flow: Flow, catalogue: Catalogue): string {
  const names = flow.nodes.map((node) => `${node.id}=${node.name}`);
  const hasTriggers = flow.nodes.filter((node) => catalogue[node.type]?.kind === 'trigger').length > 1;
  return JSON.stringify([names, hasTriggers ? flow.edges : null]);
}

function looksSame(a: FlowNode, b: FlowNode): boolean {
  return (
    a === b ||
    (a.params === b.params &&
      a.name === b.name &&
      a.type === b.type &&
      a.settings === b.settings &&
      a.connection === b.connection)
  );
}

/** Cards of all nodes; one that would look the same keeps its identity, so that React leaves it alone. */
export function deriveCards(flow: Flow, catalogue: Catalogue, previous: Cards): Cards {
  const names = namesOf(flow, catalogue);
  const byId = new Map<string, Known>();
  for (const node of flow.nodes) {
    const known = previous.byId.get(node.id);
    if (known && names === previous.names && looksSame(known.node, node)) {
      byId.set(node.id, known.node === node ? known : { node, card: known.card });
      continue;
    }
    const card = cardOf(node, { flow, catalogue });
    const same = known && JSON.stringify(known.card) === JSON.stringify(card);
    byId.set(node.id, { node, card: same ? known.card : card });
  }
  return { byId, names };
}
