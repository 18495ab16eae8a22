import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untrusted, uniform } from '#lib/label.ts';
import { workflowIdOf } from '#lib/messages.ts';
import { env } from '#platform/env.ts';
import { syncSchedules } from '#platform/flows.ts';
import { ingest, startRun, sweepRuns } from '#platform/ingest.ts';
import { scheduleIdOf } from '#platform/schedules.ts';
import { MOST_OPEN_RUNS, stopSweeping } from '#platform/start-run.ts';
import { closeTemporal, ensureNamespace, temporalClient } from '#platform/temporal.ts';
import { sweepDecisions, wakeRun } from '#platform/wake.ts';
import { db } from '#prisma/client.ts';
import { freePort } from '../support/free-port.ts';
import { startTemporal, type TemporalServer } from '../support/temporal-server.ts';
import { until } from '../support/until.ts';
import { givenFlow, givenRun } from './given.ts';

let server: TemporalServer;
const labels = uniform(untrusted('webhook'));

beforeAll(async () => {
  process.env.HEARTH_TEMPORAL_PORT = String(await freePort());
  server = await startTemporal({ dataDir: env().dataDir, port: env().temporalPort });
  await ensureNamespace();
});
afterAll(async () => {
  stopSweeping();
  await closeTemporal();
  await server.stop();
});

async function accepted(input: unknown = { a: 1 }): Promise<string> {
  const { flowId } = await givenFlow();
  const event = { triggerId: 'hook', flowId, versionId: 'v1', planHash: 'p', input: input as string, labels };
  return (await ingest({ ...event, mode: 'production' })).runId;
}

const historyOf = async (runId: string) =>
  (await temporalClient()).workflow.getHandle(workflowIdOf(runId)).fetchHistory();

