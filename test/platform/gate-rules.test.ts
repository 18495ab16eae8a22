import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import { verifyAudit } from '#platform/audit.ts';
import { passGate } from '#platform/gate.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { releaseStop, setStop } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';
import { approved, freshGate, kindOf, mail, mailToStranger, NO_RULES, read, run } from './given-mail.ts';

freshGate();

describe('the stop switch', () => {
  it.each([
    ['everything', () => 'global'],
    ['a flow', () => `flow:${run.flowId}`],
    ['a tool', () => 'tool:mail.send'],
  ])('halts %s before its next effect, reads too', async (_what, scope) => {
    await setStop(scope(), 'anna', 'Odd mails');
    for (const input of [mail(), read()]) {
      const outcome = await passGate(input);
      expect(outcome).toMatchObject({ kind: 'deny', type: 'Stopped', rule: 'stopped' });
      expect(outcome.kind === 'deny' && outcome.reason).toContain('Odd mails');
    }
    await releaseStop(scope(), 'anna');
    expect(await kindOf(mail())).toBe('go');
  });

  it('halts what was approved already', async () => {
    const input = await approved(mailToStranger());
    await setStop('global', 'anna');
    expect(await kindOf(input)).toBe('deny');
    await releaseStop('global', 'anna');
    expect(await kindOf(input)).toBe('go');
  });

  it('of another flow or tool changes nothing', async () => {
    await setStop('flow:other', 'anna');
    await setStop('tool:mail.sen', 'anna');
    expect(await kindOf(mail())).toBe('go');
    await expect(setStop('all', 'anna')).rejects.toThrow(/Stop "global"/);
  });
});

describe('a policy', () => {
  it('can refuse and ask, and is read for every action', async () => {
    const rule = { id: 'no-mail', match: { tool: 'mail.*' }, reason: 'Not from here.' };
    await savePolicy({ policy: { ...NO_RULES, rules: [{ ...rule, effect: 'deny' }] }, by: 'anna' });
    for (const input of [mail(), read()])
      expect(await passGate(input)).toMatchObject({ kind: 'deny', rule: 'policy:no-mail', type: 'Denied' });
    await savePolicy({ policy: { ...NO_RULES, rules: [{ ...rule, effect: 'ask' }] }, by: 'anna' });
    expect(await kindOf(mail())).toBe('ask');
    expect(await kindOf(read())).toBe('ask');
  });

  it('lets an untrusted target go that the owner listed', async () => {
    await db().contact.create({ data: { id: randomUUID(), name: 'Ben', kind: 'mail', address: 'Ben@example.org' } });
    expect(await passGate(mailToStranger())).toMatchObject({ kind: 'go', decision: { rule: 'listed-target' } });
    await db().contact.deleteMany();
    expect(await kindOf(mailToStranger({ call: { stepId: 'b' } }))).toBe('ask');
  });

  it('holds a budget under parallel steps, and counts a retry once', async () => {
    const budgets = [{ name: 'mails', tool: 'mail.*', max: 5, window: '1h' }];
    await savePolicy({ policy: { ...NO_RULES, budgets }, by: 'anna' });
    const steps = Array.from({ length: 20 }, (_, i) => mail({ call: { stepId: `s${i}` }, spec: { repeat: 'keyed' } }));
    const kinds = await Promise.all(steps.map(kindOf));
    expect(kinds.filter((kind) => kind === 'go')).toHaveLength(5);
    const first = steps[kinds.indexOf('go')]!;
    expect(await kindOf(first)).toBe('go');
    expect(await db().budgetUse.count({ where: { budget: 'mails' } })).toBe(5);
    expect(await passGate(read({ call: { stepId: 'r' } }))).toMatchObject({ kind: 'deny', rule: 'budget:mails' });
    await db().budgetUse.updateMany({ data: { at: new Date(Date.now() - 3601_000) } });
    expect(await kindOf(mail({ call: { stepId: 'later' } }))).toBe('go');
  });

  it('sums amounts, and takes none that is negative or no number', async () => {
    const budgets = [{ name: 'money', tool: '*', max: 100, window: '1d', amount: 'sum' }];
    await savePolicy({ policy: { ...NO_RULES, budgets }, by: 'anna' });
    let count = 0;
    const pay = (value: unknown) =>
      kindOf(
        mail({
          call: { stepId: `p${count++}` },
          args: [{ field: 'sum', title: 'Sum', role: 'amount', value: value as number, label: TRUSTED }],
        }),
      );
    expect(await pay(60)).toBe('go');
    expect(await pay('30.5')).toBe('go');
    for (const bad of [10, -50, 'much', null, '']) expect(await pay(bad)).toBe('deny');
    expect(await pay(9.5)).toBe('go');
  });
});

it('every step of all this is in an unbroken audit log', async () => {
  expect(await verifyAudit()).toMatchObject({ ok: true });
});
