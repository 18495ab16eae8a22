import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { decide } from '#platform/approvals.ts';
import { db } from '#prisma/client.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

function template(name: string): Flow {
  return Flow.parse(JSON.parse(readFileSync(`templates/${name}.json`, 'utf8')));
}

async function press(run: FlowRun, choice: string): Promise<void> {
  const { approvalId = '' } = await run.sees('step.waiting', 'ask');
  await decide({ approvalId, choice, by: TESTER });
}

async function rowsOf(table: string): Promise<Record<string, Json>[]> {
  const rows = await db().dataRow.findMany({ where: { table: { name: table } }, orderBy: { createdAt: 'asc' } });
  return rows.map((row) => JSON.parse(row.data) as Record<string, Json>);
}

describe('the templates', () => {
  useHearth();

  it('keep what a form sends once a person has accepted it, and know where it came from', async () => {
    const body = { name: 'Ada', email: 'ada@example.org', message: 'A table for two?' };
    const input = { method: 'POST', path: '/', headers: {}, query: {}, body };
    await using run = await testFlow(template('form-to-table'), { input, from: 'webhook:form' });
    await press(run, 'approve');
    expect(await run.ends()).toMatchObject({ type: 'run.done' });
    expect(await run.sees('run.responded')).toMatchObject({ status: 201 });
    expect(await rowsOf('Requests')).toMatchObject([{ ...body, decided_by: expect.any(String) as string }]);
    const { labels } = await db().dataRow.findFirstOrThrow({ where: { table: { name: 'Requests' } } });
    expect(JSON.parse(labels)).toMatchObject({
      fields: { message: { integrity: 'untrusted', origins: ['webhook:form'] } },
    });
  });

  it('answer a form that is incomplete or turned down without keeping it', async () => {
    const before = (await rowsOf('Requests')).length;
    await using incomplete = await testFlow(template('form-to-table'), {
      input: { body: 'just text' },
      from: 'webhook:form',
    });
    expect(await incomplete.sees('run.responded')).toMatchObject({ status: 400 });
    const body = { name: 'Bob', email: 'bob@example.org', message: 'Buy this!' };
    await using refused = await testFlow(template('form-to-table'), { input: { body }, from: 'webhook:form' });
    await press(refused, 'deny');
    expect(await refused.sees('run.responded')).toMatchObject({ status: 403 });
    expect(await rowsOf('Requests')).toHaveLength(before);
  });

  it('remind of what was added, by hand and on schedule, and note when it was done', async () => {
    const flow = template('daily-reminders');
    await using empty = await testFlow(flow, { trigger: 'by_hand', input: {} });
    expect(await empty.ends()).toMatchObject({ type: 'run.done' });
    for (const task of ['Water the plants', 'Check the smoke detector']) {
      await using adding = await testFlow(flow, { trigger: 'by_hand', input: { task } });
      await press(adding, 'later');
      expect(await adding.ends()).toMatchObject({ type: 'run.done' });
    }
    const times = { scheduledAt: '2026-11-23T08:00:00.000Z', firedAt: '2026-11-23T08:00:01.000Z' };
    await using morning = await testFlow(flow, { trigger: 'morning', input: times });
    await press(morning, 'done');
    expect(await morning.ends()).toMatchObject({ type: 'run.done' });
    expect(await rowsOf('Reminder log')).toMatchObject([
      { list: 'For today (2):\n- Water the plants\n- Check the smoke detector', done_by: expect.any(String) as string },
    ]);
  });

  it('book small expenses, ask about large ones and fail over the budget, after both checks', async () => {
    const flow = template('parallel-checks');
    await using small = await testFlow(flow, { input: { purpose: 'Chair', amount: 180 } });
    expect(await small.ends()).toMatchObject({ type: 'run.done' });
    expect(await small.outputOf('verdict')).toEqual({ result: 'small', left: 1000 });
    await using large = await testFlow(flow, { input: { purpose: 'Desk', amount: 500 } });
    await press(large, 'approve');
    expect(await large.ends()).toMatchObject({ type: 'run.done' });
    await using denied = await testFlow(flow, { input: { purpose: 'Lamp', amount: 300 } });
    await press(denied, 'deny');
    expect(await denied.ends()).toMatchObject({ type: 'run.done' });
    await using over = await testFlow(flow, { input: { purpose: 'Car', amount: 400 } });
    expect(await over.ends()).toMatchObject({
      type: 'run.failed',
      error: { message: 'Only 320 of the budget is left.' },
    });
    expect((await rowsOf('Expenses')).map((row) => row.purpose)).toEqual(['Chair', 'Desk']);
  });
});
