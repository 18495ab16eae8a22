/** An action as the gate will see it at worst, as far as the drawing tells. */
import { joinLabels } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { paramLabel, referencesIn } from '#lib/params.ts';
import type { Param, PlanStep, Reference, Risk } from '#lib/plan.ts';
import type { GateAction, GateField } from '#lib/policy.ts';
import type { Json } from '#lib/value.ts';
import { inputFields, recipientsOf, targetOf } from '#nodes/action-fields.ts';
import type { ActionSpec, TriggerSpec } from '#nodes/define.ts';
import type { StaticLabels } from '#nodes/lint/static-labels.ts';

/**
 * What is known of the owner's lists. `isListed`: of a host, or of a contact of a kind such as `mail`. `sender`: where the
 * trigger's data names a contact. `checked`: what kind of contact a step makes sure of, if it does.
 */
export type ActionFacts = {
  flowId: string;
  isListed: (kind: string, id: string) => boolean;
  sender?: TriggerSpec['sender'];
  checked?: (step: string) => string | undefined;
};

/** The action of a step. What only a run can tell is taken as the worst that it may be. */
export function staticAction(
  step: PlanStep,
  spec: ActionSpec,
  { labels, facts }: { labels: StaticLabels; facts: ActionFacts },
): GateAction {
  const drawn = drawnInput(step);
  // Some of several are not all: rules about targets would look at those alone.
  const target = targetsOf(step, spec).every(({ param }) => isDrawn(param)) ? targetOf(spec, drawn) : null;
  const targetIds = target ? recipientsOf(spec, drawn) : undefined;
  const scope = labels.scope(step.id);
  return {
    tool: step.type,
    title: spec.title,
    risk: riskOf(step, spec, facts),
    ...(spec.reads === 'endorsed' ? { endorses: true } : {}),
    flowId: facts.flowId,
    connectionId: step.connection ?? null,
    fields: fieldsOf(step, spec, labels),
    scope,
    target,
    ...(targetIds ? { targetIds } : {}),
    targetListed: isListed(step, spec, { target, targetIds, facts }),
    newTarget: true,
  };
}

function fieldsOf(step: PlanStep, spec: ActionSpec, labels: StaticLabels): GateField[] {
  return Object.entries(inputFields(spec)).flatMap(([field, { title, role }]) => {
    const param = own(step.params, field);
    if (!param) return [];
    const label = joinLabels(
      paramLabel(param, (reference) => labels.reference(step, reference)),
      labels.scope(step.id),
    );
    const value = plainOf(param);
    return [{ field, title, role, label, literal: isDrawn(param), ...(value === undefined ? {} : { value }) }];
  });
}

/** Whether the author drew all of it. */
export function isDrawn(param: Param): boolean {
  if (param.kind === 'expression') return false;
  if (param.kind === 'text') return param.parts.every((part) => 'text' in part);
  return referencesIn(param).length === 0 && plainOf(param) !== undefined;
}

/** A parameter without holes as plain data. */
function plainOf(param: Param): Json | undefined {
  if (param.kind === 'literal') return param.value;
  if (param.kind === 'text') {
    const texts = param.parts.map((part) => ('text' in part ? part.text : undefined));
    return texts.includes(undefined) ? undefined : texts.join('');
  }
  if (param.kind === 'list') {
    const items = param.items.map(plainOf);
    return items.some((item) => item === undefined) ? undefined : (items as Json[]);
  }
  if (param.kind !== 'object') return undefined;
  const fields = Object.entries(param.fields).map(([name, field]) => [name, plainOf(field)] as const);
  return fields.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(fields) as Json);
}

function drawnInput({ params }: PlanStep): Record<string, Json> {
  const plain = Object.entries(params).flatMap(([name, param]) => {
    const value = plainOf(param);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(plain);
}

/** A risk that depends on values that only a run has counts as sending. */
function riskOf(step: PlanStep, spec: ActionSpec, facts: ActionFacts): Risk {
  if (typeof spec.risk !== 'function') return spec.risk;
  const whole = Object.values(step.params).every(isDrawn);
  const parsed = whole ? spec.input.safeParse(drawnInput(step)) : undefined;
  if (!parsed?.success) return 'send';
  return spec.risk(parsed.data, { isLiteral: () => true, isListedHost: (host) => facts.isListed('host', host) });
}

function isListed(
  step: PlanStep,
  spec: ActionSpec,
  known: { target: GateAction['target']; targetIds: string[] | undefined; facts: ActionFacts },
): boolean {
  const { target, targetIds, facts } = known;
  const targets = targetsOf(step, spec);
  const answers = targets.filter((one) => isSender(one, facts) || isContact(one, facts));
  if (targets.some((one) => !answers.includes(one) && !isDrawn(one.param))) return false;
  if (!target) return answers.length > 0;
  const ids = targetIds ?? [target.id];
  return ids.length > 0 && ids.every((id) => facts.isListed(target.kind, id));
}

type Target = { param: Param; recipient: string | undefined };

function targetsOf(step: PlanStep, spec: ActionSpec): Target[] {
  return Object.entries(inputFields(spec)).flatMap(([name, { role, recipient }]) => {
    const param = own(step.params, name);
    return role === 'target' && param ? [{ param, recipient }] : [];
  });
}

/** Whoever started the run: a contact, or it would not have begun. */
function isSender({ param, recipient }: Target, { sender }: ActionFacts): boolean {
  const reference = onlyReference(param);
  if (!sender || recipient !== sender.kind || reference?.root !== 'trigger') return false;
  return reference.path.join(' ') === sender.path.join(' ');
}

/** What a step let through that lets only contacts through. */
function isContact({ param, recipient }: Target, { checked }: ActionFacts): boolean {
  const reference = onlyReference(param);
  if (recipient === undefined || reference?.root !== 'steps' || reference.path.join(' ') !== 'value') return false;
  return checked?.(reference.step ?? '') === recipient;
}

/** The one thing that a parameter holds and nothing else; it cannot be absent. */
function onlyReference(param: Param): Reference | undefined {
  const [part, ...more] = param.kind === 'text' ? param.parts : [];
  const inText = part && 'reference' in part && more.length === 0 ? part.reference : undefined;
  const reference = param.kind === 'reference' ? param.reference : inText;
  return reference?.optional ? undefined : reference;
}
