/** Publishing a flow that is not safe: only a person who has just signed in, and only with a reason. */
import { describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { db } from '#prisma/client.ts';
import { temporalIsDown } from '../platform/given.ts';
import { draw } from '../support/draw.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

temporalIsDown();

const owner = await addPerson('owner');
const cookie = await signIn(owner.email);
const token = await tokenOf(owner, ['view', 'edit']);
await db().connection.create({
  data: { id: 'post', type: 'smtp', name: 'Post', config: '{}', hosts: '[]' },
});

const REASON = 'Only our own shop knows the address of this hook.';

/** Whoever calls the hook says where the mail goes, and what it holds. */
const leak = (to = '{{ trigger.body.to }}'): Flow =>
  draw({
    name: 'Leak',
    nodes: {
      hook: ['webhook'],
      tell: ['mail.send', { to, subject: 'Hi', text: '{{ trigger.body.text }}' }, { connection: 'post' }],
    },
    wires: ['hook > tell'],
  });

async function drawn(flow: Flow): Promise<string> {
  const { data } = await callTrpc('flows.create', { cookie, input: { flow }, mutate: true });
  return (data as { id: string }).id;
}

const publish = (input: object, as = cookie) => callTrpc('flows.publish', { cookie: as, input, mutate: true });
const versionsOf = (flowId: string) => db().flowVersion.findMany({ where: { flowId, number: { gt: 0 } } });

describe('a flow that lets data out', () => {
  it('is not published without a reason, and the answer names the step and the field', async () => {
    const id = await drawn(leak());
    const refused = await publish({ id });
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.message).toMatch(/not safe to publish: "tell" would/);
    expect(refused.details).toEqual([
      { path: 'tell.to', message: expect.stringContaining('"hook"') as string, rule: 'private-way-out' },
    ]);
    expect((await publish({ id, reason: 'because' })).status).toBe(400);
    expect(await versionsOf(id)).toEqual([]);
  });

  it('is published by a fresh session with a reason, which version and record keep', async () => {
    const id = await drawn(leak());
    expect(await publish({ id, reason: REASON })).toMatchObject({ status: 200, data: { number: 1 } });
    const [version] = await versionsOf(id);
    expect(version).toMatchObject({ lintReason: REASON, lintHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(JSON.parse(version?.lint ?? '')).toContainEqual(expect.objectContaining({ rule: 'private-way-out' }));
    const row = await db().audit.findFirst({ where: { action: 'flow.publish', subject: `flow:${id}` } });
    expect(JSON.parse(row?.detail ?? '')).toMatchObject({ inSpite: REASON, lint: version?.lintHash });
    const listed = await callTrpc('versions.list', { cookie, input: { flowId: id } });
    expect(listed.data).toMatchObject({ items: [{ inSpite: REASON }] });
  });

  it('is not published by a session that is not fresh any more, whatever it says', async () => {
    const id = await drawn(leak());
    const old = await signIn(owner.email);
    const [session] = await db().session.findMany({ where: { userId: owner.userId }, orderBy: { createdAt: 'desc' } });
    await db().session.update({
      where: { id: session?.id ?? '' },
      data: { createdAt: new Date(Date.now() - 6 * 60_000) },
    });
    expect(await publish({ id, reason: REASON }, old)).toMatchObject({ status: 403, details: { freshSignIn: true } });
    expect(await versionsOf(id)).toEqual([]);
  });

  it('is never published by a token, and the answer says what to do', async () => {
    const id = await drawn(leak());
    for (const body of [{}, { reason: REASON }]) {
      const refused = await callApi(`/flows/${id}/publish`, { method: 'POST', token, body });
      expect(refused.status).toBe(403);
      expect(refused.body.error?.message).toMatch(/A person can publish it on the page, with a reason/);
    }
    expect(await versionsOf(id)).toEqual([]);
  });

  it('is not brought back past the check either', async () => {
    const id = await drawn(leak());
    await publish({ id, reason: REASON });
    const back = { method: 'POST', token, body: { version: 1 } };
    expect((await callApi(`/flows/${id}/rollback`, back)).status).toBe(403);
    const input = { flowId: id, version: '1' };
    expect(await callTrpc('versions.rollBack', { cookie, input, mutate: true })).toMatchObject({ status: 400 });
    const said = { cookie, input: { ...input, reason: REASON }, mutate: true };
    expect(await callTrpc('versions.rollBack', said)).toMatchObject({ status: 200 });
  });
});

it('a safe flow needs no reason, from a token neither, and keeps none', async () => {
  const id = await drawn(leak('me@example.org'));
  const done = await callApi(`/flows/${id}/publish`, { method: 'POST', token, body: { reason: REASON } });
  expect(done.status).toBe(200);
  const [version] = await versionsOf(id);
  expect(version).toMatchObject({ lintReason: null, lintHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
});

it('looking a file through tells the same, and saves nothing', async () => {
  const before = await db().flow.count();
  const told = await callApi('/flows/validate', { method: 'POST', token, body: leak() });
  expect(told.body.problems).toEqual([]);
  expect(told.body.findings).toContainEqual(
    expect.objectContaining({ rule: 'private-way-out', way: ['hook', 'tell'] }),
  );
  expect(await db().flow.count()).toBe(before);
});
