/** The lint of a drawing by the owner's rules and lists as they are now. */
import type { Flow } from '#lib/flow.ts';
import { wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import { catalogue } from '#nodes/index.ts';
import { lintDrawing, type OwnersLists } from '#nodes/lint/drawing.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { compileDraft } from '#platform/compile-draft.ts';
import { Conflict } from '#platform/errors.ts';
import { currentPolicy } from '#platform/policy-store.ts';
import { db, sql, type SqlTx } from '#prisma/client.ts';

/** Beyond these, somebody counts as not listed. */
const MOST_LISTED = 5000;
/** What a version keeps for people to read; its hash is of all of them. */
const MOST_KEPT = 200;

/** What the lint goes by. */
export async function ownersLists(tx: Pick<SqlTx, 'sql'> = { sql: sql() }): Promise<OwnersLists> {
  const { policy } = await currentPolicy(tx);
  const listed = await tx.sql.all<{ kind: string; address: string }>(
    'SELECT "kind", "address" FROM "Contact" ORDER BY "createdAt" LIMIT ?',
    [MOST_LISTED],
  );
  const rows = await tx.sql.all<{ name: string; labels: string }>('SELECT "name", "labels" FROM "Variable"');
  const variables = rows.map(({ name, labels }) => [name, wholeLabel(JSON.parse(labels) as FieldLabels)] as const);
  const scripted = await tx.sql.all<{ id: string }>(
    `SELECT "id" FROM "Connection" WHERE "type" = 'rehearsal' ORDER BY "id"`,
    [],
  );
  const rehearsals = scripted.map(({ id }) => id);
  return { policy, listed, variables: Object.fromEntries(variables), rehearsals };
}

/** What the lint says; the hash stands for exactly these findings. */
export type Lint = { findings: Finding[]; hash: string };

/** The findings of a drawing that compiles to `plan`. */
export async function lintNow(
  { flowId, flow, plan }: { flowId: string; flow: Flow; plan: Plan },
  tx?: Pick<SqlTx, 'sql'>,
): Promise<Lint> {
  const findings = lintDrawing(flow, plan, { catalogue, flowId, lists: await ownersLists(tx) });
  return { findings, hash: canonicalHash(findings) };
}

/** The findings of a drawing that is to be published, by its own flow's id. */
export async function lintOf(flowId: string, draft: string): Promise<Lint> {
  const { plan, flow } = await compileDraft(
    { connection: db().connection, skillPack: db().skillPack, sql: sql() },
    { id: flowId, draft },
  );
  return lintNow({ flowId, flow, plan });
}

/** The findings that a person has looked at, and why he publishes in spite of errors. */
export type Accepted = { hash: string; reason: string | null };

/** What a version keeps of the lint. */
export type KeptLint = { lint: string; lintHash: string; lintReason: string | null };

/** Throws where other findings were looked at than those there are now. */
export function acceptedLint({ findings, hash }: Lint, accept: Accepted | undefined): KeptLint {
  if (accept && accept.hash !== hash)
    throw new Conflict('What can happen in this flow has changed since you looked. Look at it again.');
  const lint = JSON.stringify(findings.slice(0, MOST_KEPT));
  return { lint, lintHash: hash, lintReason: accept?.reason ?? null };
}

/** Those that stand in the way of publishing. */
export function errorsIn(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** Findings as details of an error; the rule tells them from other problems. */
export function problemsOf(findings: readonly Finding[]): { path: string; message: string; rule: string }[] {
  return findings.map(({ node, field, message, rule }) => {
    return { path: [node, field].filter(Boolean).join('.'), message, rule };
  });
}
