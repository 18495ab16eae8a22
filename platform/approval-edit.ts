/** "Edit and approve": the same action with other values, which is a new action. */
import type { ApprovalArgument, ApprovalRequest } from '#lib/approval.ts';
import { Invalid } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { MOST_EDITS } from '#platform/approval-rows.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { sql } from '#prisma/client.ts';

type Edit = { args?: Record<string, Json>; by: { userId: string } };

/** The request with the given arguments changed. Only what is there can be changed; the rest is as it was asked. */
export function editRequest(request: ApprovalRequest, { args = {}, by }: Edit): ApprovalRequest {
  if (request.kind !== 'gate') throw new Invalid('This question has no values that could be changed.');
  for (const field of Object.keys(args)) {
    if (!request.args.some((arg) => arg.field === field)) throw new Invalid(`This action has no "${field}" to change.`);
  }
  const edited = request.args.map((arg) => editArgument(arg, args, by.userId));
  return { ...request, args: edited, target: targetAfter(request, edited) };
}

function editArgument(arg: ApprovalArgument, args: Record<string, Json>, userId: string): ApprovalArgument {
  if (!Object.hasOwn(args, arg.field)) return arg;
  const value = args[arg.field] ?? null;
  if (canonicalJson(value) === canonicalJson(arg.value)) return arg;
  // Typed by a signed-in person, who vouches for it.
  const label: Label = { ...arg.label, integrity: 'trusted', origins: [`person:${userId}`] };
  return { ...arg, value, label };
}

/** The target is worked out from an argument; it moves with it. */
function targetAfter(request: ApprovalRequest, edited: ApprovalArgument[]): ApprovalRequest['target'] {
  const { target } = request;
  if (!target) return null;
  for (const [index, now] of edited.entries()) {
    const before = request.args[index];
    if (before === undefined || now === before || idFrom(before.value, target.kind) !== target.id) continue;
    return { ...target, id: idFrom(now.value, target.kind) };
  }
  return target;
}

function idFrom(value: Json, kind: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (kind !== 'host') return text;
  return URL.canParse(text) ? new URL(text).host : text;
}

/** Whether anything is another value than before. */
export function isEdited(before: ApprovalRequest, now: ApprovalRequest): boolean {
  return canonicalJson(before.args) !== canonicalJson(now.args);
}

/** What people changed before it was allowed: the values (and their labels) that stand in for those of the flow. */
export async function approvedEdits(approvalId: string): Promise<Record<string, { value: Json; label: Label }>> {
  // Back to what the flow asked: an edited action may have been edited again.
  const rows = await sql().all<{ request: string }>(
    `WITH RECURSIVE "earlier"("id", "request", "depth") AS (
       SELECT "id", "request", 0 FROM "Approval" WHERE "id" = ?
       UNION ALL SELECT a."id", a."request", e."depth" + 1 FROM "earlier" e JOIN "Approval" a ON a."replacedById" = e."id"
         WHERE e."depth" < ${MOST_EDITS})
     SELECT "request" FROM "earlier" ORDER BY "depth"`,
    [approvalId],
  );
  const [last, first] = [rows[0], rows.at(-1)];
  if (!last || !first || rows.length < 2) return {};
  const before = (JSON.parse(first.request) as ApprovalRequest).args;
  const now = (JSON.parse(last.request) as ApprovalRequest).args;
  const changed = now.filter((arg, index) => canonicalJson(arg) !== canonicalJson(before[index]));
  return Object.fromEntries(changed.map(({ field, value, label }) => [field, { value, label }]));
}
