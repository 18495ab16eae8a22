import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { proofProblem } from '#platform/approval-proof.ts';
import { approvalRow, isGenuine } from '#platform/approval-rows.ts';
import { createApproval, decide } from '#platform/approvals.ts';
import { audit, verifyAudit } from '#platform/audit.ts';
import { putBlob, readBlob } from '#platform/blobs.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { payloadCodecs } from '#platform/codec.ts';
import { openConnection, saveConnection } from '#platform/connections.ts';
import { newMasterKey, readMasterKeys, writeMasterKeys } from '#platform/key-file.ts';
import { forgetKeys, keysFor, ringFor, subkey } from '#platform/keys.ts';
import { approvalChallenge } from '#platform/passkeys.ts';
import { loadPlan, storePlan } from '#platform/plans.ts';
import { currentPolicy, savePolicy } from '#platform/policy-store.ts';
import { seal } from '#platform/seal.ts';
import { rotateKeys, settleKeys } from '#platform/settle-keys.ts';
import { currentHead } from '#platform/signature.ts';
import { db, sql, transactSql } from '#prisma/client.ts';
import { givenCode, givenPasskey } from './given-passkey.ts';
import { givenRun, requestFor, someone, temporalIsDown } from './given.ts';

temporalIsDown();

const SECRET = 'tok-visible-secret';
const bearer = () =>
  saveConnection({
    name: 'Shop',
    type: 'http-bearer',
    config: { hosts: ['api.example.org'] },
    secrets: { token: SECRET },
    by: 'user:anna',
  });

async function decided(): Promise<string> {
  const request = requestFor(await givenRun());
  const { id } = await transactSql((tx) => createApproval(tx, { request }));
  await decide({ approvalId: id, choice: 'approve', by: someone('Anna') });
  return id;
}

const isApproved = async (id: string) => isGenuine(await approvalRow({ sql: sql() }, id));
const record = (action: string) =>
  transactSql((tx) => audit(tx, { actor: 'system', action, subject: 'test', detail: {} }));

beforeEach(() => settleKeys());

