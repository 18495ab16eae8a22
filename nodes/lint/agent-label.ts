/** What an agent gives, as far as its drawing tells. */
import { joinLabels, UNLABELLED, untrusted, wordedBy, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanStep } from '#lib/plan.ts';
import { hearsOthers } from '#nodes/agent-hears.ts';

/**
 * At most: without tools, questions, packs and files it is as good as what it was given. `given`: join of its settings.
 * `isCalled`: a token or another flow starts the run, and a token may tell it more.
 */
export function agentLabel(step: PlanStep, { given, isCalled }: { given: Label; isCalled: boolean }): Label {
  const worded = wordedBy(`llm.turn:steps.${step.id}`, given);
  if (hearsOthers(step.type, (field) => drawnAt(step, field))) return joinLabels(UNLABELLED, worded);
  return isCalled ? joinLabels(untrusted('api:tell'), worded) : worded;
}

function drawnAt({ params }: PlanStep, field: string) {
  const param = own(params, field);
  return param?.kind === 'literal' ? param.value : param && `{{ ${field} }}`;
}
