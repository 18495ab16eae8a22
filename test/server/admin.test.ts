import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '#platform/audit.ts';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { closeDb, db, transact } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { auditChoices, listAudit } from '#server/services/audit-log.ts';
import { addConnection, changeConnection, dropConnection, getConnection } from '#server/services/connections.ts';
import { addFlow, publish, replaceFlow } from '#server/services/flows.ts';
import { healthView } from '#server/services/health.ts';
import { policyVersions, putPolicy } from '#server/services/policies.ts';
import { previewPolicy } from '#server/services/policy-preview.ts';
import { draw } from '../support/draw.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

let owner: Actor;
beforeAll(async () => {
  owner = await addPerson('owner');
});
afterAll(closeDb);

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

test('the record comes in pages, newest first, and names who did what to what', async () => {
  const { id } = await addFlow({ name: 'Garden' });
  for (let n = 0; n < 5; n += 1)
    await transact((tx) =>
      audit(tx, { actor: owner.userId, action: 'flow.pause', subject: `flow:${id}`, detail: { n } }),
    );
  const first = await listAudit({ action: 'flow.pause', limit: 2 });
  expect(first.items.map(({ detail, actorName, subjectName }) => [detail, actorName, subjectName])).toEqual([
    [{ n: 4 }, 'owner', 'Garden'],
    [{ n: 3 }, 'owner', 'Garden'],
  ]);
  const second = await listAudit({ action: 'flow.pause', limit: 2, cursor: first.next ?? 0 });
  expect(second.items.map(({ detail }) => detail)).toEqual([{ n: 2 }, { n: 1 }]);
  expect((await listAudit({ action: 'flow.pause', subject: '"n":3' })).items).toHaveLength(1);
  expect((await listAudit({ actor: 'user:nobody' })).items).toEqual([]);
  expect((await listAudit({ to: hourAgo(1).toISOString() })).items).toEqual([]);
  const { actors, actions } = await auditChoices();
  expect(actors).toContainEqual({ actor: `user:${owner.userId}`, name: 'owner' });
  expect(actions).toContain('flow.pause');
});

test('words that mean something to a database are only words in a filter', async () => {
  for (const subject of ["' OR 1=1 --", '%', '_', '"; DROP TABLE "Audit"; --'])
    expect((await listAudit({ subject })).items).toEqual([]);
});

test('health says what is wrong and what is stuck, without the engine', async () => {
  const run = { flowId: 'f', versionId: 'v', planHash: 'p', triggerId: 't', mode: 'production', input: '{}' };
  const make = (id: string, status: string, createdAt: Date) =>
    db().run.create({ data: { ...run, id, rootRunId: id, status, createdAt } });
  await make('queued-long', 'queued', hourAgo(1));
  await make('silent', 'running', hourAgo(3));
  await make('fresh', 'queued', new Date());
  await make('talks', 'running', hourAgo(3));
  await db().runEvent.create({
    data: {
      runId: 'talks',
      seq: 1,
      key: 'k',
      stepId: '',
      iteration: '',
      at: BigInt(Date.now()),
      type: 'x',
      body: '{}',
    },
  });
  const view = await healthView();
  expect(view.stuck.map(({ id, why }) => [id, why])).toEqual([
    ['queued-long', 'not-started'],
    ['silent', 'silent'],
  ]);
  const levels = Object.fromEntries(view.checks.map(({ id, level }) => [id, level]));
  expect(levels).toMatchObject({ web: 'ok', temporal: 'bad', worker: 'bad', database: 'ok', runs: 'warn' });
  expect(view.level).toBe('bad');
  expect(view.versions.find(({ name }) => name === 'Schema')?.version).toMatch(/^\d{4}_/);
  await db().run.deleteMany();
});

test('triggers are shown with state, last event and next time, those with trouble first', async () => {
  const flow = draw({
    name: 'Clock',
    nodes: { every: ['schedule', { mode: 'every', every: '1h' }], hook: ['webhook'], say: ['template', { text: 'x' }] },
    wires: ['every > say', 'hook > say'],
  });
  const { id } = await addFlow({ flow });
  await publish(id, owner).catch(() => undefined);
  await db().trigger.update({ where: { id: `${id}:hook` }, data: { lastError: 'The secret did not fit.' } });
  const { triggers, nextFires } = await healthView();
  expect(triggers.map(({ nodeId, state }) => [nodeId, state])).toEqual([
    ['hook', 'trouble'],
    ['every', 'scheduled'],
  ]);
  expect(nextFires[0]).toMatchObject({ flowName: 'Clock' });
});

