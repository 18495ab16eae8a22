/** Changes of the drawing that put findings right. */
import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Texts } from '#messages/types.ts';
import { IN_PORT, type Catalogue } from '#nodes/define.ts';
import type { Mend } from '#nodes/lint/finding.ts';
import { addNode, moveTo, renameNode, setParam, setSettings } from '#components/editor/model/commands.ts';
import { connect, disconnect } from '#components/editor/model/edge-commands.ts';
import { edgeId, findNode, reachable } from '#components/editor/model/graph.ts';
import { CARD, GAP } from '#components/editor/model/placement.ts';
import { inputSchema } from '#components/editor/model/schema.ts';

type Words = Texts<'lint.drawn'>;
type Change = { node: string; mend: Mend; catalogue: Catalogue; t: Words };

/** `focus`: a field that only the author can fill in. */
type Mended = { flow: Flow; id: string; focus?: string };

/** The drawing put right, and the step to look at then. The same drawing if there is nothing to do. */
export function mended(flow: Flow, change: Change): Mended {
  const { node: id, mend } = change;
  const node = findNode(flow, id);
  if (!node) return { flow, id };
  switch (mend.kind) {
    case 'ask':
      return insertBefore(flow, node, { ...change, type: 'approval', port: 'approve', params: asking(node, change) });
    case 'fill':
      return filledIn(flow, node, { ...change, field: mend.field });
    case 'check':
      return checked(flow, node, { ...change, field: mend.field });
    case 'endorse':
      return endorsed(flow, node, { ...change, field: mend.field });
    case 'slow':
      return insertBefore(flow, node, { ...change, type: 'rate.limit', port: 'out', params: { count: 5, per: '1m' } });
    case 'once':
      return { flow: setSettings(flow, id, { retry: undefined }), id };
    default:
      return mend satisfies never;
  }
}

type Inserted = Change & { type: string; port: string; params: Record<string, Json> };

/** Puts a step before another one, on every wire that leads there. */
function insertBefore(flow: Flow, node: FlowNode, step: Inserted): { flow: Flow; id: string } {
  const { catalogue, type, params } = step;
  const room = moveOn(flow, node);
  const added = addNode(room, { type, position: node.position, catalogue, params });
  const leading = flow.edges.filter((edge) => edge.to.node === node.id);
  const cut = leading.reduce((result, edge) => disconnect(result, edgeId(edge)), added.flow);
  const to = { node: added.id, port: IN_PORT };
  const wired = leading.reduce((result, { from }) => connect(result, { from, to }, catalogue), cut);
  const onward = { from: { node: added.id, port: step.port }, to: { node: node.id, port: IN_PORT } };
  return { flow: handOver(connect(wired, onward, catalogue), { from: node, to: added.id }), id: added.id };
}

/** Whatever leads there now waits for what the step waited for. */
function handOver(flow: Flow, { from, to }: { from: FlowNode; to: string }): Flow {
  const join = from.settings?.join;
  return join ? setSettings(setSettings(flow, to, { join }), from.id, { join: undefined }) : flow;
}

/** The step and what follows it move over by a card. */
function moveOn(flow: Flow, node: FlowNode): Flow {
  const later = new Set([node.id, ...reachable(flow, node.id, 'down')]);
  const by = CARD.width + GAP.x;
  const moved = flow.nodes.filter((one) => later.has(one.id) && one.position.x >= node.position.x);
  return moveTo(flow, new Map(moved.map(({ id, position: { x, y } }) => [id, { x: x + by, y }])));
}

const SHOWN = ['target', 'amount', 'content'];

/** A question that shows all that the step will be given. */
function asking(node: FlowNode, { catalogue, t }: Pick<Change, 'catalogue' | 't'>): Record<string, Json> {
  const properties = propertiesOf(node, catalogue);
  const lines = Object.entries(properties).flatMap(([field, { title, role }]) => {
    const value = node.params[field];
    return SHOWN.includes(role ?? '') && typeof value === 'string' && value !== ''
      ? [`${title ?? field}: ${value}`]
      : [];
  });
  return { title: t('ask', { name: node.name }).slice(0, 200), message: lines.join('\n').slice(0, 20_000) };
}

/** A person is shown what the data says and writes down what is to hold. */
function filledIn(flow: Flow, node: FlowNode, change: Change & { field: string }): { flow: Flow; id: string } {
  const { catalogue, t, field } = change;
  const { title = field, recipient, type } = propertiesOf(node, catalogue)[field] ?? {};
  const before = node.params[field];
  const isNumber = type === 'number' || type === 'integer';
  const params = {
    title: t('fill', { name: node.name, field: title }).slice(0, 200),
    message: typeof before === 'string' ? `${t('said', { field: title })}\n${before}`.slice(0, 20_000) : '',
    fields: [
      { name: field, title, type: recipient === 'mail' ? 'mail' : isNumber ? 'number' : 'text', required: true },
    ],
  };
  const inserted = insertBefore(flow, node, { ...change, type: 'approval', port: 'approve', params });
  const named = renameNode(inserted.flow, inserted.id, t('step', { field: title }));
  const value = `{{ steps.${inserted.id}.answers.${field} }}`;
  return { flow: setParam(named, { id: node.id, field, value }), id: inserted.id };
}

/** Only what the author foresaw goes on: a contact, a number within its ends, or one of his choices. */
function checked(flow: Flow, node: FlowNode, change: Change & { field: string }): Mended {
  const { catalogue, field } = change;
  const { recipient, type } = propertiesOf(node, catalogue)[field] ?? {};
  const kind = recipient === 'mail' ? 'mail' : type === 'number' || type === 'integer' ? 'number' : 'choice';
  const params = { value: node.params[field] ?? null, kind };
  const inserted = insertBefore(flow, node, { ...change, type: 'value.check', port: 'out', params });
  const mended = setParam(inserted.flow, { id: node.id, field, value: `{{ steps.${inserted.id}.value }}` });
  const focus = { mail: 'value', number: 'min', choice: 'choices' }[kind];
  return { flow: mended, id: inserted.id, focus };
}

/** A person is shown what the data says, and vouches for it. */
function endorsed(flow: Flow, node: FlowNode, change: Change & { field: string }): Mended {
  const params = { value: node.params[change.field] ?? null };
  const inserted = insertBefore(flow, node, { ...change, type: 'value.endorse', port: 'out', params });
  const value = `{{ steps.${inserted.id}.value }}`;
  return { flow: setParam(inserted.flow, { id: node.id, field: change.field, value }), id: inserted.id };
}

function propertiesOf(node: FlowNode, catalogue: Catalogue) {
  const spec = catalogue[node.type];
  return spec ? (inputSchema(spec).properties ?? {}) : {};
}
