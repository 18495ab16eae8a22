/** Whether an action may be done, must be asked for, or is refused. Pure: what is listed and what is spent comes in as facts. */
import type { Label } from '#lib/label.ts';
import type { Risk } from '#lib/plan.ts';

/** One resolved field of the action. `literal`: the author drew all of it. */
export type GateField = {
  field: string;
  title: string;
  role: 'target' | 'content' | 'amount' | 'control' | 'other';
  label: Label;
  literal: boolean;
};

/** What is about to be done. */
export type GateAction = {
  tool: string;
  /** Title of the tool, for sentences. */
  title: string;
  risk: Risk;
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
};

/** Which actions a rule is about; what is left out fits all. `tool`: a node type, or a family such as `mail.*`. */
export type PolicyMatch = { tool?: string; connection?: string; flowId?: string };
export type PolicyRule = { id: string; match: PolicyMatch; effect: 'ask' | 'deny'; reason: string };

/** The only targets (as `GateAction.target.id`) that matching actions may have. */
export type AllowList = { name: string; match: PolicyMatch; targets: string[] };

/** At most `max` actions, or a sum of `max` over the field `amount`, in `window` (`1h`, `1d`). */
export type Budget = { name: string; tool: string; max: number; window: string; amount?: string };

/** The owner's own rules. They only narrow: nothing here can allow what the defaults ask about. */
export type Policy = { rules: PolicyRule[]; allowLists: AllowList[]; budgets: Budget[] };

export const DEFAULT_POLICY: Policy = { rules: [], allowLists: [], budgets: [] };

/** `rule` is a stable id; `reason` is a sentence for people. */
export type PolicyDecision = { outcome: 'allow' | 'ask' | 'deny'; rule: string; reason: string };

/** Decides about one action: the owner's refusals, then the default rules, then what the owner wants to be asked about. */
export function decide(action: GateAction, policy: Policy): PolicyDecision {
  const refused = refusal(action, policy);
  if (refused) return refused;
  const decision = byDefault(action);
  if (decision.outcome !== 'allow') return decision;
  const asks = policy.rules.find((rule) => rule.effect === 'ask' && fitsRule(rule.match, action));
  return asks ? { outcome: 'ask', rule: `policy:${asks.id}`, reason: asks.reason } : decision;
}

/** The budgets that an action draws on. */
export function budgetsOf(action: Pick<GateAction, 'tool'>, policy: Policy): Budget[] {
  return policy.budgets.filter((budget) => isTool(budget.tool, action.tool));
}

function refusal(action: GateAction, policy: Policy): PolicyDecision | undefined {
  const denies = policy.rules.find((rule) => rule.effect === 'deny' && fitsRule(rule.match, action));
  if (denies) return { outcome: 'deny', rule: `policy:${denies.id}`, reason: denies.reason };
  const ids = action.targetIds ?? (action.target ? [action.target.id] : []);
  for (const list of policy.allowLists.filter((one) => fitsRule(one.match, action))) {
    const stranger = ids.find((id) => !list.targets.includes(id));
    if (ids.length > 0 && stranger === undefined) continue;
    const reason = `The list "${list.name}" allows ${list.targets.join(', ') || 'nothing'}, and ${stranger ?? 'an unknown target'} is not on it. Add it in the policy to go on.`;
    return { outcome: 'deny', rule: `allow-list:${list.name}`, reason };
  }
  return undefined;
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

/** The default rules: no setting, prompt or import turns them off. */
function byDefault(action: GateAction): PolicyDecision {
  const { risk, title } = action;
  if (risk === 'critical') return ask('critical', `"${title}" is critical: a person decides every time.`);
  if (risk === 'read' || risk === 'write') return { outcome: 'allow', rule: risk, reason: whyHarmless(risk) };
  return untrustedChoice(action) ?? untrustedBranch(action) ?? privateData(action) ?? goes(action);
}

function whyHarmless(risk: 'read' | 'write'): string {
  return risk === 'read' ? 'It only reads.' : 'It only changes your own data, and that can be undone.';
}

/** Someone nobody vouches for would choose who is reached, how much, or what is done. */
function untrustedChoice({ fields, targetListed }: GateAction): PolicyDecision | undefined {
  const bad = (role: GateField['role']) =>
    fields.find((field) => field.role === role && !field.literal && field.label.integrity === 'untrusted');
  const target = targetListed ? undefined : bad('target');
  if (target)
    return ask(
      'untrusted-target',
      `"${target.title}" comes from ${originsOf(target.label)}, so somebody else would choose who is reached.`,
    );
  const amount = bad('amount');
  if (amount)
    return ask(
      'untrusted-amount',
      `"${amount.title}" comes from ${originsOf(amount.label)}, so somebody else would choose how much.`,
    );
  // A field without a role may mean anything.
  const control = bad('control') ?? bad('other');
  return (
    control &&
    ask(
      'untrusted-control',
      `"${control.title}" comes from ${originsOf(control.label)}, so somebody else would choose what is done.`,
    )
  );
}

function untrustedBranch({ scope }: GateAction): PolicyDecision | undefined {
  if (scope.integrity === 'trusted') return undefined;
  return ask(
    'untrusted-branch',
    `This step runs because of a value from ${originsOf(scope)}, so somebody else would choose that it happens.`,
  );
}

function privateData(action: GateAction): PolicyDecision | undefined {
  if (action.targetListed || hasDrawnTarget(action)) return undefined;
  const secret = action.fields.find(
    ({ role, literal, label }) => role !== 'target' && !literal && label.confidentiality !== 'public',
  );
  if (!secret) return undefined;
  return ask(
    'private-data',
    `"${secret.title}" holds private data from ${originsOf(secret.label)}, and the target is neither drawn in the flow nor on your lists.`,
  );
}

function goes(action: GateAction): PolicyDecision {
  if (action.targetListed) return { outcome: 'allow', rule: 'listed-target', reason: 'The target is on your lists.' };
  if (hasDrawnTarget(action))
    return { outcome: 'allow', rule: 'drawn-target', reason: 'The target is drawn in the flow itself.' };
  return { outcome: 'allow', rule: 'trusted', reason: 'Nothing in it was chosen by anybody you did not vouch for.' };
}

function hasDrawnTarget({ fields }: GateAction): boolean {
  return fields.every((field) => field.role !== 'target' || field.literal);
}

function ask(rule: string, reason: string): PolicyDecision {
  return { outcome: 'ask', rule, reason };
}

function originsOf({ origins }: Label): string {
  if (origins.length === 0 || origins.includes('many')) return 'outside';
  return origins.length <= 3 ? origins.join(', ') : `${origins.slice(0, 3).join(', ')} and others`;
}
