import { Invalid } from '#lib/errors.ts';
import { TRUSTED, uniform, untrusted, type FieldLabels } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { failureExample } from '#nodes/error.ts';
import { catalogue } from '#nodes/index.ts';
import type { Actor } from '#server/actor.ts';

type PlannedTrigger = Plan['triggers'][string];

/** The trigger to start from by hand: the wanted one, else a manual one, else the first. */
export function chooseTrigger(plan: Plan, { flowId, wanted }: { flowId: string; wanted?: string }): PlannedTrigger {
  const triggers = Object.values(plan.triggers);
  const nodeId = wanted?.startsWith(`${flowId}:`) ? wanted.slice(flowId.length + 1) : wanted;
  const found = nodeId
    ? triggers.find((trigger) => trigger.id === nodeId)
    : (triggers.find((trigger) => trigger.type === 'manual') ?? triggers[0]);
  if (found) return found;
  throw new Invalid(nodeId ? `This flow has no trigger "${nodeId}".` : 'This flow has no trigger to start from.');
}

/** What the trigger would have given, from what was typed: what is missing of a webhook's or schedule's event is made up. */
export function triggerInput(trigger: PlannedTrigger, given: Json | undefined): Json {
  if (given === undefined) return { ...eventOf(trigger.type), ...filledIn(trigger, {}) };
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw new Invalid('The input of a run must be a JSON object such as {"name": "Ann"}.');
  }
  return { ...eventOf(trigger.type), ...filledIn(trigger, given) };
}

function eventOf(type: string): Record<string, Json> {
  const now = new Date().toISOString();
  if (type === 'webhook') return { method: 'POST', path: '/hooks', headers: {}, query: {}, body: null };
  if (type === 'form') return { fields: {}, files: {}, submittedAt: now };
  if (type === 'chat.message') return { text: '', conversation: 'test', person: { id: '', name: '' }, files: [] };
  if (type === 'error') return failureExample(now);
  return type === 'schedule' ? { scheduledAt: now, firedAt: now } : {};
}

type AskedField = { name: string; title?: string; required?: boolean };

function filledIn({ type, params }: PlannedTrigger, given: Record<string, Json>): Record<string, Json> {
  const asks = type === 'manual' || type === 'flow.called';
  const asked = asks && Array.isArray(params.fields) ? (params.fields as unknown as AskedField[]) : [];
  const missing = asked.filter((field) => field.required && (given[field.name] ?? '') === '');
  if (missing.length === 0) return given;
  const problems = missing.map((field) => ({ path: field.name, message: 'Fill this in.' }));
  throw new Invalid(`Fill in: ${missing.map((field) => field.title ?? field.name).join(', ')}.`, problems);
}

/**
 * What a person types is trusted; what comes with a token is not, whoever made the token. A trigger that takes events
 * from outside gives untrusted ones by hand too, so that a test shows what will be asked.
 */
export function inputLabels(
  trigger: PlannedTrigger,
  { actor, flowName }: { actor: Actor; flowName: string },
): FieldLabels {
  const spec = catalogue[trigger.type];
  if (spec?.kind !== 'trigger' || spec.reads === 'untrusted') return uniform(untrusted(`${trigger.type}:${flowName}`));
  if (actor.via === 'token') return uniform(untrusted(`api:${flowName}`));
  return uniform({ ...TRUSTED, origins: [`person:${actor.userId}`] });
}