describe('a change of keys', () => {
  it('leaves everything readable, and everything new under the new key', async () => {
    const [codec] = payloadCodecs;
    const payload = defaultPayloadConverter.toPayload('before');
    const [sealed] = await codec!.encode([payload]);
    const blob = await putBlob({ runId: null, bytes: Buffer.from('kept'), contentType: 'text/plain' });
    const { id } = await bearer();
    const approval = await decided();
    await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' });
    await record('before');
    const head = currentHead();

    await rotateKeys('user:anna');
    await record('after');

    expect(currentHead()).not.toBe(head);
    const [opened] = await codec!.decode([sealed!]);
    expect(defaultPayloadConverter.fromPayload(opened!)).toBe('before');
    const [anew] = await codec!.encode([payload]);
    expect(anew!.metadata!['encryption-key-id']).not.toEqual(sealed!.metadata!['encryption-key-id']);
    expect((await readBlob(blob)).toString()).toBe('kept');
    expect((await openConnection(id)).secrets).toEqual({ token: SECRET });
    expect(await isApproved(approval)).toBe(true);
    expect((await currentPolicy()).policy).toEqual(DEFAULT_POLICY);
    expect(await verifyAudit()).toMatchObject({ ok: true });
    expect(await db().audit.count({ where: { action: 'key.rotate' } })).toBe(1);
  });

  it('leaves passkeys, recovery codes and what they allowed as they were', async () => {
    const run = await givenRun();
    const ask = async () => {
      const request = { ...requestFor(run), tier: 'passkey' as const, nonce: randomUUID() };
      return transactSql((tx) => createApproval(tx, { request }));
    };
    const device = await givenPasskey('anna');
    await givenCode('anna', 'ABCDE');
    const typed = 'eve@example.org';
    const byKey = async ({ id, actionHash }: { id: string; actionHash: string }) => {
      const proof = {
        kind: 'passkey' as const,
        typed,
        ...device.assert({ challenge: approvalChallenge({ id, actionHash }) }),
      };
      await decide({ approvalId: id, choice: 'approve', by: someone('Anna'), proof });
      return id;
    };
    const before = await byKey(await ask());
    await rotateKeys('user:anna');
    const after = await byKey(await ask());
    const { id: byCode } = await ask();
    const proof = { kind: 'recovery' as const, typed, code: 'ABCDE' };
    await decide({ approvalId: byCode, choice: 'approve', by: someone('Anna'), proof });
    for (const id of [before, after, byCode]) {
      expect(await isApproved(id)).toBe(true);
      expect(await proofProblem({ sql: sql() }, await approvalRow({ sql: sql() }, id))).toBeNull();
    }
  });

  it('wraps secrets anew: without the old key they still open', async () => {
    const { id } = await bearer();
    await rotateKeys('user:anna');
    const masters = readMasterKeys();
    writeMasterKeys({ ...masters, keys: masters.keys.slice(0, 1) });
    forgetKeys();
    expect((await openConnection(id)).secrets).toEqual({ token: SECRET });
    writeMasterKeys(masters);
    forgetKeys();
  });

  it('that was killed after the key was written is finished by the next start', async () => {
    const { id } = await bearer();
    const approval = await decided();
    const masters = readMasterKeys();
    writeMasterKeys({ ...masters, keys: [newMasterKey(), ...masters.keys], current: false });
    forgetKeys();
    // Half-way: what the old key signed does not count yet, and nothing is lost.
    expect(await isApproved(approval)).toBe(false);
    expect((await openConnection(id)).secrets).toEqual({ token: SECRET });
    await settleKeys();
    expect(readMasterKeys().current).toBe(true);
    expect(await isApproved(approval)).toBe(true);
    const { secret } = await db().connection.findUniqueOrThrow({ where: { id } });
    await settleKeys();
    expect((await db().connection.findUniqueOrThrow({ where: { id } })).secret).toBe(secret);
  });

  it('makes the record show rows that an old key wrote after a new one', async () => {
    await record('one');
    await rotateKeys('user:anna');
    await record('two');
    const old = keysFor('audit')[1]!;
    const [last] = await sql().all<{ seq: number; hash: string }>('SELECT * FROM "Audit" ORDER BY "seq" DESC LIMIT 1');
    const row = { seq: last!.seq + 1, at: '2026-01-01', actor: 'system', action: 'forged', subject: 'x', detail: '{}' };
    const hash = createHmac('sha256', old)
      .update(canonicalJson({ ...row, previous: last!.hash }))
      .digest('hex');
    await sql().run(
      `INSERT INTO "Audit" ("seq", "at", "actor", "action", "subject", "detail", "previous", "hash") VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [...Object.values(row), last!.hash, hash],
    );
    expect(await verifyAudit()).toMatchObject({ ok: false, brokenAt: row.seq });
    await sql().run('DELETE FROM "Audit" WHERE "seq" = ?', [row.seq]);
    await sql().run(`UPDATE sqlite_sequence SET "seq" = ? WHERE "name" = 'Audit'`, [last!.seq]);
  });
});

describe('a data folder of an earlier version', () => {
  it('is brought up to date once: secrets, decisions, plans', async () => {
    const { id } = await bearer();
    const old = seal(
      { purpose: 'seal', context: `connection:${id}:http-bearer:api.example.org` },
      JSON.stringify({ token: SECRET }),
    );
    await db().connection.update({ where: { id }, data: { secret: old } });
    const approval = await decided();
    const row = await approvalRow({ sql: sql() }, approval);
    const text = canonicalJson({
      ...{ id: approval, actionHash: row.actionHash, choice: 'approve', by: 'anna', at: row.decidedAt },
    });
    const signature = `hmac1:${createHmac('sha256', subkey('approval')).update(text).digest('base64url')}`;
    await db().approval.update({ where: { id: approval }, data: { signature } });
    const forged = await decided();
    await db().approval.update({ where: { id: forged }, data: { signature: `${signature}x` } });
    const hash = await storePlan({ name: randomUUID(), steps: {}, triggers: {} } as never);
    await db().plan.update({ where: { hash }, data: { signature: null } });
    writeMasterKeys({ ...readMasterKeys(), signed: false, current: false });

    await settleKeys();

    expect((await openConnection(id)).secrets).toEqual({ token: SECRET });
    expect(await isApproved(approval)).toBe(true);
    expect(await isApproved(forged)).toBe(false);
    await expect(loadPlan(hash)).resolves.toMatchObject({ steps: {} });
  });

  it('signs nothing more that appears later without a signature', async () => {
    const hash = await storePlan({ name: randomUUID(), steps: {}, triggers: {} } as never);
    await db().plan.update({ where: { hash }, data: { signature: null } });
    await settleKeys();
    await rotateKeys('user:anna');
    await expect(loadPlan(hash)).rejects.toThrow(/changed in the database/);
  });
});

describe('what each process is handed', () => {
  const run = (ring: string, script: string) =>
    new Promise<string>((resolve, reject) => {
      const env = { ...process.env, HEARTH_KEYS: 'stdin', HEARTH_KEY_FILE: '/nowhere/at/all' };
      const args = ['--import', 'tsx', '--input-type=module', '-e', script];
      const child = execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
        error ? reject(new Error(stderr)) : resolve(stdout),
      );
      child.stdin?.end(ring);
    });

  it('keeps the worker from signing and the web from opening', async () => {
    const names = (process: 'web' | 'worker') =>
      Object.keys((JSON.parse(ringFor(process)) as { keys: object }).keys).sort();
    expect(names('worker')).toEqual(['audit', 'blob', 'codec', 'open', 'pairing', 'verify']);
    expect(names('web')).not.toContain('open');
    expect(names('web')).not.toContain('seal');
    const master = readMasterKeys().keys[0]!;
    expect(ringFor('worker') + ringFor('web')).not.toContain(master.toString('base64'));
  });

  it('is enough for its own work and for nothing else', async () => {
    const { id } = await bearer();
    const script = (body: string) => `
      const { signText } = await import('#platform/signature.ts');
      const { openConnection, saveConnection } = await import('#platform/connections.ts');
      const { closeDb } = await import('#prisma/client.ts');
      const tried = async (work) => { try { return await work(); } catch (error) { return error.message; } };
      process.stdout.write(JSON.stringify(${body}));
      await closeDb();`;
    const both = `[await tried(() => signText('decision', 'x')), await tried(async () => (await openConnection('${id}')).secrets)]`;
    const [signedByWorker, openedByWorker] = JSON.parse(await run(ringFor('worker'), script(both))) as unknown[];
    expect(signedByWorker).toBe('This process has no key to sign.');
    expect(openedByWorker).toEqual({ token: SECRET });
    const [signedByWeb, openedByWeb] = JSON.parse(await run(ringFor('web'), script(both))) as unknown[];
    expect(signedByWeb).toMatch(/^ed1:/);
    expect(openedByWeb).toBe('This process has no key to open.');
    const save = `await tried(() => saveConnection({ name: 'New', type: 'http-bearer', config: { hosts: ['b.example.org'] }, secrets: { token: 'from the web' }, by: 'anna' }))`;
    const saved = JSON.parse(await run(ringFor('web'), script(save))) as { id: string };
    expect((await openConnection(saved.id)).secrets).toEqual({ token: 'from the web' });
  }, 60_000);
});
