/** What can be seen of a step by itself: secrets, targets that are no choice, commands, attempts that do harm. */
import { joinLabels } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Param } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { doubtful, isEffect, mendsOfField, namesOf, type Place, type Said } from '#nodes/lint/place.ts';
import { holdsSecret } from '#nodes/lint/secrets.ts';

/** All of them, for one step. */
export function drawnFindings(place: Place): Said[] {
  return [
    ...secretWay(place),
    ...secretDrawn(place),
    ...anyTarget(place),
    ...command(place),
    ...repeats(place),
    ...handsOn(place),
    ...rehearsed(place),
  ];
}

/** A value that is marked as secret goes to a model, to people, into a table, or to another host. */
function secretWay(place: Place): Said[] {
  const { action, step, spec } = place;
  // What only reckons with it keeps it where it is.
  if (spec.tier === 'local' && action.risk === 'read') return [];
  const field = action.fields.find(({ literal, label }) => !literal && label.confidentiality === 'secret');
  if (!field) return [];
  const message = `"${field.title}" of "${step.name}" would hold a secret from "${namesOf(place, field.label)}". Secrets belong into a connection, which uses them without showing them.`;
  return [{ rule: 'secret-way', severity: 'error', field: field.field, message, label: field.label, mends: [] }];
}

function secretDrawn({ step, action }: Place): Said[] {
  const field = action.fields.find((one) => textsOf(own(step.params, one.field), one.field).some(holdsSecret));
  if (!field) return [];
  const message = `"${field.title}" of "${step.name}" looks like it holds a password or key. It would be readable in the drawing, in each version and in each run. Put it into a connection.`;
  return [{ rule: 'secret-drawn', severity: 'warning', field: field.field, message, mends: [] }];
}

/** The texts of a parameter, with the names they stand under: `authorization: ...` is more telling than the value. */
function textsOf(param: Param | undefined, name: string): string[] {
  switch (param?.kind) {
    case 'literal':
      return textsOfJson(param.value, name);
    case 'text':
      return [`${name}: ${param.parts.map((part) => ('text' in part ? part.text : ' ')).join('')}`];
    case 'object':
      return Object.entries(param.fields).flatMap(([field, one]) => textsOf(one, field));
    case 'list':
      return param.items.flatMap((one) => textsOf(one, name));
    default:
      return [];
  }
}

function textsOfJson(value: Json, name: string): string[] {
  if (typeof value === 'string') return [`${name}: ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsOfJson(one, Array.isArray(value) ? name : key));
}

const WILDCARD = /(?:^|[\s,/.@])[*#+](?:$|[\s,/.])/;

/** Nobody chose one target: a wildcard reaches all, and data from outside any. The gate asks about the latter before an effect. */
function anyTarget(place: Place): Said[] {
  const { action, step } = place;
  if (action.risk === 'read') return [];
  const wild = action.fields.find((field) => {
    const param = own(step.params, field.field);
    return field.role === 'target' && textsOf(param, '').some((text) => WILDCARD.test(text.slice(2)));
  });
  if (wild) {
    const message = `"${wild.title}" of "${step.name}" stands for more than one place. Name each that is meant.`;
    return [{ rule: 'any-target', severity: 'warning', field: wild.field, message, mends: [] }];
  }
  const chosen = isEffect(action) ? undefined : doubtful(action, 'target');
  if (!chosen) return [];
  const { field, title, label } = chosen;
  const message = `"${namesOf(place, label)}" fills in "${title}" of "${step.name}", so somebody else chooses what of yours is changed.`;
  return [
    { rule: 'any-target', severity: 'warning', field, message, label, mends: mendsOfField({ step, action }, field) },
  ];
}

/** What a machine obeys must not be put together from what others say. */
function command(place: Place): Said[] {
  const { action, step } = place;
  if (action.risk !== 'critical') return [];
  const field = action.fields.find(({ role, literal }) => !literal && (role === 'control' || role === 'other'));
  if (!field) return [];
  const isForeign = field.label.integrity === 'untrusted';
  const message = `"${field.title}" of "${step.name}" is put together while it runs. Draw it whole, and hand values over apart from it.`;
  const severity = isForeign ? ('error' as const) : ('warning' as const);
  return [{ rule: 'command', severity, field: field.field, message, label: field.label, mends: [] }];
}

/** What cannot be taken back is tried over and over by a loop that goes on whatever happened. */
function repeats({ plan, step, action, facts }: Place): Said[] {
  if (step.repeat !== 'never' || !isEffect(action)) return [];
  if ((facts.attempts?.(step.id) ?? 1) > 1) {
    const message = `"${step.name}" cannot be repeated safely, so it is tried once, whatever its settings say.`;
    return [{ rule: 'repeats', severity: 'warning', field: 'retry', message, mends: [{ kind: 'once' }] }];
  }
  const loop = step.parent === undefined ? undefined : own(plan.steps, step.parent);
  if (loop?.type !== 'while' || step.onError === 'fail') return [];
  const message = `"${loop.name}" goes on when "${step.name}" fails, and this cannot be repeated safely: it may be done several times.`;
  return [{ rule: 'repeats', severity: 'warning', message, mends: [{ kind: 'ask' }] }];
}

/** What it calls runs under the labels that come with the call: nobody sees them there. */
function handsOn(place: Place): Said[] {
  const { action, step } = place;
  if (step.type !== 'flow.call') return [];
  const labels = [action.scope, ...action.fields.filter(({ literal }) => !literal).map(({ label }) => label)];
  const label = joinLabels(...labels);
  if (label.integrity === 'trusted') return [];
  const message = `"${step.name}" hands on what "${namesOf(place, label)}" gives: steps of the flow that it calls may stop to ask a person.`;
  return [{ rule: 'hands-on', severity: 'note', message, label, mends: [] }];
}

function rehearsed({ step, facts }: Place): Said[] {
  if (step.connection === undefined || !facts.rehearsals?.includes(step.connection)) return [];
  const message = `"${step.name}" is only rehearsed: its answers come from a script, and no model is asked. Choose the connection to a model before others rely on it.`;
  return [{ rule: 'rehearsal', severity: 'warning', field: 'connection', message, mends: [] }];
}
