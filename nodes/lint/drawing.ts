/** The lint of a whole drawing by what its owner has listed and ruled: the same in the editor and where it is published. */
import type { Flow } from '#lib/flow.ts';
import { hostKey } from '#lib/host-key.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { Policy } from '#lib/policy.ts';
import type { Catalogue } from '#nodes/define.ts';
import { distinctFindings, type Finding } from '#nodes/lint/finding.ts';
import { lint, lintFrom } from '#nodes/lint/lint.ts';
import type { LintFacts } from '#nodes/lint/place.ts';

/** What the owner has ruled and listed, and what variables are labelled with now. */
export type OwnersLists = {
  policy: Policy;
  listed: { kind: string; address: string }[];
  variables: Record<string, Label>;
  /** Ids of connections that only stand in for a model. */
  rehearsals?: string[];
};

type Known = { catalogue: Catalogue; flowId: string; lists: OwnersLists };

/** The findings of a drawing that compiles to `plan`, worst first. */
export function lintDrawing(flow: Flow, plan: Plan, known: Known): Finding[] {
  return distinctFindings(lint(plan, factsOf(flow, known)));
}

/** The same, taking turns with whatever else there is to do: `turn` comes back when there is time. */
export async function lintInTurns(
  { flow, plan }: { flow: Flow; plan: Plan },
  known: Known,
  turn: () => Promise<void>,
): Promise<Finding[]> {
  const facts = factsOf(flow, known);
  const found: Finding[] = [];
  for (const trigger of Object.keys(plan.triggers)) {
    await turn();
    found.push(...lintFrom(plan, trigger, facts));
  }
  return distinctFindings(found);
}

function factsOf(flow: Flow, { catalogue, flowId, lists }: Known): LintFacts {
  const listed = new Set(lists.listed.map(({ kind, address }) => keyOf(kind, address)));
  const attempts = new Map(flow.nodes.map(({ id, settings }) => [id, settings?.retry?.attempts]));
  return {
    catalogue,
    flowId,
    policy: lists.policy,
    isListed: (kind, id) => listed.has(keyOf(kind, id.trim())),
    variable: (name) => own(lists.variables, name),
    rehearsals: lists.rehearsals ?? [],
    attempts: (step) => attempts.get(step),
  };
}

/** As the gate compares them: only plain letters have two cases. */
function keyOf(kind: string, id: string): string {
  return `${kind} ${kind === 'host' ? hostKey(id) : id.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}`;
}
