import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import * as flows from '#platform/flows.ts';
import { loadPlan } from '#platform/plans.ts';
import { db, sql } from '#prisma/client.ts';
import { draw } from '../support/draw.ts';
import { temporalIsDown } from './given.ts';

temporalIsDown();

const hello = (text = 'Hello') =>
  draw({
    name: 'Greeter',
    nodes: { hook: ['webhook'], greet: ['set', { fields: { text } }] },
    wires: ['hook > greet'],
  });

let id: string;
beforeEach(async () => {
  ({ id } = await flows.createFlow({ flow: hello() }));
});

const publish = () => flows.publishFlow({ id, by: 'anna' });
const flowRow = () => db().flow.findUniqueOrThrow({ where: { id } });
const triggers = () => db().trigger.findMany({ where: { flowId: id }, orderBy: { nodeId: 'asc' } });

async function change(draft: Flow) {
  return flows.saveDraft({ id, draft, revision: (await flowRow()).draftRevision });
}

describe('a draft', () => {
  it('is saved over the revision it is based on', async () => {
    expect(await flows.saveDraft({ id, draft: { ...hello(), name: 'New' }, revision: 1 })).toEqual({
      draftRevision: 2,
    });
    expect(await flowRow()).toMatchObject({ name: 'New', draftRevision: 2 });
  });

  it('is not saved over what somebody else saved, also at the same moment', async () => {
    const saves = ['a', 'b', 'c'].map((name) => flows.saveDraft({ id, draft: { ...hello(), name }, revision: 1 }));
    const results = await Promise.allSettled(saves);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(Conflict);
  });

  it('that is no flow is refused whole', async () => {
    const broken = { ...hello(), nodes: [{ id: 'BAD ID' }] } as unknown as Flow;
    await expect(flows.createFlow({ flow: broken })).rejects.toThrow(/not a flow/);
    await expect(change(broken)).rejects.toThrow(/not a flow/);
    expect((await flowRow()).draftRevision).toBe(1);
    await expect(flows.saveDraft({ id: 'none', draft: hello(), revision: 1 })).rejects.toThrow(NotFound);
  });
});

describe('publishing', () => {
  it('makes a version with its plan and triggers', async () => {
    const published = await publish();
    expect(published).toMatchObject({ number: 1, problems: [] });
    const version = await db().flowVersion.findUniqueOrThrow({ where: { id: published.versionId } });
    expect(version).toMatchObject({ flowId: id, number: 1, createdById: 'anna' });
    expect(Object.keys((await loadPlan(version.planHash)).steps)).toEqual(['greet']);
    expect((await flowRow()).publishedId).toBe(version.id);
    expect(await triggers()).toMatchObject([{ id: `${id}:hook`, nodeId: 'hook', type: 'webhook', active: true }]);
  });

  it('gives a webhook an address of 128 random bits and keeps it over versions', async () => {
    await publish();
    const [first] = await triggers();
    expect(Buffer.from(first?.key ?? '', 'base64url')).toHaveLength(16);
    await change(hello('Bye'));
    expect((await publish()).number).toBe(2);
    expect((await triggers())[0]?.key).toBe(first?.key);
  });

  it('switches triggers off that are gone, and on with the same address when they come back', async () => {
    await publish();
    const key = (await triggers())[0]?.key;
    await change(draw({ nodes: { start: ['manual'], greet: ['set', { fields: {} }] }, wires: ['start > greet'] }));
    await publish();
    expect((await triggers()).map(({ nodeId, active }) => [nodeId, active])).toEqual([
      ['hook', false],
      ['start', true],
    ]);
    await change(hello());
    await publish();
    expect((await triggers())[0]).toMatchObject({ active: true, key });
  });

  it('of what is published already makes no second version', async () => {
    const [one, two] = [await publish(), await publish()];
    expect(two).toEqual(one);
    expect(await db().flowVersion.count({ where: { flowId: id } })).toBe(1);
  });

  it('needs a trigger and no errors, and else changes nothing', async () => {
    await change(draw({ nodes: { greet: ['set', { fields: {} }] }, wires: [] }));
    await expect(publish()).rejects.toThrow(/trigger/);
    await change(draw({ nodes: { hook: ['webhook'], x: ['no.such.type'] }, wires: ['hook > x'] }));
    await expect(publish()).rejects.toMatchObject({
      name: 'Invalid',
      problems: [{ path: expect.stringMatching(/^x/) as string }],
    });
    expect(await db().flowVersion.count({ where: { flowId: id } })).toBe(0);
    expect(await triggers()).toEqual([]);
    expect((await flowRow()).publishedId).toBeNull();
  });

  it('twice at once numbers the versions one after the other', async () => {
    await publish();
    await change(hello('Other'));
    const [one, two] = await Promise.all([publish(), publish()]);
    expect([one.number, two.number]).toEqual([2, 2]);
  });
});

describe('a test run', () => {
  it('has a version of the draft under number 0, made once for the same draft', async () => {
    const [one, two] = [await flows.testVersion({ flowId: id }), await flows.testVersion({ flowId: id })];
    expect(two).toEqual(one);
    expect((await db().flowVersion.findUniqueOrThrow({ where: { id: one.versionId } })).number).toBe(0);
    await change(hello('Other'));
    expect((await flows.testVersion({ flowId: id })).versionId).not.toBe(one.versionId);
    expect((await publish()).number).toBe(1);
  });
});

describe('a flow', () => {
  it('is taken away and brought back, paused, with its address', async () => {
    await publish();
    const key = (await triggers())[0]?.key;
    await flows.deleteFlow({ id, by: 'anna' });
    expect((await triggers())[0]).toMatchObject({ active: false });
    await expect(publish()).rejects.toThrow(NotFound);
    await expect(flows.pauseFlow({ id, by: 'anna' })).rejects.toThrow(NotFound);
    await flows.restoreFlow({ id, by: 'anna' });
    expect(await flowRow()).toMatchObject({ deletedAt: null, paused: true });
    expect((await triggers())[0]).toMatchObject({ active: true, key });
    await flows.resumeFlow({ id, by: 'anna' });
    expect((await flowRow()).paused).toBe(false);
    await expect(flows.restoreFlow({ id: randomUUID(), by: 'anna' })).rejects.toThrow(NotFound);
  });

  it('has everything that was done with it in the audit log', async () => {
    await publish();
    await flows.pauseFlow({ id, by: 'token:t1' });
    const rows = await db().audit.findMany({ where: { subject: `flow:${id}` }, orderBy: { seq: 'asc' } });
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['user:anna', 'flow.publish'],
      ['token:t1', 'flow.pause'],
    ]);
  });
});

describe('a plan', () => {
  it('that was changed in the database is not run', async () => {
    const { versionId } = await publish();
    const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
    const { storePlan } = await import('#platform/plans.ts');
    const plan = { ...(await loadPlan(planHash)), name: randomUUID() };
    const hash = await storePlan(plan);
    await sql().run(`UPDATE "Plan" SET "plan" = replace("plan", 'greet', 'other') WHERE "hash" = ?`, [hash]);
    await expect(loadPlan(hash)).rejects.toThrow(/changed in the database/);
    await expect(loadPlan('none')).rejects.toThrow(/gone/);
  });
});
