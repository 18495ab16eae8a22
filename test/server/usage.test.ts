import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#bin/cli/program.ts';
import { csvOf } from '#lib/csv.ts';
import { env } from '#platform/env.ts';
import { beginModelCall, endModelCall, type EndedCall } from '#platform/model-calls.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { UsageRow, UsageView } from '#lib/views-usage.ts';
import type { Actor } from '#server/actor.ts';
import { startApi } from '../support/api-server.ts';
import { givenRun } from '../platform/given.ts';
import { addPerson, callApi, tokenOf } from './house.ts';

let owner: Actor;
let token: string;
const runs = { hers: { runId: '', flowId: '' }, byItself: { runId: '', flowId: '' } };

type Call = Partial<EndedCall> & { run?: { runId: string; flowId: string }; model?: string; mostCost?: number };

async function call(at: string, { run = runs.hers, model = 'gpt-5.4', mostCost = 1, ...end }: Call = {}) {
  const place = { runId: run.runId, rootRunId: run.runId, flowId: run.flowId, stepId: 's', iteration: '', attempt: 1 };
  const service = { connectionId: 'gone', provider: 'openai', model, effectKey: at, mostCost };
  const id = await beginModelCall({ ...place, ...service, at: Date.parse(at) });
  if (Object.keys(end).length > 0) await endModelCall(id, { status: 'ok', cost: null, ms: 1, ...end });
}

async function usage(query: string): Promise<UsageView> {
  const { status, body } = await callApi(`/usage?${query}`, { token });
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as UsageView;
}

beforeAll(async () => {
  owner = await addPerson('owner');
  token = await tokenOf(owner, ['admin']);
  runs.hers = await givenRun({ status: 'running' });
  runs.byItself = await givenRun({ status: 'running' });
  await db().run.update({ where: { id: runs.hers.runId }, data: { startedById: owner.userId } });
  await db().flow.update({ where: { id: runs.hers.flowId }, data: { name: '=HYPERLINK("http://evil")' } });
  const usage = { inputTokens: 1000, cachedTokens: 400, outputTokens: 100 };
  await call('2026-03-28T23:30:00Z', { cost: 1, usage });
  await call('2026-03-29T21:59:00Z', { cost: 2, usage, run: runs.byItself });
  await call('2026-03-29T22:01:00Z', { cost: 4, usage, model: 'gpt-5' });
  await call('2026-03-29T22:02:00Z', { cost: 0, status: 'failed' });
  await call('2026-03-29T22:03:00Z', { status: 'cut', mostCost: 0.5 });
  await call('2026-03-29T22:04:00Z', { mostCost: 0.25 });
  await call('2026-03-29T22:05:00Z', { usage, model: 'nobody-knows' });
});
afterAll(() => closeDb());

