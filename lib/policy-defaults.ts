/** The rules that hold without anybody having said so. */
import { isPicked, isVouchedFor, writtenByModel, type Label } from '#lib/label.ts';
import type { GateAction, GateField, PolicyVerdict } from '#lib/policy.ts';

/** Folders that hold keys and passwords, wherever they are. */
const KEY_FOLDERS = new Set(['.ssh', '.gnupg', '.aws', '.kube', '.docker', '.password-store', '.hearth']);

/** What is never done, whoever asks and whoever approves. */
export function neverDone({ tool, fields }: GateAction): PolicyVerdict | undefined {
  if (!tool.startsWith('file.')) return undefined;
  const paths = fields.flatMap(({ role, value }) => (role === 'target' && typeof value === 'string' ? [value] : []));
  const found = paths.flatMap((path) => path.split(/[\\/]+/)).find((part) => KEY_FOLDERS.has(part.toLowerCase()));
  if (found === undefined) return undefined;
  const reason = `"${found}" holds keys and passwords. Steps never read or change anything in it.`;
  return { outcome: 'deny', rule: 'never-keys', reason };
}

/** The default rules: no setting, prompt or import turns them off. `waived`: those that a standing yes has answered. */
export function byDefault(action: GateAction, waived: readonly string[] = []): PolicyVerdict {
  const { risk, title } = action;
  if (action.endorses) return endorsement(action);
  if (risk === 'critical') return ask('critical', `"${title}" is critical: a person decides every time.`);
  if (risk === 'read' || risk === 'write') return { outcome: 'allow', rule: risk, reason: whyHarmless(risk) };
  const open = (verdict: PolicyVerdict | undefined) =>
    verdict && !waived.includes(verdict.rule) ? verdict : undefined;
  return (
    untrustedChoice(action) ??
    open(untrustedBranch(action)) ??
    open(privateData(action)) ??
    newTarget(action) ??
    goes(action)
  );
}

/** What nobody else had a hand in needs no one to vouch for it. */
function endorsement({ fields }: GateAction): PolicyVerdict {
  const outside = fields.find(
    ({ literal, label }) => !literal && (label.integrity === 'untrusted' || writtenByModel(label)),
  );
  if (!outside) return { outcome: 'allow', rule: 'read', reason: whyHarmless('read') };
  return ask(
    'endorse',
    `"${outside.title}" comes from ${originsOf(outside.label)}. Who says yes vouches for exactly this: the flow trusts it from then on.`,
  );
}

function whyHarmless(risk: 'read' | 'write'): string {
  return risk === 'read' ? 'It only reads.' : 'It only changes your own data, and that can be undone.';
}

/** A model may be wrong by itself, whatever it has read. */
function pickedByModel(fields: readonly GateField[], targetListed: boolean): PolicyVerdict | undefined {
  // A field without a role may mean anything.
  const roles = targetListed ? ['amount', 'other'] : ['target', 'amount', 'other'];
  const field = fields.find(({ role, literal, label }) => roles.includes(role) && !literal && isPicked(label));
  if (!field) return undefined;
  const reason =
    targetListed || field.role === 'other'
      ? `"${field.title}" was chosen by a model: it stands in nothing that you wrote.`
      : `"${field.title}" was chosen by a model: it stands neither in what you wrote nor on your lists.`;
  return ask(`model-${field.role}`, reason);
}

/** Someone nobody vouches for would choose who is reached, how much, or what is done. */
function untrustedChoice({ fields, targetListed }: GateAction): PolicyVerdict | undefined {
  const bad = (role: GateField['role']) =>
    fields.find((field) => field.role === role && !field.literal && field.label.integrity === 'untrusted');
  const target = targetListed ? undefined : bad('target');
  const picked = pickedByModel(fields, targetListed);
  if (target)
    return ask(
      'untrusted-target',
      `"${target.title}" comes from ${originsOf(target.label)}, so somebody else would choose who is reached.`,
    );
  const amount = bad('amount');
  if (!amount && picked) return picked;
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

function untrustedBranch({ scope }: GateAction): PolicyVerdict | undefined {
  if (scope.integrity === 'trusted') return undefined;
  return ask(
    'untrusted-branch',
    `This step runs because of a value from ${originsOf(scope)}, so somebody else would choose that it happens.`,
  );
}

function privateData(action: GateAction): PolicyVerdict | undefined {
  if (isChosenTarget(action)) return undefined;
  const secret = action.fields.find(
    ({ role, literal, label }) => role !== 'target' && !literal && label.confidentiality !== 'public',
  );
  if (!secret) return undefined;
  return ask(
    'private-data',
    `"${secret.title}" holds private data from ${originsOf(secret.label)}, and the target is neither drawn in the flow nor on your lists.`,
  );
}

/** The first time is the one that a person looks at. */
function newTarget(action: GateAction): PolicyVerdict | undefined {
  if (action.newTarget !== true || isChosenTarget(action)) return undefined;
  const { id } = action.target ?? { id: 'somebody' };
  return ask(
    'new-target',
    `Nothing was ever sent to ${id}, and it is neither drawn in the flow nor on your lists. After the first time it goes by itself.`,
  );
}

function goes(action: GateAction): PolicyVerdict {
  if (action.targetListed) return { outcome: 'allow', rule: 'listed-target', reason: 'The target is on your lists.' };
  if (hasDrawnTarget(action))
    return { outcome: 'allow', rule: 'drawn-target', reason: 'The target is drawn in the flow itself.' };
  if (hasVouchedTarget(action))
    return { outcome: 'allow', rule: 'vouched-target', reason: 'A person has vouched for the target in this run.' };
  return { outcome: 'allow', rule: 'trusted', reason: 'Nothing in it was chosen by anybody you did not vouch for.' };
}

/** Somebody who may has said that it is this one: in the drawing, on a list, or to a question of this run. */
function isChosenTarget(action: GateAction): boolean {
  return action.targetListed || hasDrawnTarget(action) || hasVouchedTarget(action);
}

function hasVouchedTarget({ fields }: GateAction): boolean {
  return fields.every(({ role, literal, label }) => role !== 'target' || literal || isVouchedFor(label));
}

function hasDrawnTarget({ fields }: GateAction): boolean {
  return fields.every((field) => field.role !== 'target' || field.literal);
}

function ask(rule: string, reason: string): PolicyVerdict {
  return { outcome: 'ask', rule, reason };
}

function originsOf({ origins }: Label): string {
  if (origins.length === 0 || origins.includes('many')) return 'outside';
  return origins.length <= 3 ? origins.join(', ') : `${origins.slice(0, 3).join(', ')} and others`;
}
