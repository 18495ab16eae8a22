/** The owner's variables, `{{ vars.name }}`: read once when a run begins, the same for all of its steps. */
import { indexOf } from '#lib/engine/plan-index.ts';
import { own } from '#lib/own.ts';
import type { Plan, Reference } from '#lib/plan.ts';
import type { Source } from '#lib/reference.ts';
import type { Stored } from '#lib/value.ts';

/** Names of the variables that the steps of a plan refer to. */
export function variableNames(plan: Plan): string[] {
  const references = [...indexOf(plan).references.values()].flat();
  const names = references.flatMap(({ root, path: [name] }) =>
    root === 'vars' && typeof name === 'string' ? [name] : [],
  );
  return [...new Set(names)].sort();
}

/** Where a reference to a variable starts. `vars` holds those that were there, each with a label of its own. */
export function variableSource(vars: Stored | undefined, { path: [name] }: Reference): Source {
  if (vars && typeof name === 'string' && own(vars.labels.fields, name)) return { kind: 'stored', stored: vars };
  return { kind: 'absent', because: `there was no variable "${String(name)}" when the run began` };
}
