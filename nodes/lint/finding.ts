/** What the lint says of a drawing, and what could be done about it. */

/**
 * `refused`, `asks-every-time`: by the owner's rules, or because it is critical. `unguarded`: the gate asks a person, and
 * nobody before. `guarded`: asked twice. `agent-reach`: an agent may pick whom it reaches. `agent-skills`: it reads packs as well.
 * `rehearsal`: scripted answers where a model should be.
 */
export type LintRule =
  | 'refused'
  | 'asks-every-time'
  | 'first-time'
  | 'unguarded'
  | 'guarded'
  | 'private-way-out'
  | 'secret-way'
  | 'secret-drawn'
  | 'any-target'
  | 'open-start'
  | 'repeats'
  | 'command'
  | 'no-budget'
  | 'echo'
  | 'agent-reach'
  | 'agent-skills'
  | 'hands-on'
  | 'rehearsal';

/**
 * One change of the drawing that puts a finding right. `ask`: a person is asked before the step. `fill`: a person fills
 * the field in instead of the data. `check`: only what the author foresaw gets into the field. `endorse`: a person vouches for
 * what the data says. `slow`: only so many runs pass. `once`: no further attempts.
 */
export type Mend = { kind: 'ask' | 'slow' | 'once' } | { kind: 'fill' | 'check' | 'endorse'; field: string };

export type Finding = {
  rule: LintRule;
  severity: 'error' | 'warning' | 'note';
  /** The step that it is about, its field, and the trigger that a run with it begins at. */
  node: string;
  field?: string;
  trigger: string;
  /** Why, as a sentence. */
  message: string;
  /** From where the data comes to the step: ids of nodes, the source first. */
  way: string[];
  mends: Mend[];
};

const WEIGHT = { error: 0, warning: 1, note: 2 };

/** Worst first; what is true of several triggers is said once. */
export function distinctFindings(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const one of findings.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])) {
    const key = JSON.stringify([one.rule, one.node, one.field ?? null]);
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
