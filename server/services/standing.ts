/** Standing yeses: proposed out of three same decisions, confirmed by the owner, over after ninety days. */
import type { ApprovalRequest } from '#lib/approval.ts';
import { sameJson } from '#lib/condition.ts';
import { own } from '#lib/own.ts';
import type { Policy } from '#lib/policy.ts';
import { exactAction, type ExactAction, type Standing } from '#lib/standing.ts';
import type { NamedAction, StandingOverview } from '#lib/views-admin.ts';
import { catalogue } from '#nodes/index.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { currentPolicy, savePolicy } from '#platform/policy-store.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';

const DAY_MS = 86_400_000;
const LASTS_MS = 90 * DAY_MS;
const LOOKS_BACK_MS = 30 * DAY_MS;
/** So many times the same was allowed in a row. */
const SAME = 3;
const MOST_DECISIONS = 5000;
const MOST_SHOWN = 20;

type Row = { runId: string; choice: string; request: string; decidedAt: string };
type Decided = { runId: string; choice: string; at: number };
type Group = { exact: ExactAction; request: ApprovalRequest; decisions: Decided[] };

/** What stands, and what might. Newest decisions first. */
export async function standingOverview(now = Date.now()): Promise<StandingOverview> {
  const { policy } = await currentPolicy();
  const groups = await proposable(policy, now);
  const standing = (policy.standing ?? []).filter(({ expiresAt }) => expiresAt > now);
  const names = await namesOf([...standing, ...groups.map(({ exact }) => exact)]);
  return {
    standing: standing.map((one) => ({ ...names(one), id: one.id, expiresAt: new Date(one.expiresAt).toISOString() })),
    proposed: groups.map(({ exact, decisions }) => ({
      ...names(exact),
      id: idOf(exact),
      count: decisions.length,
      decided: decisions.slice(0, MOST_SHOWN).map(({ runId, at }) => ({ runId, at: new Date(at).toISOString() })),
    })),
  };
}

/** Lets exactly this go without asking for ninety days. Throws `NotFound` where it is not proposed. */
export async function allowStanding(id: string, actor: Actor, now = Date.now()): Promise<StandingOverview> {
  const { version, policy } = await currentPolicy();
  const group = (await proposable(policy, now)).find(({ exact }) => idOf(exact) === id);
  if (!group) throw new NotFound('This is proposed no more: what was decided since is different. Load the page again.');
  const others = (policy.standing ?? []).filter((one) => one.id !== id && one.expiresAt > now);
  const standing = [...others, { ...group.exact, id, expiresAt: now + LASTS_MS }];
  await savePolicy({ policy: { ...policy, standing }, by: actorName(actor), base: version });
  return standingOverview(now);
}

/** Takes one back, or off the proposals. It is proposed no more. */
export async function dropStanding(id: string, actor: Actor, now = Date.now()): Promise<StandingOverview> {
  const { version, policy } = await currentPolicy();
  const standing = (policy.standing ?? []).filter((one) => one.id !== id);
  const notProposed = [...(policy.notProposed ?? []).filter((one) => one !== id), id].slice(-500);
  await savePolicy({ policy: { ...policy, standing, notProposed }, by: actorName(actor), base: version });
  return standingOverview(now);
}

/** Rules that are written down may end a standing yes and never make or widen one. Throws `Conflict`. */
export async function requireNoNewStanding(document: Policy): Promise<void> {
  const { policy } = await currentPolicy();
  const known = (one: Standing) => (policy.standing ?? []).some((other) => sameJson({ ...one }, { ...other }));
  if ((document.standing ?? []).every(known)) return;
  throw new Conflict(
    'What goes without asking is not written into the rules: it is proposed under Settings, Rules after three same decisions. Take "standing" out of the file.',
  );
}

/** Actions that were allowed three times in a row, with nothing since that says otherwise. */
async function proposable(policy: Policy, now: number): Promise<Group[]> {
  const groups = new Map<string, Group>();
  for (const { runId, choice, request: text, decidedAt } of await decisionsLately(now)) {
    const request = JSON.parse(text) as ApprovalRequest;
    const exact = exactOf(request);
    if (!exact) continue;
    const id = idOf(exact);
    const group = groups.get(id) ?? { exact, request, decisions: [] };
    group.decisions.push({ runId, choice, at: Date.parse(decidedAt) });
    groups.set(id, group);
  }
  return [...groups].flatMap(([id, group]) => {
    const before = policy.standing?.find((one) => one.id === id);
    if (policy.notProposed?.includes(id) || (before && before.expiresAt > now)) return [];
    const since = group.decisions.filter(({ at }) => !before || at > before.expiresAt);
    const sameSince = since.findIndex(({ choice }) => choice !== 'approve');
    const same = sameSince < 0 ? since : since.slice(0, sameSince);
    return same.length >= SAME ? [{ ...group, decisions: same }] : [];
  });
}

/** Of runs that a flow made by itself: what was changed, or asked for another flow, says nothing about the next time. */
async function decisionsLately(now: number): Promise<Row[]> {
  return sql().all<Row>(
    `SELECT a."runId", a."choice", a."request", a."decidedAt"
     FROM "Approval" a JOIN "Run" r ON r."id" = a."runId"
     WHERE a."kind" = 'gate' AND a."status" = 'decided' AND a."decidedAt" > ? AND a."choice" IS NOT NULL
       AND r."mode" = 'production' AND COALESCE(r."callers", '[]') = '[]'
     ORDER BY a."decidedAt" DESC LIMIT ${MOST_DECISIONS}`,
    [sqlTime(now - LOOKS_BACK_MS)],
  );
}

function exactOf({ run, tool, args, target, connection, scope, rule, approvers }: ApprovalRequest): ExactAction | null {
  if (!tool || approvers) return null;
  const told = { flowId: run.flowId, tool: tool.type, risk: tool.risk, connectionId: connection?.id ?? null };
  return exactAction({ ...told, target, scope, fields: args }, rule);
}

const idOf = (exact: ExactAction): string => {
  const { flowId, tool, connectionId, target, rule, scope, labels, values } = exact;
  return canonicalHash({ flowId, tool, connectionId, target, rule, scope, labels, values }).slice(0, 16);
};

async function namesOf(actions: ExactAction[]): Promise<(exact: ExactAction) => NamedAction> {
  const ids = [...new Set(actions.map(({ flowId }) => flowId))];
  const flows = await db().flow.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  return ({ flowId, tool, target, rule }) => ({
    ...{ flowId, flowName: names.get(flowId) ?? '', tool, title: own(catalogue, tool)?.title ?? tool },
    ...{ target: target.id, rule },
  });
}