describe('a run', () => {
  it('is started once, however often that is asked', async () => {
    const runId = await accepted();
    expect(await Promise.all([startRun(runId), startRun(runId), startRun(runId)])).toEqual([true, true, true]);
    expect(await startRun(runId)).toBe(true);
    expect((await db().run.findUniqueOrThrow({ where: { id: runId } })).acceptedAt).not.toBeNull();
  });

  it('that Temporal has but the database does not know of is only noted', async () => {
    const runId = await accepted();
    await startRun(runId);
    await db().run.update({ where: { id: runId }, data: { acceptedAt: null } });
    expect((await sweepRuns()).started).toBe(1);
    expect((await historyOf(runId)).events).toHaveLength(2);
  });

  it('shows nothing of its data to whoever reads the server', async () => {
    const runId = await accepted({ token: 'visible-secret' });
    await startRun(runId);
    const [started] = (await historyOf(runId)).events ?? [];
    const [payload] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    expect(Buffer.from(payload?.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
    expect(Buffer.from(payload?.data ?? []).includes('visible-secret')).toBe(false);
    expect(JSON.stringify(started)).not.toContain('visible-secret');
  });

  it('is woken by an empty signal, and by the sweeper when that was lost', async () => {
    const runId = await accepted();
    await startRun(runId);
    expect(await wakeRun(runId)).toBe(true);
    const { flowId } = await db().run.update({ where: { id: runId }, data: { status: 'waiting' } });
    const place = { runId, flowId, stepId: 's', iteration: '', kind: 'step', title: '', request: '{}', actionHash: '' };
    await db().approval.create({ data: { ...place, id: runId, status: 'decided', expiresAt: new Date(0) } });
    expect(await sweepDecisions()).toBe(1);
    const signals = (await historyOf(runId)).events?.filter((event) => event.workflowExecutionSignaledEventAttributes);
    expect(signals).toHaveLength(2);
    expect(signals?.[0]?.workflowExecutionSignaledEventAttributes).toMatchObject({ signalName: 'wake' });
    expect(signals?.[0]?.workflowExecutionSignaledEventAttributes?.input?.payloads ?? []).toEqual([]);
    expect(await wakeRun('no-such-run')).toBe(false);
  });
});

describe('a flood of events', () => {
  it('is worked off with a bounded number of open runs', async () => {
    await db().run.updateMany({ data: { status: 'done' } });
    const { flowId } = await givenFlow();
    const ids: string[] = [];
    for (let index = 0; index < MOST_OPEN_RUNS + 5; index += 1) ids.push((await givenRunOf(flowId)).runId);
    expect(await sweepRuns()).toEqual({ started: MOST_OPEN_RUNS, left: 1 });
    stopSweeping();
    expect(await startRun(ids.at(-1)!)).toBe(false);
    expect(await db().run.count({ where: { flowId, acceptedAt: { not: null } } })).toBe(MOST_OPEN_RUNS);
    await db().run.updateMany({ where: { id: { in: ids.slice(0, 10) } }, data: { status: 'done' } });
    // The refused start has asked for another sweep.
    await until(async () => (await db().run.count({ where: { flowId, acceptedAt: null } })) === 0, {
      what: 'the rest',
    });
  }, 60_000);
});

describe('schedules', () => {
  const config = (over = {}) =>
    JSON.stringify({ mode: 'cron', cron: '0 8 * * *', timezone: 'Europe/Berlin', catchup: '2h', ...over });

  async function givenSchedule() {
    const { flowId } = await givenFlow();
    const trigger = { id: `${flowId}:t`, flowId, nodeId: 't' };
    await db().trigger.create({ data: { ...trigger, type: 'schedule', config: config() } });
    return {
      ...trigger,
      describe: async () => (await temporalClient()).schedule.getHandle(scheduleIdOf(trigger)).describe(),
    };
  }

  it('follow what is published, as often as they are told', async () => {
    const trigger = await givenSchedule();
    for (let round = 0; round < 2; round += 1) expect(await syncSchedules(trigger.flowId)).toBe(true);
    const made = await trigger.describe();
    expect(made.policies).toMatchObject({ catchupWindow: 2 * 3600_000, overlap: 'ALLOW_ALL' });
    expect(made.action).toMatchObject({
      workflowType: 'scheduledV1',
      args: [{ flowId: trigger.flowId, triggerId: trigger.id }],
    });
    const { nextFireAt } = await db().trigger.findUniqueOrThrow({ where: { id: trigger.id } });
    expect(nextFireAt).toEqual(made.info.nextActionTimes[0]);
    const berlin = new Intl.DateTimeFormat('de', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' });
    expect(berlin.format(nextFireAt ?? 0)).toContain('08');
    await db().trigger.update({ where: { id: trigger.id }, data: { config: config({ mode: 'every', every: '15m' }) } });
    await syncSchedules(trigger.flowId);
    expect((await trigger.describe()).spec.intervals).toMatchObject([{ every: 15 * 60_000 }]);
  });

  it.each([
    ['paused', (flowId: string) => db().flow.update({ where: { id: flowId }, data: { paused: true } })],
    ['removed', (flowId: string) => db().flow.update({ where: { id: flowId }, data: { deletedAt: new Date() } })],
    [
      'published without it',
      (flowId: string) => db().trigger.updateMany({ where: { flowId }, data: { active: false } }),
    ],
  ])('end when their flow is %s', async (_what, change) => {
    const trigger = await givenSchedule();
    await syncSchedules();
    await change(trigger.flowId);
    await syncSchedules();
    await expect(trigger.describe()).rejects.toThrow(/not found/i);
    expect((await db().trigger.findUniqueOrThrow({ where: { id: trigger.id } })).nextFireAt).toBeNull();
  });
});

describe('the namespace', () => {
  it('is made where the server does not have it', async () => {
    const settings = env();
    const before = settings.temporalNamespace;
    settings.temporalNamespace = 'another';
    await ensureNamespace();
    await ensureNamespace();
    const { workflowService } = (await temporalClient()).connection;
    const { namespaceInfo } = await workflowService.describeNamespace({ namespace: 'another' });
    expect(namespaceInfo?.name).toBe('another');
    settings.temporalNamespace = before;
  });
});

describe('a server that went away and came back', () => {
  it('is found again by the same client', async () => {
    await db().run.updateMany({ data: { status: 'done' } });
    const runId = await accepted();
    await server.stop();
    expect(await startRun(runId)).toBe(false);
    server = await startTemporal({ dataDir: env().dataDir, port: env().temporalPort });
    await until(async () => (await sweepRuns()).started === 1, { what: 'the run to start' });
  }, 60_000);
});

async function givenRunOf(flowId: string) {
  const run = await givenRun({ flowId });
  const input = JSON.stringify({ kind: 'inline', value: null, labels });
  await db().run.update({ where: { id: run.runId }, data: { input } });
  return run;
}
