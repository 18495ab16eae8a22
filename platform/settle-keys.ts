/**
 * Brings a data folder up to the keys in use: rows from before signatures are signed once, what an older key signed is
 * signed anew, secrets are wrapped anew. Killed half-way it goes on at the next start; nothing is lost in between.
 */
import { audit } from '#platform/audit.ts';
import { signFirstYesAnew } from '#platform/approval-people.ts';
import { findApproval } from '#platform/approval-rows.ts';
import { isSignedDecision, signDecision, wasSignedBefore } from '#platform/approval-signature.ts';
import { renewedSecrets } from '#platform/connection-secrets.ts';
import { newMasterKey, readMasterKeys, writeMasterKeys } from '#platform/key-file.ts';
import { forgetKeys } from '#platform/keys.ts';
import { currentHead, isSignedText, signText, type SignedKind } from '#platform/signature.ts';
import { passkeyText, recoveryText, type PasskeyRow, type RecoveryRow } from '#platform/passkeys.ts';
import { planText, policyText, versionText, type SignedVersion } from '#platform/signed-rows.ts';
import { sql, transactSql, type SqlTx } from '#prisma/client.ts';

const PAGE = 200;

/** `trust`: what has no signature is the owner's own, as in a backup that the owner puts back. */
export async function settleKeys({ trust = false }: { trust?: boolean } = {}): Promise<void> {
  const unsigned = trust || !readMasterKeys().signed;
  for (const table of tables) await signTable(table, unsigned);
  await signDecisions();
  await signFirstYeses();
  const renewed = await renewConnections();
  if (renewed > 0) {
    const entry = { actor: 'system', action: 'key.rewrap', subject: 'connections', detail: { connections: renewed } };
    await transactSql((tx) => audit(tx, entry));
  }
  writeMasterKeys({ ...readMasterKeys(), signed: true, current: true });
  forgetKeys();
}

type Signable = { rowid: number; signature: string | null };
type Table<Row> = { name: string; columns: string; kind: SignedKind; text: (row: Row) => string };

const tables = [
  table<{ hash: string }>({ name: 'Plan', columns: '"hash"', kind: 'plan', text: ({ hash }) => planText(hash) }),
  table<SignedVersion>({
    name: 'FlowVersion',
    columns: '"id", "flowId", "number", "document", "planHash"',
    kind: 'version',
    text: versionText,
  }),
  table<{ version: number; document: string }>({
    name: 'Policy',
    columns: '"version", "document"',
    kind: 'policy',
    text: policyText,
  }),
  table<PasskeyRow>({
    name: 'Passkey',
    columns: '"id", "userId", "publicKey", "rpId"',
    kind: 'passkey',
    text: passkeyText,
  }),
  table<RecoveryRow>({ name: 'RecoveryCode', columns: '"id", "userId", "hash"', kind: 'recovery', text: recoveryText }),
];

function table<Row>(of: Table<Row>): Table<unknown> {
  return { ...of, text: (row) => of.text(row as Row) };
}

async function signTable({ name, columns, kind, text }: Table<unknown>, unsigned: boolean): Promise<void> {
  const which = unsigned ? '"signature" IS NULL OR' : '"signature" IS NOT NULL AND';
  const query = `SELECT rowid AS "rowid", "signature", ${columns} FROM "${name}"
    WHERE rowid > ? AND (${which} "signature" NOT LIKE ?) ORDER BY rowid LIMIT ${PAGE}`;
  for (let after = 0; ;) {
    const rows = await sql().all<Signable>(query, [after, `${currentHead()}%`]);
    const fit = rows.filter(
      ({ signature, ...row }) => signature === null || isSignedText(kind, text(row), { signature, old: true }),
    );
    await transactSql(async (tx) => {
      for (const { rowid, signature: _, ...row } of fit) {
        await setSignature(tx, { name, rowid, signature: signText(kind, text(row)) });
      }
    });
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.rowid ?? after;
  }
}

async function setSignature(
  tx: SqlTx,
  { name, rowid, signature }: { name: string; rowid: number; signature: string },
): Promise<void> {
  await tx.sql.run(`UPDATE "${name}" SET "signature" = ? WHERE rowid = ?`, [signature, rowid]);
}

async function signDecisions(): Promise<void> {
  const query = `SELECT rowid AS "rowid", "id" FROM "Approval"
    WHERE rowid > ? AND "signature" NOT LIKE ? ORDER BY rowid LIMIT ${PAGE}`;
  for (let after = 0; ;) {
    const rows = await sql().all<{ rowid: number; id: string }>(query, [after, `${currentHead()}%`]);
    for (const { rowid, id } of rows) await transactSql((tx) => signDecisionAnew(tx, { rowid, id }));
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.rowid ?? after;
  }
}

async function signFirstYeses(): Promise<void> {
  const query = `SELECT a."id", a."actionHash" FROM "FirstYes" f JOIN "Approval" a ON a."id" = f."approvalId"
    WHERE f."signature" NOT LIKE ?`;
  const rows = await sql().all<{ id: string; actionHash: string }>(query, [`${currentHead()}%`]);
  for (const row of rows) await transactSql((tx) => signFirstYesAnew(tx, row));
}

async function signDecisionAnew(tx: SqlTx, { rowid, id }: { rowid: number; id: string }): Promise<void> {
  const row = await findApproval(tx, id);
  if (!row || row.signature === null || row.choice === null || row.decidedAt === null) return;
  const { actionHash, choice, decidedAt: at, answers, proof, decidedForId: forId } = row;
  const decision = { id, actionHash, choice, by: row.decidedById ?? '', at, answers, proof, forId };
  if (!isSignedDecision(decision, row.signature, true) && !wasSignedBefore(decision, row.signature)) return;
  await setSignature(tx, { name: 'Approval', rowid, signature: signDecision(decision) });
}

type ConnectionRow = { id: string; type: string; hosts: string; secret: string };

async function renewConnections(): Promise<number> {
  const rows = await sql().all<ConnectionRow>(
    'SELECT "id", "type", "hosts", "secret" FROM "Connection" WHERE "secret" IS NOT NULL',
  );
  let renewed = 0;
  for (const row of rows) {
    const secret = renewedOrNull(row);
    if (secret === null) continue;
    renewed += await sql().run('UPDATE "Connection" SET "secret" = ? WHERE "id" = ? AND "secret" = ?', [
      ...[secret, row.id, row.secret],
    ]);
  }
  return renewed;
}

/** What cannot be opened stays as it is: whoever uses it is told. */
function renewedOrNull(row: ConnectionRow): string | null {
  try {
    return renewedSecrets(row);
  } catch {
    return null;
  }
}

/** Puts a new key in front. From then on everything new is under it; the old one only opens what is older. */
export async function rotateKeys(by: string): Promise<{ keys: number }> {
  const masters = readMasterKeys();
  // What an earlier change of keys left undone would else be signed by none of the keys that count.
  if (!masters.current) await settleKeys();
  const keys = [newMasterKey(), ...masters.keys];
  writeMasterKeys({ ...masters, keys, signed: true, current: false });
  forgetKeys();
  await transactSql((tx) =>
    audit(tx, { actor: by, action: 'key.rotate', subject: 'keys', detail: { keys: keys.length } }),
  );
  await settleKeys();
  return { keys: keys.length };
}
