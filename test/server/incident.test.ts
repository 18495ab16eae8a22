import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveConnection } from '#platform/connections.ts';
import { releaseStop, stopFlags } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { appRouter } from '#server/routers/index.ts';
import { rightsOfRole } from '#server/rights.ts';
import { incidentView, lockDown } from '#server/services/incident.ts';
import { actorOfToken, createToken } from '#server/services/tokens.ts';

const HOUR = 3_600_000;
const since = () => new Date(Date.now() - HOUR).toISOString();
let owner: Actor;

const session = (id: string, at = new Date()) =>
  db().session.create({
    data: { id, token: id, userId: 'anna', createdAt: at, expiresAt: new Date(Date.now() + HOUR) },
  });

beforeAll(async () => {
  await db().user.create({ data: { id: 'anna', name: 'Anna', email: 'anna@example.org', role: 'owner' } });
});

beforeEach(async () => {
  await db().session.deleteMany();
  await releaseStop('global', 'system');
  owner = {
    ...{ userId: 'anna', name: 'Anna', email: 'anna@example.org', role: 'owner', via: 'web' },
    ...{ rights: rightsOfRole('owner'), sessionId: 'own' },
  };
});

describe('the beginning of an incident', () => {
  it('stops everything and ends every way in but the one it was begun by', async () => {
    await session('own');
    await session('stolen');
    const { token } = await createToken({ name: 'script', scopes: ['view'] }, owner);
    const expiresAt = new Date(Date.now() + HOUR);
    await db().invite.create({ data: { id: randomUUID(), hash: randomUUID(), role: 'admin', note: '', expiresAt } });
    const { id } = await saveConnection({ name: 'Open', type: 'ollama', config: {}, secrets: {}, by: 'anna' });
    await db().pairing.create({
      data: { id: randomUUID(), connectionId: id, hash: randomUUID(), name: 'x', role: 'owner', expiresAt },
    });

    const locked = await lockDown({ reason: 'odd mails', actor: owner });

    expect(locked).toEqual({ sessions: 1, tokens: 1, invites: 1, pairings: 1 });
    expect(await stopFlags()).toMatchObject([{ scope: 'global', reason: 'odd mails' }]);
    expect(await db().session.findMany({ select: { id: true } })).toEqual([{ id: 'own' }]);
    await expect(actorOfToken(token)).rejects.toThrow(/not valid/);
    const row = await db().audit.findFirstOrThrow({ where: { action: 'incident.begin' } });
    expect(JSON.parse(row.detail)).toEqual({ reason: 'odd mails', ...locked });
  });

  it('from the host ends every session', async () => {
    await session('one');
    await session('two');
    const { sessionId: _, ...rest } = owner;
    expect(await lockDown({ reason: 'x', actor: { ...rest, via: 'cli' } })).toMatchObject({ sessions: 2 });
  });

  it('is not for a token, nor for a session that was not signed in just now', async () => {
    await session('own', new Date(Date.now() - HOUR));
    const call = (actor: Actor) => appRouter.createCaller({ actor }).incident.begin({ reason: 'x' });
    const token: Actor = { ...owner, via: 'token', tokenId: 't' };
    await expect(lockDown({ reason: 'x', actor: token })).rejects.toThrow(/A token cannot begin an incident/);
    await expect(call(owner)).rejects.toThrow(/Give your password again/);
    expect(await db().session.count()).toBe(1);
    expect(await stopFlags()).toEqual([]);
  });
});

describe('what an incident shows', () => {
  it('is every effect since then with who allowed it, and whose secrets to renew, without one', async () => {
    const secret = 'tok-visible-secret';
    await saveConnection({
      name: 'Shop',
      type: 'http-bearer',
      config: { hosts: ['api.example.org'] },
      secrets: { token: secret },
      by: 'anna',
    });
    const runId = randomUUID();
    const flow = await db().flow.create({ data: { id: randomUUID(), name: 'Orders', draft: '{}' } });
    const run = { flowId: flow.id, versionId: 'v', planHash: 'p', triggerId: 't', mode: 'production', status: 'done' };
    await db().run.create({ data: { id: runId, rootRunId: runId, input: '{}', ...run } });
    const decided = { choice: 'approve', decidedById: 'anna', decidedAt: new Date(), status: 'decided' };
    const asked = { kind: 'gate', title: '', request: '{}', actionHash: '', expiresAt: new Date(), ...decided };
    await db().approval.create({
      data: { id: 'a1', runId, flowId: flow.id, stepId: 's', iteration: '', ...asked },
    });
    const effect = { runId, stepId: 's', tool: 'mail.send', risk: 'send', target: 'eve@example.org', status: 'done' };
    await db().effect.create({ data: { key: 'new', approvalId: 'a1', ...effect } });
    await db().effect.create({ data: { key: 'free', ...effect, startedAt: new Date(Date.now() - 1000) } });
    await db().effect.create({ data: { key: 'old', ...effect, startedAt: new Date(Date.now() - 2 * HOUR) } });

    const view = await incidentView({ since: since() });

    expect(view.effects.map(({ key, flowName, target, approval }) => ({ key, flowName, target, approval }))).toEqual([
      {
        ...{ key: 'new', flowName: 'Orders', target: 'eve@example.org' },
        approval: { id: 'a1', choice: 'approve', by: 'Anna', at: decided.decidedAt.toISOString() },
      },
      { key: 'free', flowName: 'Orders', target: 'eve@example.org', approval: null },
    ]);
    expect(view.connections).toMatchObject([{ name: 'Shop', hosts: ['api.example.org'], secrets: ['token'] }]);
    expect(JSON.stringify(view)).not.toContain(secret);
    expect(await incidentView({ since: since(), limit: 1 })).toMatchObject({ more: true, effects: [{ key: 'new' }] });
  });
});