describe('usage', () => {
  it('is counted in days of the person’s zone, also of 23 hours', async () => {
    const paris = await usage('from=2026-03-28&to=2026-03-31&zone=Europe/Paris');
    expect(paris.days.map(({ day, cost }) => [day, cost])).toEqual([
      ['2026-03-28', 0],
      ['2026-03-29', 3],
      ['2026-03-30', 4],
      ['2026-03-31', 0],
    ]);
    const utc = await usage('from=2026-03-28&to=2026-03-29&zone=UTC');
    expect(utc.days.map(({ cost }) => cost)).toEqual([1, 6]);
    expect(await usage('from=2026-03-30&to=2026-03-30&zone=Europe/Paris')).toMatchObject({
      ...{ since: '2026-03-29', total: { cost: 4 } },
    });
  });

  it('says what failed, was cut or has no price apart, and for whom it was', async () => {
    const view = await usage('from=2026-03-28&to=2026-03-31');
    expect(view.total).toEqual({
      ...{ calls: 7, failed: 1, cut: 2, unpriced: 1, cost: 7, uncertain: 0.75 },
      ...{ inputTokens: 4000, cachedTokens: 1600, outputTokens: 400 },
    });
    expect(view.by.flow.map(({ id, cost }) => [id, cost])).toEqual([
      [runs.hers.flowId, 5],
      [runs.byItself.flowId, 2],
    ]);
    expect(view.by.model.map(({ id }) => id)).toEqual(['gpt-5', 'gpt-5.4', 'nobody-knows']);
    expect(view.by.person).toMatchObject([
      { id: owner.userId, name: 'owner' },
      { id: null, cost: 2 },
    ]);
    expect(view.by.connection).toMatchObject([{ id: 'gone', name: null, calls: 7 }]);
    const stacked = view.days.map(({ by }) => by.flow.reduce((sum, { cost }) => sum + cost, 0));
    expect(stacked).toEqual(view.days.map(({ cost }) => cost));
  });

  it('goes into a file in which no name is a formula', async () => {
    const { body } = await callApi('/usage/rows?from=2026-03-28&to=2026-03-31', { token });
    const rows = body.items as UsageRow[];
    expect(rows.reduce((sum, { cost }) => sum + cost, 0)).toBe(7);
    const text = csvOf(rows);
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(text.split(/[\r\n,]+/).filter((cell) => /^"?[=+@]/.test(cell))).toEqual([]);
  });

  it('is read on the command line, and written to a file', async () => {
    await using server = await startApi();
    const folder = mkdtempSync(join(env().dataDir, 'usage-'));
    const hearth = async (...args: string[]) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const own = { HEARTH_URL: server.url, HEARTH_TOKEN: token, XDG_CONFIG_HOME: folder };
      const io = { stdin: Readable.from([]), stdout, stderr, env: own, folder, exitCode: 0 };
      const days = ['--from', '2026-03-28', '--to', '2026-03-31', '--zone', 'Europe/Paris'];
      const code = await runCli(['usage', ...days, ...args], io);
      return { code, text: String(stdout.read() ?? stderr.read()) };
    };
    const { code, text } = await hearth('--by', 'day');
    expect(code).toBe(0);
    expect(text).toMatch(/2026-03-29 +\$3\.00 +2000 +200 +800 +2 +0 +0\n2026-03-30 +\$4\.00/);
    expect(text).toMatch(/TOTAL +\$7\.00/);
    expect(text).toContain('Up to $0.75 more for calls that were cut off or are under way');
    expect((await hearth('--by', 'person')).text).toMatch(/by itself +\$2\.00/);
    expect((await hearth('--csv', 'usage.csv')).text).toContain('5 rows written');
    expect(readFileSync(join(folder, 'usage.csv'), 'utf8')).toContain(`'=HYPERLINK`);
    expect((await hearth('--from', '2026-04-01')).code).toBe(2);
  });

  it('tells what is used of the caps', async () => {
    const budget = { name: 'Day', tool: 'llm.*', max: 5, window: '1d', cost: true as const };
    const budgets = [
      { ...budget, atCap: 'ask' as const },
      { ...budget, name: 'Run', per: 'run' as const },
      { name: 'mails', tool: 'mail.*', max: 5, window: '1d' },
    ];
    await savePolicy({ policy: { rules: [], allowLists: [], budgets }, by: 'anna' });
    const use = (effectKey: string, amount: number) => ({ budget: '["cost","Day","",""]', effectKey, amount });
    await db().budgetUse.createMany({ data: [use('a', 2), use('b', 4), use('raise:c', -5)] });
    expect((await usage('from=2026-03-28&to=2026-03-28')).caps).toEqual([
      { name: 'Day', max: 5, window: '1d', per: null, asks: true, used: 6, raised: 5 },
      { name: 'Run', max: 5, window: '1d', per: 'run', asks: false, used: null, raised: 0 },
    ]);
  });

  it('refuses days that are none, too many of them, and whoever may not see it', async () => {
    for (const query of [
      'from=2026-02-30&to=2026-03-01',
      'from=2020-01-01&to=2026-01-01',
      'from=2026-02-02&to=2026-02-01',
    ])
      expect((await callApi(`/usage?${query}`, { token })).status).toBe(400);
    expect((await callApi('/usage?from=2026-02-01&to=2026-02-01&zone=Mars/Base', { token })).status).toBe(400);
    const lesser = await tokenOf(owner, ['view', 'run', 'approve', 'edit']);
    for (const path of ['/usage', '/usage/rows'])
      expect((await callApi(`${path}?from=2026-02-01&to=2026-02-01`, { token: lesser })).status).toBe(403);
  });
});
