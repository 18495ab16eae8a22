/**
 * Labels as far as a drawing tells them: what every step of a run begun by one trigger may carry at most. Whatever a run
 * computes (lib/engine, activities/perform.ts) is below this; test/nodes/lint holds both side by side.
 */
import { EACH_PORT, ERROR_PORT, LOOP_TYPES } from '#lib/control.ts';
import { joinLabels, labelAt, TRUSTED, uniform, UNLABELLED, untrusted, wholeLabel, wordedBy } from '#lib/label.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { paramLabel, referencesIn } from '#lib/params.ts';
import type { Param, Plan, PlanStep, Reference } from '#lib/plan.ts';
import { withScope } from '#lib/reference.ts';
import { AGENT_TYPES } from '#nodes/agent.ts';
import { checkedLabel, endorsedLabel } from '#nodes/action-fields.ts';
import { choosesWay, type Catalogue } from '#nodes/define.ts';
import { agentLabel } from '#nodes/lint/agent-label.ts';
import { joinFields, sameFields, sameLabel } from '#nodes/lint/field-labels.ts';
import { ancestors, reachedFrom } from '#nodes/lint/reach.ts';
import { wiresOf } from '#nodes/lint/wires.ts';

/**
 * What is known besides the drawing. `variable`: the label of one as it is kept now. `called`: somebody else starts the
 * run with data of his own, or on a branch of his own too.
 */
export type LabelFacts = {
  catalogue: Catalogue;
  variable?: (name: string) => Label | undefined;
  called?: 'data' | 'branch';
};

export type StaticLabels = {
  /** What a step gives; nothing for one that the trigger does not lead to. */
  output: (step: string) => FieldLabels;
  /** Join of the labels of all that may decide that a step runs. */
  scope: (step: string) => Label;
  /** Join of the labels of all that may decide whether it runs: that it did not is a fact too. */
  fate: (step: string) => Label;
  /** What a reference in a step's settings gives. */
  reference: (step: PlanStep, reference: Reference) => Label;
  /** Steps that a run begun by the trigger can come to. */
  reached: ReadonlySet<string>;
};

type Known = {
  outputs: Map<string, FieldLabels>;
  scopes: Map<string, Label>;
  fates: Map<string, Label>;
  /** Of what loops show of themselves inside; their own conditions may refer to it. */
  items: Map<string, Label>;
};

/** The labels of a run that `triggerId` begins. */
export function staticLabels(plan: Plan, triggerId: string, facts: LabelFacts): StaticLabels {
  return new Analysis(plan, triggerId, facts).run();
}

class Analysis {
  private readonly plan: Plan;
  private readonly facts: LabelFacts;
  private readonly trigger: FieldLabels;
  /** What decided that there is a run at all. */
  private readonly start: Label;
  private readonly reached: ReadonlySet<string>;
  private grew = false;
  private readonly known: Known = { outputs: new Map(), scopes: new Map(), fates: new Map(), items: new Map() };

  constructor(plan: Plan, triggerId: string, facts: LabelFacts) {
    this.plan = plan;
    this.facts = facts;
    const spec = own(facts.catalogue, own(plan.triggers, triggerId)?.type ?? '');
    const isTrusted = spec?.kind === 'trigger' && spec.reads === 'trusted' && facts.called === undefined;
    const theirs = untrusted(`trigger:${triggerId}`);
    this.trigger = uniform(isTrusted ? TRUSTED : theirs);
    this.start = facts.called === 'branch' ? theirs : TRUSTED;
    this.reached = reachedFrom(plan, triggerId);
  }

  /** Labels only grow, and there are finitely many: nothing new means that all is said. */
  run(): StaticLabels {
    do {
      this.grew = false;
      for (const id of this.plan.order) if (this.reached.has(id)) this.visit(id);
    } while (this.grew);
    return {
      output: (id) => this.known.outputs.get(id) ?? uniform(TRUSTED),
      scope: (id) => this.scopeAt(id),
      fate: (id) => this.fateAt(id),
      reference: (step, reference) => this.labelOf(step, reference),
      reached: this.reached,
    };
  }

