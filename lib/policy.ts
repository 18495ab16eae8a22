/** Whether an action may be done, must be asked for, or is refused. Pure: what is listed and what is spent comes in as facts. */
import { durationMs } from '#lib/duration.ts';
import type { Label } from '#lib/label.ts';
import type { Risk } from '#lib/plan.ts';
import { byDefault, neverDone } from '#lib/policy-defaults.ts';
import { covers, type Standing } from '#lib/standing.ts';
import { fitsWhen, isPattern, type Condition, type WhenFacts } from '#lib/policy-when.ts';
import type { Json } from '#lib/value.ts';

/** One resolved field of the action. `literal`: the author drew all of it. */
export type GateField = {
  field: string;
  title: string;
  role: 'target' | 'content' | 'amount' | 'control' | 'other';
  label: Label;
  literal: boolean;
  /** Left out where only a run can tell. */
  value?: Json;
};

/** What is about to be done. */
export type GateAction = {
  tool: string;
  /** Title of the tool, for sentences. */
  title: string;
  risk: Risk;
  /** A yes vouches for the value that it is given. */
  endorses?: true;
  flowId: string;
  /** Flows that called each other down to this one. A rule about one of them holds here too: rights only narrow. */
  callers?: readonly string[];
  connectionId: string | null;
  fields: GateField[];
  /** Join of the labels of all that decided that this step runs. */
  scope: Label;
  /** The resolved target, e.g. `{ kind: 'host', id: 'api.example.org' }`. */
  target: { kind: string; id: string } | null;
  /** Every recipient, where there may be several. */
  targetIds?: string[];
  /** The owner has listed this very target, or every one of several. */
  targetListed: boolean;
  /** Some recipient was never reached before. */
  newTarget?: boolean;
  /** ms since 1970; without it, rules about hours fit. */
  now?: number;
};

/** Which actions a rule is about; what is left out fits all. `tool`: a node type, or a family such as `mail.*`. */
export type PolicyMatch = { tool?: string; connection?: string; flowId?: string };

/** `passkey`: asks like what is critical. `when`: only if all of these fit. */
export type PolicyRule = {
  id: string;
  match: PolicyMatch;
  when?: Condition[];
  effect: 'ask' | 'passkey' | 'deny';
  reason: string;
} & Approvers &
  Attention;

/** When to remind of what nobody has answered, and when to tell the owner, e.g. `2h`. */
export type Attention = { remindAfter?: string; escalateAfter?: string };

/**
 * Who must allow what is asked about. `two`: two different people. `notOwn`: nobody who started the run or made a version
 * of the flow.
 */
export type Approvers = { two?: true; notOwn?: true };

/** The only targets (as `GateAction.target.id`) that matching actions may have; `*` in one stands for anything. */
export type AllowList = { name: string; match: PolicyMatch; targets: string[] };

/**
 * At most `max` actions in `window` (`1h`, `1d`), or a sum of `max` over the field `amount`, or over what models cost (US
 * dollars). `per`: for each recipient, flow or run by itself. `atCap`: what happens at the end of a budget of costs, the
 * step fails (as without it) or waits for a person who may raise it.
 */
export type Budget = {
  name: string;
  tool: string;
  max: number;
  window: string;
  amount?: string;
  cost?: true;
  per?: 'target' | 'flow' | 'run';
  atCap?: 'stop' | 'ask';
};

/** A flow that reaches one recipient more than `max` times in `window` by itself is paused. */
export type LoopBreaker = { max: number; window: string };

/**
 * The owner's own rules. They only narrow; what the defaults ask about, nothing here can allow but a standing yes. That is
 * for one exact action, grows out of three decisions, and expires. `notProposed`: ids of those that are proposed no more.
 */
export type Policy = {
  rules: PolicyRule[];
  allowLists: AllowList[];
  budgets: Budget[];
  /** How long a message waits in which it can be taken back, e.g. `30s`; `0s` sends at once. */
  sendDelay?: string;
  loopBreaker?: LoopBreaker;
  standing?: Standing[];
  notProposed?: string[];
};

const STANDING = 'You said that exactly this goes without asking for a while.';

export const DEFAULT_POLICY: Policy = { rules: [], allowLists: [], budgets: [] };

/** `rule` is a stable id; `reason` is a sentence for people. */
export type PolicyVerdict = { outcome: 'allow' | 'ask' | 'deny'; rule: string; reason: string };

/**
 * How much care an action takes. `silent`: it is just done. `journal`: done, on record, and where it can be, undone.
 * `approve`: a person allows it. `passkey`: a person proves who he is for this very action. `never`: it is not done.
 */
export type CareTier = 'silent' | 'journal' | 'approve' | 'passkey' | 'never';

export type PolicyDecision = PolicyVerdict & { tier: CareTier; attention?: Attention; approvers?: Approvers };

/** Decides about one action: what is never done, the owner's refusals, the default rules, then what the owner wants to be asked about. */
export function decide(action: GateAction, policy: Policy): PolicyDecision {
  const verdict = neverDone(action) ?? refusal(action, policy);
  if (verdict) return { ...verdict, tier: 'never' };
  const approvers = approversOf(action, policy);
  // What takes more people than one is not waived by one.
  const asked = askedOrAllowed(action, policy, approvers ? byDefault(action) : withStanding(action, policy));
  if (asked.outcome !== 'ask') return asked;
  const attention = attentionOf(action, policy);
  return { ...asked, ...(approvers ? { approvers } : {}), ...(attention ? { attention } : {}) };
}

