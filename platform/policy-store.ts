/** The policy in force. Versions are appended; an approval names the one it was asked under. */
import { Invalid } from '#lib/errors.ts';
import { DEFAULT_POLICY, type Policy } from '#lib/policy.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { Conflict } from '#platform/errors.ts';
import { isSignedText, signText } from '#platform/signature.ts';
import { policyText, Tampered } from '#platform/signed-rows.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

export type PolicyInForce = { version: number; policy: Policy };

const POLICY_LIMIT = 256 * 1024;
const CHANGED =
  'The rules were changed outside of Hearth, so nothing is let through. Open Settings, Rules, look at them and save them again.';
let cached: PolicyInForce | undefined;

/** The policy as it is now; version 0 is the one Hearth comes with. */
export async function currentPolicy(tx: Pick<SqlTx, 'sql'> = { sql: sql() }): Promise<PolicyInForce> {
  return policyOfVersion(tx, await newest(tx));
}

/** The record knows each version that was saved: one that is missing was deleted by other hands. */
async function requireNewest(tx: Pick<SqlTx, 'sql'>, version: number): Promise<void> {
  const query = `SELECT "seq" FROM "Audit" WHERE "subject" = ? AND "action" = 'policy.save'`;
  const newer = await tx.sql.all(query, [subjectOf(version + 1)]);
  if (newer.length > 0) throw new Tampered(subjectOf(version), CHANGED);
}

const subjectOf = (version: number) => `policy:${version}`;

async function newest(tx: Pick<SqlTx, 'sql'>): Promise<number> {
  const [row] = await tx.sql.all<{ version: number | null }>('SELECT MAX("version") AS "version" FROM "Policy"');
  return row?.version ?? 0;
}

/** The policy of the newest version there is. Throws `Tampered` where it is not what was saved last. */
export async function policyOfVersion(tx: Pick<SqlTx, 'sql'>, version: number): Promise<PolicyInForce> {
  if (cached?.version === version) return cached;
  await requireNewest(tx, version);
  cached = { version, policy: version === 0 ? DEFAULT_POLICY : await savedPolicy(tx, version) };
  return cached;
}

async function savedPolicy(tx: Pick<SqlTx, 'sql'>, version: number): Promise<Policy> {
  const query = 'SELECT "version", "document", "signature" FROM "Policy" WHERE "version" = ?';
  const [row] = await tx.sql.all<{ version: number; document: string; signature: string | null }>(query, [version]);
  if (!row) throw new Error(`Policy version ${version} is gone.`);
  if (!isSignedText('policy', policyText(row), row)) throw new Tampered(subjectOf(version), CHANGED);
  return JSON.parse(row.document) as Policy;
}

/** Puts a policy in force, over the version it is based on. Whoever calls this has checked that it is one. */
export async function savePolicy({
  policy,
  by,
  base,
}: {
  policy: Policy;
  by: string;
  base?: number | undefined;
}): Promise<{ version: number }> {
  const document = canonicalJson(policy);
  if (document.length > POLICY_LIMIT) throw new Invalid('This policy is too large.');
  return transactSql(async (tx) => {
    if (base !== undefined && (await newest(tx)) !== base)
      throw new Conflict('Somebody else has changed the rules since you opened them. Load the page again.');
    await tx.sql.run('INSERT INTO "Policy" ("document", "createdAt", "createdById") VALUES (?, ?, ?)', [
      document,
      sqlTime(Date.now()),
      personOf(by),
    ]);
    const version = await newest(tx);
    const signature = signText('policy', policyText({ version, document }));
    await tx.sql.run('UPDATE "Policy" SET "signature" = ? WHERE "version" = ?', [signature, version]);
    const { rules, allowLists, budgets, standing = [] } = policy;
    const counts = { rules: rules.length, allowLists: allowLists.length, budgets: budgets.length };
    const detail = { ...counts, ...(standing.length > 0 ? { standing: standing.map(({ id }) => id) } : {}) };
    await audit(tx, { actor: by, action: 'policy.save', subject: subjectOf(version), detail });
    return { version };
  });
}
