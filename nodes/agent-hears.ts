/** Whether an agent may hear anybody but its author and whoever it works for, as far as its drawing tells. */
import type { Json } from '#lib/value.ts';

/** What brings in words of others: a tool that fails says why in theirs, and so may a question that cannot be put. */
const BRINGS_WORDS = ['tools', 'skills', 'files'];

/** `drawn`: a field as it stands in the drawing, or what stands for a template there. */
export function hearsOthers(type: string, drawn: (field: string) => Json | undefined): boolean {
  // What was said in a conversation before, nobody knows yet.
  if (type === 'agent.chat' || drawn('askPerson') !== false) return true;
  return BRINGS_WORDS.some((field) => !isEmpty(drawn(field)));
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
