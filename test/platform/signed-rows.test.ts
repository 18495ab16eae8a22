import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { createFlow, publishFlow, testVersion } from '#platform/flows.ts';
import { loadPlan, storePlan } from '#platform/plans.ts';
import { currentPolicy, savePolicy } from '#platform/policy-store.ts';
import { requireGenuineRun } from '#platform/signed-rows.ts';
import { signText } from '#platform/signature.ts';
import { db } from '#prisma/client.ts';
import { temporalIsDown } from './given.ts';

temporalIsDown();

const drawing = (name: string): Flow => ({
  format: 'hearth.flow/1',
  name,
  nodes: [{ id: 'start', type: 'manual', name: 'Start', position: { x: 0, y: 0 }, params: {} }],
  edges: [],
  notes: [],
});

async function publishedRun(over: { mode?: string; versionId?: string; planHash?: string } = {}) {
  const { id: flowId } = await createFlow({ flow: drawing(randomUUID()) });
  const { versionId } = await publishFlow({ id: flowId, by: 'user:anna' });
  const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
  return queued({ flowId, versionId, planHash, ...over });
}

type Of = { flowId: string; versionId: string; planHash: string; mode?: string; createdAt?: Date; retryOfId?: string };

async function queued(of: Of) {
  const id = randomUUID();
  const run = { triggerId: 'start', mode: 'production', status: 'queued', input: '{}', rootRunId: id, ...of };
  await db().run.create({ data: { id, ...run } });
  return { runId: id, ...of };
}

const refused = /changed outside of Hearth, so it does not run/;
const records = () => db().audit.count({ where: { action: 'integrity.refuse' } });
const notices = () => db().notice.count({ where: { title: 'Something was changed outside of Hearth' } });

describe('a published version', () => {
  let before = { records: 0, notices: 0 };
  beforeAll(() => db().notice.deleteMany());
  beforeEach(async () => {
    before = { records: await records(), notices: await notices() };
  });

  it('runs as it was published', async () => {
    const { runId } = await publishedRun();
    await expect(requireGenuineRun(runId)).resolves.toBeUndefined();
    expect(await records()).toBe(before.records);
  });

  it.each([
    ['its drawing', { document: '{"format":"hearth.flow/1","name":"evil"}' }],
    ['its number', { number: 7 }],
    ['its signature', { signature: null }],
    ['its signature for another', { signature: `${signText('version', 'another')}` }],
    ['its signature for a policy', { signature: signText('policy', 'x') }],
  ])('does not run once %s was changed in the database: on record, and the owner is told', async (_what, data) => {
    const { runId, versionId } = await publishedRun();
    await db().flowVersion.update({ where: { id: versionId }, data });
    await expect(requireGenuineRun(runId)).rejects.toThrow(refused);
    await expect(requireGenuineRun(runId)).rejects.toThrow(refused);
    expect(await records()).toBe(before.records + 2);
    expect(await notices()).toBe(before.notices + 1);
  });

  it('does not run with the plan of another, nor for another flow', async () => {
    const other = await publishedRun();
    const planned = await publishedRun({ planHash: other.planHash });
    await expect(requireGenuineRun(planned.runId)).rejects.toThrow(refused);
    const { versionId, planHash } = other;
    const moved = await queued({ versionId, planHash, flowId: planned.flowId });
    await expect(requireGenuineRun(moved.runId)).rejects.toThrow(refused);
    const made = await publishedRun({ versionId: 'not-there' });
    await expect(requireGenuineRun(made.runId)).rejects.toThrow(refused);
  });

  it('is one that was published: a draft that was only tried out runs as a test and as nothing else', async () => {
    const { id: flowId } = await createFlow({ flow: drawing(randomUUID()) });
    const { versionId, planHash } = await testVersion({ flowId });
    const asTest = await queued({ flowId, versionId, planHash, mode: 'test' });
    await expect(requireGenuineRun(asTest.runId)).resolves.toBeUndefined();
    const live = await queued({ flowId, versionId, planHash });
    await expect(requireGenuineRun(live.runId)).rejects.toThrow(refused);
  });
});

describe('a flow that is pointed back to an earlier version', () => {
  const later = new Date(Date.now() + 10 * 60_000);

  async function twoVersions() {
    const { id: flowId } = await createFlow({ flow: drawing(randomUUID()) });
    const first = await publishFlow({ id: flowId, by: 'user:anna' });
    await db().flow.update({ where: { id: flowId }, data: { draft: JSON.stringify(drawing('Changed')) } });
    const second = await publishFlow({ id: flowId, by: 'user:anna' });
    const of = async ({ versionId }: { versionId: string }) => {
      const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
      return { flowId, versionId, planHash };
    };
    return { first: await of(first), second: await of(second) };
  }

  it('does not run it, also when the later one is deleted', async () => {
    const { first, second } = await twoVersions();
    const again = await queued({ ...first, createdAt: later });
    await expect(requireGenuineRun(again.runId)).rejects.toThrow(/set back to an earlier version/);
    await db().flowVersion.delete({ where: { id: second.versionId } });
    await expect(requireGenuineRun(again.runId)).rejects.toThrow(/set back to an earlier version/);
  });

  it('runs the later one, what began before it, and what is done again as it was', async () => {
    const { first, second } = await twoVersions();
    const fine = [
      await queued({ ...second, createdAt: later }),
      await queued(first),
      await queued({ ...first, createdAt: later, retryOfId: 'earlier' }),
    ];
    for (const { runId } of fine) await expect(requireGenuineRun(runId)).resolves.toBeUndefined();
  });
});

describe('a plan', () => {
  const plan = () => storePlan({ name: randomUUID(), steps: {}, triggers: {} } as never);

  it('is loaded while it is what was signed', async () => {
    await expect(loadPlan(await plan())).resolves.toMatchObject({ steps: {} });
  });

  it.each([
    ['changed', { plan: '{"name":"evil","steps":{}}' }],
    ['not signed', { signature: null }],
    ['signed by nobody we know', { signature: `ed1:00000000:${'A'.repeat(86)}` }],
  ])('is refused when it is %s', async (_what, data) => {
    const hash = await plan();
    await db().plan.update({ where: { hash }, data });
    await expect(loadPlan(hash)).rejects.toThrow(/changed in the database/);
    expect(await db().audit.count({ where: { subject: `plan:${hash}` } })).toBe(1);
  });
});

describe('a policy', () => {
  it('that was written into the database lets nothing through, and can be mended by saving', async () => {
    await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' });
    expect((await currentPolicy()).policy).toEqual(DEFAULT_POLICY);
    const document = JSON.stringify({ ...DEFAULT_POLICY, rules: [] });
    const { version } = await db().policy.create({ data: { document } });
    await expect(currentPolicy()).rejects.toThrow(/rules were changed outside of Hearth/);
    await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna', base: version });
    expect((await currentPolicy()).version).toBe(version + 1);
  });

  it('is the last one that was saved: deleting it does not bring back the one before', async () => {
    await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' });
    const { version } = await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' });
    await db().policy.delete({ where: { version } });
    await expect(currentPolicy()).rejects.toThrow(/rules were changed outside of Hearth/);
    await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' });
    expect((await currentPolicy()).version).toBe(version + 1);
  });

  it('is not one of another number', async () => {
    const { version } = await savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' });
    const { document, signature } = await db().policy.findUniqueOrThrow({ where: { version } });
    await db().policy.create({ data: { document, signature } });
    await expect(currentPolicy()).rejects.toThrow(/rules were changed outside of Hearth/);
  });
});