  private visit(id: string): void {
    const step = own(this.plan.steps, id);
    if (!step) return;
    const incoming = wiresOf(this.plan)
      .to(id)
      .filter(({ from }) => this.reached.has(from));
    // What leads back into a loop decides nothing about the loop itself.
    const leading = incoming.filter(({ from }) => own(this.plan.steps, from)?.parent !== id);
    this.grow('scopes', id, ...leading.flatMap(({ from, port }) => [this.scopeAt(from), this.decided(from, port)]));
    this.grow(
      'fates',
      id,
      this.scopeAt(id),
      ...leading.flatMap(({ from }) => [this.fateAt(from), this.undecided(from)]),
    );
    // The first to come drops the others: what became of them is its doing.
    if (step.join.mode !== 'all')
      for (const before of ancestors(this.plan, id)) this.grow('fates', before, this.fateAt(id));
    if (step.body) this.grow('items', id, this.itemsOf(step));
    const before = this.known.outputs.get(id);
    const output = joinFields(before, withScope(this.outputOf(step), this.scopeAt(id)));
    if (before && sameFields(before, output)) return;
    this.grew = true;
    this.known.outputs.set(id, output);
  }

  private grow(what: 'scopes' | 'fates' | 'items', id: string, ...labels: Label[]): void {
    const before = this.known[what].get(id);
    const after = joinLabels(before ?? TRUSTED, ...labels);
    if (before && sameLabel(before, after)) return;
    this.grew = true;
    this.known[what].set(id, after);
  }

  private scopeAt(id: string): Label {
    return this.known.scopes.get(id) ?? this.start;
  }

  private fateAt(id: string): Label {
    return this.known.fates.get(id) ?? this.start;
  }

  /** What chose that a step is not left by some port. */
  private undecided(from: string): Label {
    const step = own(this.plan.steps, from);
    return joinLabels(...(step?.ports ?? []).map((port) => this.decided(from, port)));
  }

  /** What chose that a step is left by a port. */
  private decided(from: string, port: string): Label {
    const step = own(this.plan.steps, from);
    if (!step || step.disabled) return TRUSTED;
    const failed = port === ERROR_PORT || step.onError === 'continue' ? this.failing(step) : TRUSTED;
    if (step.type === 'while') return joinLabels(failed, this.inputs(step), this.bodyLabel(step));
    if (step.type === 'forEach') return port === EACH_PORT ? this.inputs(step) : failed;
    const spec = own(this.facts.catalogue, step.type);
    // What a step outside of the workflow chose is as good as what it gave.
    if (spec?.kind === 'action' && choosesWay(spec) && port !== ERROR_PORT)
      return joinLabels(failed, wholeLabel(this.known.outputs.get(from) ?? uniform(TRUSTED)));
    const chooses = step.type === 'if' || step.type === 'switch';
    return chooses ? joinLabels(failed, this.inputs(step)) : failed;
  }

  /** That a step failed is laid at the door of what it was given, or of what happened inside of it. */
  private failing(step: PlanStep): Label {
    // A run that was called may fail because of anything it came across.
    const called = step.type === 'flow.call' ? [UNLABELLED] : AGENT_TYPES.has(step.type) ? [this.agent(step)] : [];
    return joinLabels(this.inputs(step, { failing: true }), ...called, ...(step.body ? [this.bodyLabel(step)] : []));
  }

  private outputOf(step: PlanStep): FieldLabels {
    if (step.disabled) return uniform(TRUSTED);
    const given = this.givenBy(step);
    if (step.onError === 'fail') return given;
    const wording = step.tier === 'pure' ? TRUSTED : untrusted(`error:steps.${step.id}`);
    return joinFields(given, uniform(joinLabels(this.failing(step), wording)));
  }

  private givenBy(step: PlanStep): FieldLabels {
    if (LOOP_TYPES.has(step.type)) return this.loopOutput(step);
    if (step.tier !== 'pure') return this.activityOutput(step);
    switch (step.type) {
      case 'approval':
        return uniform({ integrity: 'trusted', confidentiality: 'private', origins: [`person:steps.${step.id}`] });
      case 'respond':
        return uniform(TRUSTED);
      case 'set':
        return this.fields(step, step.params.fields);
      default:
        return uniform(this.inputs(step));
    }
  }

  private activityOutput(step: PlanStep): FieldLabels {
    const spec = own(this.facts.catalogue, step.type);
    // The approval step opens its request by an activity, but a person words what it gives.
    if (spec?.kind === 'control') return this.givenBy({ ...step, tier: 'pure' });
    if (AGENT_TYPES.has(step.type)) return uniform(this.agent(step));
    const reads = spec?.kind === 'action' ? spec.reads : 'stored';
    if (spec?.kind === 'action' && reads === 'checked') return uniform(checkedLabel(spec, this.paramLabels(step)));
    if (reads === 'endorsed') return uniform(endorsedLabel(this.paramLabels(step), step.id));
    if (reads === 'join') return uniform(this.inputs(step));
    if (reads === 'model') return uniform(wordedBy(`${step.type}:steps.${step.id}`, this.inputs(step)));
    if (reads === 'stored') return uniform(joinLabels(UNLABELLED, this.inputs(step)));
    return uniform(joinLabels(untrusted(`${step.type}:steps.${step.id}`), this.inputs(step)));
  }

