/** What of an agent's step its author has written, and what came from the run. */
import { referenceKey, type ActivityCall } from '#lib/call.ts';
import { TRUSTED, UNLABELLED, wholeLabel, writtenByModel, type FieldLabels, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Param, PlanStep } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { handedName } from '#nodes/agent-flow.ts';
import type { AgentTool } from '#nodes/agent.ts';
import { modelFields } from '#nodes/model-fields.ts';

const SPOKEN = ['task', 'message', 'instructions', 'tools'];

/** The texts of an agent that its author wrote, and the values that are as trusted as that. */
export function authorsWords({ params }: PlanStep, call: ActivityCall): string[] {
  return SPOKEN.flatMap((field) => {
    const param = own(params, field);
    return param ? wordsIn(param, call) : [];
  });
}

function wordsIn(param: Param, call: ActivityCall): string[] {
  switch (param.kind) {
    case 'literal':
      return textsIn(param.value);
    case 'reference':
      return trustedValue(param, call);
    case 'text':
      return param.parts.flatMap((part) => {
        if ('text' in part) return [part.text];
        return 'reference' in part ? trustedValue({ kind: 'reference', reference: part.reference }, call) : [];
      });
    case 'object':
      return Object.values(param.fields).flatMap((field) => wordsIn(field, call));
    case 'list':
      return param.items.flatMap((item) => wordsIn(item, call));
    case 'expression':
      return [];
    default:
      return param satisfies never;
  }
}

/** Only what is small enough to have come with the call: nobody writes more by hand. */
function trustedValue({ reference }: Extract<Param, { kind: 'reference' }>, call: ActivityCall): string[] {
  const stored = own(call.values, referenceKey(reference))?.stored;
  if (stored?.kind !== 'inline') return [];
  const label = wholeLabel(stored.labels);
  return label.integrity === 'trusted' && !writtenByModel(label) ? textsIn(stored.value) : [];
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsIn);
}

/** What templates gave for the drawing of an agent, under the names that it has there. */
export function handedValues(
  { params }: PlanStep,
  given: { tools: readonly AgentTool[] } & Partial<Record<string, unknown>>,
  labels: Record<string, Label>,
): { input: Record<string, Json>; labels: FieldLabels } {
  const input: Record<string, Json> = {};
  const fields: Record<string, Label> = {};
  const hand = (name: string, value: Json, label: Label) => {
    input[name] = value;
    fields[name] = label;
  };
  for (const field of Object.keys(modelFields)) {
    const value = given[field];
    if (value !== undefined && !isDrawn(own(params, field)))
      hand(handedName('think', field), value as Json, own(labels, field) ?? UNLABELLED);
  }
  for (const [index, tool] of given.tools.entries()) {
    const fixed = fixedParams(own(params, 'tools'), index);
    for (const [field, value] of Object.entries(tool.params))
      if (fixed && !isDrawn(fixed[field]))
        hand(handedName(tool.name, field), value, own(labels, 'tools') ?? UNLABELLED);
  }
  return { input, labels: { rest: TRUSTED, fields } };
}

function isDrawn(param: Param | undefined): boolean {
  return param === undefined || referencesIn(param).length === 0;
}

/** How the fixed params of a tool were drawn; nothing where all tools are literal. */
function fixedParams(tools: Param | undefined, index: number): Record<string, Param> | undefined {
  if (tools?.kind === 'literal' || tools?.kind !== 'list') return undefined;
  const tool = tools.items[index];
  const params = tool?.kind === 'object' ? tool.fields['params'] : undefined;
  return params?.kind === 'object' ? params.fields : undefined;
}