test('a policy is saved over the version one has seen, and only over that', async () => {
  const document = {
    ...DEFAULT_POLICY,
    rules: [{ id: 'no-mail', match: { tool: 'mail.*' }, effect: 'deny' as const, reason: 'No.' }],
  };
  const expiresAt = new Date(Date.now() + 60_000);
  const { id: sessionId } = await db().session.create({
    data: { id: 'fresh', token: 'fresh', userId: owner.userId, expiresAt },
  });
  const fresh = { ...owner, sessionId };
  const host = { ...owner, via: 'cli' as const };
  await expect(putPolicy({ document, base: 0 }, host)).rejects.toThrow(/Sign in on the page/);
  const saved = await putPolicy({ document, base: 0 }, fresh);
  expect(saved.version).toBe(1);
  await expect(putPolicy({ document: DEFAULT_POLICY, base: 0 }, fresh)).rejects.toMatchObject({ name: 'Conflict' });
  expect((await policyVersions())[0]).toMatchObject({ version: 1, createdBy: 'owner' });
  const row = await db().audit.findFirstOrThrow({ where: { action: 'policy.save' } });
  expect(JSON.parse(row.detail)).toEqual({ rules: 1, allowLists: 0, budgets: 0 });
  await putPolicy({ document: DEFAULT_POLICY, base: 1 }, fresh);
});

test('the preview says what published steps would be told, and saves nothing', async () => {
  const flow = draw({
    name: 'Keeps',
    nodes: { start: ['manual'], keep: ['counter.add', { counter: 'c' }] },
    wires: ['start > keep'],
  });
  const { id } = await addFlow({ flow });
  await publish(id, owner).catch(() => undefined);
  const before = (await policyVersions()).length;
  const rule = { id: 'ask-counters', match: { tool: 'counter.*' }, effect: 'ask' as const, reason: 'I want to know.' };
  const effects = await previewPolicy({ ...DEFAULT_POLICY, rules: [rule] });
  expect(effects.filter(({ flowId }) => flowId === id)).toMatchObject([
    { node: 'keep', now: 'allow', then: 'ask', rule: 'ask-counters' },
  ]);
  expect((await policyVersions()).length).toBe(before);
});

test('a connection says which steps use it, drawn and published; its name alone changes nothing else', async () => {
  const shop = await addConnection(
    { name: 'Shop', type: 'http-bearer', config: { hosts: ['api.example.org'] }, secrets: { token: 's' } },
    owner,
  );
  const nodes = (used: string[]) =>
    draw({
      name: 'Orders',
      nodes: {
        start: ['manual'],
        one: ['http.request', { url: 'https://api.example.org' }],
        two: ['http.request', { url: 'https://api.example.org' }],
      },
      wires: ['start > one', 'one > two'],
    }).nodes.map((node) => (used.includes(node.id) ? { ...node, connection: shop.id } : node));
  const base = draw({
    name: 'Orders',
    nodes: {
      start: ['manual'],
      one: ['http.request', { url: 'https://api.example.org' }],
      two: ['http.request', { url: 'https://api.example.org' }],
    },
    wires: ['start > one', 'one > two'],
  });
  const { id } = await addFlow({ flow: { ...base, nodes: nodes(['one']) } });
  await publish(id, owner).catch(() => undefined);
  await replaceFlow({ id, draft: { ...base, nodes: nodes(['two']) } });
  await db().connection.update({
    where: { id: shop.id },
    data: { testedAt: new Date(), testResult: '{"ok":true,"message":"Works"}' },
  });
  const renamed = await changeConnection({ id: shop.id, change: { name: 'Store' }, actor: owner });
  expect(renamed).toMatchObject({ name: 'Store', testResult: { ok: true } });
  expect((await getConnection(shop.id)).usedBy).toMatchObject([
    {
      flowId: id,
      steps: [
        { node: 'two', where: 'draft' },
        { node: 'one', where: 'published' },
      ],
    },
  ]);
  await dropConnection(shop.id, owner);
});

test('the record and people are for admins; health and the rules for all who may look', async () => {
  const viewer = await addPerson('viewer');
  const cookie = await signIn(viewer.email);
  for (const name of ['audit.list', 'audit.verify', 'audit.choices', 'people.list', 'invites.list'])
    expect([name, (await callTrpc(name, { cookie, input: {} })).status]).toEqual([name, 403]);
  for (const name of ['health.get', 'policy.get', 'policy.versions'])
    expect([name, (await callTrpc(name, { cookie })).status]).toEqual([name, 200]);
  const token = await tokenOf(owner, ['admin']);
  for (const path of ['/people', '/invites', '/audit', '/audit/verify', '/health/details'])
    expect([path, (await callApi(path, { token })).status]).toEqual([path, 200]);
  const invited = await callApi('/invites', { method: 'POST', token, body: { role: 'admin' } });
  expect([invited.status, invited.body.error?.message]).toEqual([403, expect.stringContaining('A token cannot')]);
});