  private agent(step: PlanStep): Label {
    return agentLabel(step, { given: this.inputs(step), isCalled: this.facts.called !== undefined });
  }

  private loopOutput(step: PlanStep): FieldLabels {
    const items = this.inputs(step);
    const all = joinLabels(items, this.bodyLabel(step));
    if (step.type === 'while') return uniform(all);
    const { onItemError } = step.params;
    const goesOn = onItemError?.kind !== 'literal' || onItemError.value === 'continue';
    const results = goesOn ? joinLabels(all, untrusted(`error:steps.${step.id}`)) : all;
    return { rest: results, fields: { count: items } };
  }

  /** All that happens inside of a loop, in loops in there too. */
  private bodyLabel(loop: PlanStep): Label {
    const labels = (loop.body ?? []).flatMap((id) => {
      const step = own(this.plan.steps, id);
      if (!step) return [];
      const inner = step.body ? [this.bodyLabel(step)] : [];
      return [
        wholeLabel(this.known.outputs.get(id) ?? uniform(TRUSTED)),
        this.scopeAt(id),
        this.inputs(step),
        ...inner,
      ];
    });
    return joinLabels(...labels);
  }

  /** `failing`: what refers to a step that did not run is among the reasons. */
  private inputs(step: PlanStep, { failing = false } = {}): Label {
    const references = Object.values(step.params).flatMap(referencesIn);
    return joinLabels(...references.map((one) => this.labelOf(step, failing ? { ...one, optional: true } : one)));
  }

  private paramLabels(step: PlanStep): Record<string, Label> {
    const label = (param: Param) => paramLabel(param, (reference) => this.labelOf(step, reference));
    return Object.fromEntries(Object.entries(step.params).map(([name, param]) => [name, label(param)]));
  }

  private fields(step: PlanStep, param: Param | undefined): FieldLabels {
    const label = (one: Param) => paramLabel(one, (reference) => this.labelOf(step, reference));
    if (param?.kind !== 'object') return uniform(param ? label(param) : TRUSTED);
    const fields = Object.entries(param.fields).map(([name, field]) => [name, label(field)] as const);
    return { rest: TRUSTED, fields: Object.fromEntries(fields) };
  }

  private labelOf(step: PlanStep, reference: Reference): Label {
    const { root, path } = reference;
    switch (root) {
      case 'run':
        return TRUSTED;
      case 'trigger':
        return labelAt(this.trigger, path);
      case 'vars':
        return this.facts.variable?.(String(path[0] ?? '')) ?? UNLABELLED;
      case 'item':
        return this.itemLabel(step);
      case 'steps':
        return this.stepLabel(step, reference);
      default:
        return root satisfies never;
    }
  }

  private itemLabel({ parent }: Pick<PlanStep, 'parent'>): Label {
    if (parent === undefined || !own(this.plan.steps, parent)) return UNLABELLED;
    return this.known.items.get(parent) ?? TRUSTED;
  }

  private itemsOf(loop: PlanStep): Label {
    const items = joinLabels(this.inputs(loop), this.scopeAt(loop.id));
    return loop.type === 'while' ? joinLabels(items, this.bodyLabel(loop)) : items;
  }

  private stepLabel(step: PlanStep, { step: id = '', path, optional }: Reference): Label {
    const source = own(this.plan.steps, id);
    if (!source || !this.reached.has(id)) return TRUSTED;
    // A loop that is looked at from inside of it shows its item.
    if (source.body && isInside(this.plan, step, id)) return this.itemLabel({ parent: id });
    const decided = optional ? this.fateAt(id) : this.scopeAt(id);
    return joinLabels(labelAt(this.known.outputs.get(id) ?? uniform(TRUSTED), path), decided);
  }
}

function isInside(plan: Plan, step: PlanStep, loop: string): boolean {
  if (step.id === loop) return true;
  const { parent } = step;
  const around = parent === undefined ? undefined : own(plan.steps, parent);
  return around !== undefined && isInside(plan, around, loop);
}
