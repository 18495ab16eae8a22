import type { Json } from '#lib/value.ts';
import type { AuditView } from '#lib/views-admin.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';
import { and, type Where } from '#server/services/run-filter.ts';

export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  limit?: number | undefined;
  /** Rows before this number */
  cursor?: number | undefined;
};

type Row = { seq: number; at: string; actor: string; action: string; subject: string; detail: string; hash: string };

const COLUMNS = '"seq", "at", "actor", "action", "subject", "detail", "hash"';
const MOST_CHOICES = 200;

/** A page of the record, newest first. */
export async function listAudit(filter: AuditFilter): Promise<{ items: AuditView[]; next: number | null }> {
  const limit = filter.limit ?? 100;
  const where = auditWhere(filter);
  const rows = await sql().all<Row>(
    `SELECT ${COLUMNS} FROM "Audit" WHERE ${where.text} ORDER BY "seq" DESC LIMIT ${limit + 1}`,
    where.args,
  );
  const items = rows.slice(0, limit);
  const names = await namesOf(items.flatMap(({ actor, subject }) => [actor, subject]));
  return {
    items: items.map(({ at, detail, ...row }) => ({
      ...row,
      at: new Date(at).toISOString(),
      actorName: names.get(row.actor) ?? null,
      subjectName: names.get(row.subject) ?? null,
      detail: JSON.parse(detail) as Record<string, Json>,
    })),
    next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null,
  };
}

/** What the record can be narrowed to: who acted, and what was done. */
export async function auditChoices(): Promise<{ actors: { actor: string; name: string | null }[]; actions: string[] }> {
  const actors = await sql().all<{ actor: string }>(
    `SELECT DISTINCT "actor" FROM "Audit" ORDER BY "actor" LIMIT ${MOST_CHOICES}`,
  );
  const actions = await sql().all<{ action: string }>(
    `SELECT DISTINCT "action" FROM "Audit" ORDER BY "action" LIMIT ${MOST_CHOICES}`,
  );
  const names = await namesOf(actors.map(({ actor }) => actor));
  return {
    actors: actors.map(({ actor }) => ({ actor, name: names.get(actor) ?? null })),
    actions: actions.map(({ action }) => action),
  };
}

function auditWhere({ actor, action, subject, from, to, cursor }: AuditFilter): Where {
  const parts: Where[] = [];
  if (actor !== undefined) parts.push({ text: '"actor" = ?', args: [actor] });
  if (action !== undefined) parts.push({ text: '"action" = ?', args: [action] });
  if (subject) parts.push({ text: `instr(lower("subject" || ' ' || "detail"), lower(?)) > 0`, args: [subject] });
  if (from !== undefined) parts.push({ text: '"at" >= ?', args: [sqlTime(new Date(from))] });
  if (to !== undefined) parts.push({ text: '"at" < ?', args: [sqlTime(new Date(to))] });
  if (cursor !== undefined) parts.push({ text: '"seq" < ?', args: [cursor] });
  return and(...parts);
}

/** What `user:…`, `token:…`, `flow:…`, `connection:…` and `table:…` are called today; what is gone has no name. */
async function namesOf(references: string[]): Promise<Map<string, string>> {
  const idsOf = (kind: string) => [
    ...new Set(references.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1))),
  ];
  const found = { select: { id: true, name: true } } as const;
  const [people, tokens, flows, connections, tables] = await Promise.all([
    db().user.findMany({ where: { id: { in: idsOf('user') } }, ...found }),
    db().apiToken.findMany({ where: { id: { in: idsOf('token') } }, ...found }),
    db().flow.findMany({ where: { id: { in: idsOf('flow') } }, ...found }),
    db().connection.findMany({ where: { id: { in: idsOf('connection') } }, ...found }),
    db().dataTable.findMany({ where: { id: { in: idsOf('table') } }, ...found }),
  ]);
  const named = (kind: string, rows: { id: string; name: string }[]) =>
    rows.map(({ id, name }) => [`${kind}:${id}`, name] as const);
  return new Map([
    ...named('user', people),
    ...named('token', tokens),
    ...named('flow', flows),
    ...named('connection', connections),
    ...named('table', tables),
  ]);
}