/** Of all rules that fit the shortest times: a rule more never makes a question quieter. */
function attentionOf(action: GateAction, policy: Policy): Attention | undefined {
  const fitting = policy.rules.filter((rule) => rule.remindAfter !== undefined || rule.escalateAfter !== undefined);
  const here = fitting.filter((rule) => fitsRule(rule.match, action) && fitsWhen(rule.when, whenFacts(action)));
  const shortest = (times: (string | undefined)[]) =>
    times.filter((time) => time !== undefined).sort((one, other) => durationMs(one) - durationMs(other))[0];
  const remindAfter = shortest(here.map((rule) => rule.remindAfter));
  const escalateAfter = shortest(here.map((rule) => rule.escalateAfter));
  if (here.length === 0) return undefined;
  return { ...(remindAfter ? { remindAfter } : {}), ...(escalateAfter ? { escalateAfter } : {}) };
}

/** By the default rules, less what a standing yes has answered: each question by one of its own. */
function withStanding(action: GateAction, policy: Policy): PolicyVerdict {
  const waived: string[] = [];
  let first: Standing | undefined;
  for (;;) {
    const verdict = byDefault(action, waived);
    if (verdict.outcome !== 'ask')
      return first ? { ...verdict, rule: `standing:${first.id}`, reason: STANDING } : verdict;
    const standing = policy.standing?.find((one) => covers(one, action, verdict.rule));
    if (!standing) return verdict;
    first ??= standing;
    waived.push(verdict.rule);
  }
}

function askedOrAllowed(action: GateAction, policy: Policy, usual: PolicyVerdict): PolicyDecision {
  const rule = ruleOf(action, policy, 'passkey') ?? ruleOf(action, policy, 'ask');
  const strict = action.risk === 'critical' || rule?.effect === 'passkey';
  if (rule && (usual.outcome === 'allow' || rule.effect === 'passkey'))
    return {
      outcome: 'ask',
      rule: `policy:${rule.id}`,
      reason: rule.reason,
      tier: strict ? 'passkey' : 'approve',
    };
  return { ...usual, tier: tierOf(action.risk, usual.outcome) };
}

function tierOf(risk: Risk, outcome: PolicyVerdict['outcome']): CareTier {
  if (outcome === 'deny') return 'never';
  if (outcome === 'ask') return risk === 'critical' ? 'passkey' : 'approve';
  return risk === 'read' ? 'silent' : 'journal';
}

/** The budgets that an action draws on. */
export function budgetsOf(action: Pick<GateAction, 'tool'>, policy: Policy): Budget[] {
  return policy.budgets.filter((budget) => isTool(budget.tool, action.tool));
}

function refusal(action: GateAction, policy: Policy): PolicyVerdict | undefined {
  const denies = ruleOf(action, policy, 'deny');
  if (denies) return { outcome: 'deny', rule: `policy:${denies.id}`, reason: denies.reason };
  const ids = targetsOf(action);
  for (const list of policy.allowLists.filter((one) => fitsRule(one.match, action))) {
    const stranger = ids.find((id) => !isOnList(list, id));
    if (ids.length > 0 && stranger === undefined) continue;
    const reason = `The list "${list.name}" allows ${list.targets.join(', ') || 'nothing'}, and ${stranger ?? 'an unknown target'} is not on it. Add it in the policy to go on.`;
    return { outcome: 'deny', rule: `allow-list:${list.name}`, reason };
  }
  return undefined;
}

/** Whether a list allows a target. */
export function isOnList({ targets }: AllowList, id: string): boolean {
  return targets.some((target) => target === id || (target.includes('*') && isPattern(target, id)));
}

/** Everybody that the action reaches. */
export function targetsOf({ target, targetIds }: Pick<GateAction, 'target' | 'targetIds'>): string[] {
  return targetIds ?? (target ? [target.id] : []);
}

function ruleOf(action: GateAction, policy: Policy, effect: PolicyRule['effect']): PolicyRule | undefined {
  return policy.rules.find(
    (rule) => rule.effect === effect && fitsRule(rule.match, action) && fitsWhen(rule.when, whenFacts(action)),
  );
}

/** Of all rules that fit, not of the one that asks alone: a rule more never asks fewer people. */
function approversOf(action: GateAction, policy: Policy): Approvers | undefined {
  const fitting = policy.rules.filter(
    (rule) => (rule.two || rule.notOwn) && fitsRule(rule.match, action) && fitsWhen(rule.when, whenFacts(action)),
  );
  if (fitting.length === 0) return undefined;
  return {
    ...(fitting.some(({ two }) => two) ? { two: true } : {}),
    ...(fitting.some(({ notOwn }) => notOwn) ? { notOwn: true } : {}),
  };
}

function whenFacts(action: GateAction): WhenFacts {
  const values = Object.fromEntries(action.fields.map(({ field, value }) => [field, value]));
  return { targets: targetsOf(action), values, now: action.now };
}

/** Whether a rule is about an action. */
export function fitsRule(
  match: PolicyMatch,
  { tool, connectionId, flowId, callers = [] }: Pick<GateAction, 'tool' | 'connectionId' | 'flowId' | 'callers'>,
): boolean {
  if (match.tool !== undefined && !isTool(match.tool, tool)) return false;
  if (match.connection !== undefined && match.connection !== connectionId) return false;
  return match.flowId === undefined || match.flowId === flowId || callers.includes(match.flowId);
}

function isTool(pattern: string, tool: string): boolean {
  return pattern === '*' || pattern === tool || (pattern.endsWith('.*') && tool.startsWith(pattern.slice(0, -1)));
}
