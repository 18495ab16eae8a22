import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleCost } from '#platform/budgets.ts';
import { passGate, type GateInput } from '#platform/gate.ts';
import { beginModelCall, endModelCall } from '#platform/model-calls.ts';
import { savePolicy } from '#platform/policy-store.ts';
import type { Budget } from '#lib/policy.ts';
import { db } from '#prisma/client.ts';
import { decide } from '#platform/approvals.ts';
import { anna, asked, freshGate, kindOf, mail, NO_RULES, read, run, withApproval } from './given-mail.ts';

freshGate();

const keep = (...budgets: Budget[]) => savePolicy({ policy: { ...NO_RULES, budgets }, by: 'anna' });
/** A mail of a step of its own. */
function to(id: string, stepId: string, amount?: number): GateInput {
  const input = mail({ call: { stepId }, target: { kind: 'mail', id } });
  const more = { field: 'sum', title: 'Sum', role: 'amount' as const, value: amount ?? 0, label: input.call.scope };
  return { ...input, args: [...input.args, more], literalFields: ['to', 'sum'] };
}

const question = (stepId: string, model: string): GateInput => {
  const input = read({
    call: { stepId },
    spec: { type: 'llm.ask', risk: 'read', repeat: 'safe' },
    connection: { type: 'openai' },
  });
  const arg = (field: string, value: string | number) => ({
    ...input.args[0]!,
    field,
    value,
    role: 'content' as const,
  });
  return { ...input, args: [arg('model', model), arg('prompt', 'x'.repeat(1000)), arg('maxTokens', 100_000)] };
};

/** A request to a model for an effect, ended; and what that means for the budgets. */
async function spend(effectKey: string, { cost, mostCost }: { cost: number | null; mostCost: number }): Promise<void> {
  const place = { runId: run.runId, rootRunId: run.runId, flowId: run.flowId, stepId: 'a', iteration: '', attempt: 1 };
  const service = { connectionId: 'c', provider: 'openai', model: 'gpt-4o-mini' };
  const id = await beginModelCall({ ...place, ...service, effectKey, mostCost, at: Date.now() });
  if (cost !== null) await endModelCall(id, { status: 'ok', cost, ms: 1 });
  await settleCost(effectKey);
}

describe('a budget', () => {
  it('counts each recipient by itself, all of several, whatever the case of letters', async () => {
    await keep({ name: `each-${run.runId}`, tool: 'mail.*', max: 2, window: '1h', per: 'target' });
    expect(await kindOf(to('ana@x.test', 'a'))).toBe('go');
    expect(await kindOf({ ...to('ana@x.test', 'b'), targetIds: ['ANA@x.test', 'ben@x.test'] })).toBe('go');
    expect(await kindOf(to('ben@x.test', 'c'))).toBe('go');
    expect(await passGate(to('ana@x.test', 'd'))).toMatchObject({ kind: 'deny' });
    expect(await kindOf({ ...to('eve@x.test', 'e'), targetIds: ['eve@x.test', 'ben@x.test'] })).toBe('deny');
    expect(await kindOf(to('eve@x.test', 'f'))).toBe('go');
  });

  it('counts the steps of each run', async () => {
    await keep({ name: `steps-${run.runId}`, tool: '*', max: 2, window: '30d', per: 'run' });
    expect([await kindOf(to('a@x.test', 'a')), await kindOf(read({ call: { stepId: 'b' } }))]).toEqual(['go', 'go']);
    expect(await kindOf(read({ call: { stepId: 'c' } }))).toBe('deny');
  });

  it('is never overspent by steps side by side, whatever they cost, and a repeated one pays once', async () => {
    const name = `money-${run.runId}`;
    await keep({ name, tool: '*', max: 100, window: '1d', amount: 'sum', per: 'target' });
    const sums = fc.sample(fc.integer({ min: 1, max: 40 }), 24);
    const inputs = sums.map((sum, at) => to('payee@x.test', `s${at}`, sum));
    // `keyed` may be tried again; each is tried twice at once.
    const twice = [...inputs, ...inputs].map((input) => ({
      ...input,
      spec: { ...input.spec, repeat: 'keyed' as const },
    }));
    const outcomes = await Promise.all(twice.map((input) => passGate(input)));
    const uses = await db().budgetUse.findMany({ where: { budget: { contains: name } } });
    const spent = uses.reduce((sum, { amount }) => sum + amount, 0);
    expect(spent).toBeLessThanOrEqual(100);
    expect(spent).toBeGreaterThan(60);
    const gone = new Set(outcomes.flatMap((outcome) => (outcome.kind === 'go' ? [outcome.effectKey] : [])));
    expect(uses.map(({ effectKey }) => effectKey).sort()).toEqual([...gone].sort());
  });

  it('of what models cost takes the most that a question may cost, then what it did cost', async () => {
    await keep({ name: `models-${run.runId}`, tool: '*', max: 0.2, window: '1d', cost: true });
    const first = await passGate(question('a', 'gpt-4o-mini'));
    if (first.kind !== 'go') throw new Error(JSON.stringify(first));
    expect(await passGate(question('b', 'gpt-4o-mini'))).toMatchObject({ kind: 'deny' });
    await spend(first.effectKey, { cost: 0.001, mostCost: 0.1 });
    expect(await kindOf(question('b', 'gpt-4o-mini'))).toBe('go');
    expect(await passGate(question('c', 'nobody-knows'))).toMatchObject({
      ...{ kind: 'deny', reason: expect.stringContaining('price') as string },
    });
    expect(await kindOf(to('a@x.test', 'd'))).toBe('go');
  });

  it('of what models cost adds an attempt that was cut to the next one', async () => {
    await keep({ name: `cut-${run.runId}`, tool: 'llm.*', max: 0.2, window: '1d', cost: true });
    const first = await passGate(question('a', 'gpt-4o-mini'));
    if (first.kind !== 'go') throw new Error(JSON.stringify(first));
    await spend(first.effectKey, { cost: null, mostCost: 0.1 });
    expect(await passGate(question('a', 'gpt-4o-mini'))).toMatchObject({
      ...{ kind: 'deny', reason: expect.stringContaining('Raise it under Settings, Rules.') as string },
    });
    expect(await kindOf(question('b', 'gpt-4o-mini'))).toBe('deny');
    await spend(first.effectKey, { cost: 0.001, mostCost: 0.1 });
    expect(await db().budgetUse.findMany({ where: { effectKey: first.effectKey } })).toMatchObject([{ amount: 0.101 }]);
  });

  it('of what models cost counts the vectors of notes; what is found by its words alone is free', async () => {
    await keep({ name: `notes-${run.runId}`, tool: 'memory.*', max: 0, window: '1d', cost: true });
    const search = question('a', 'text-embedding-3-small');
    const input = { ...search, spec: { ...search.spec, type: 'memory.search' } };
    expect(await passGate(input)).toMatchObject({ kind: 'deny', rule: `budget:notes-${run.runId}` });
    expect(await kindOf({ ...input, connection: null })).toBe('go');
  });

  it('that somebody raised is no yes to what the rules ask about, nor for another step', async () => {
    await db().user.update({ where: { id: anna.userId }, data: { role: 'owner' } });
    const budget = {
      name: `caps-${run.runId}`,
      tool: 'llm.*',
      max: 0.2,
      window: '1d',
      cost: true,
      atCap: 'ask',
    } as const;
    const rule = { id: 'models', match: { tool: 'llm.*' }, effect: 'ask', reason: 'Look first.' } as const;
    await savePolicy({ policy: { ...NO_RULES, budgets: [budget] }, by: 'anna' });
    const first = await passGate(question('a', 'gpt-4o-mini'));
    expect(first.kind).toBe('go');
    const { approvalId } = await asked(question('b', 'gpt-4o-mini'));
    // Asked once, however often the step comes.
    expect(await asked(question('b', 'gpt-4o-mini'))).toMatchObject({ approvalId });
    await decide({ approvalId, choice: 'approve', by: anna });
    expect(await asked(withApproval(question('c', 'gpt-4o-mini'), approvalId))).not.toMatchObject({ approvalId });
    await savePolicy({ policy: { ...NO_RULES, rules: [rule], budgets: [budget] }, by: 'anna' });
    const ruled = await asked(withApproval(question('b', 'gpt-4o-mini'), approvalId));
    expect(ruled.reason).toBe('policy:models');
    await decide({ approvalId: ruled.approvalId, choice: 'approve', by: anna });
    expect(await kindOf(withApproval(question('b', 'gpt-4o-mini'), ruled.approvalId))).toBe('go');
  });

  it('that somebody raised in the database alone stops the step', async () => {
    const budget = {
      name: `forged-${run.runId}`,
      tool: 'llm.*',
      max: 0.2,
      window: '1d',
      cost: true,
      atCap: 'ask',
    } as const;
    await keep(budget);
    await passGate(question('a', 'gpt-4o-mini'));
    const { approvalId } = await asked(question('b', 'gpt-4o-mini'));
    await db().approval.update({
      where: { id: approvalId },
      data: { status: 'decided', choice: 'approve', decidedById: anna.userId, decidedAt: new Date(), signature: 'x' },
    });
    expect(await passGate(withApproval(question('b', 'gpt-4o-mini'), approvalId))).toMatchObject({
      ...{ kind: 'deny', rule: 'cap-forged' },
    });
    expect(await db().budgetUse.count({ where: { effectKey: `raise:${approvalId}` } })).toBe(0);
  });
});

describe('an echo', () => {
  const message = (at: number, id = 'ben@x.test') => ({
    ...to(id, `m${at}`),
    spec: { ...mail().spec, delayed: true },
  });

  it('pauses the flow, once, and tells the owner', async () => {
    await savePolicy({ policy: { ...NO_RULES, loopBreaker: { max: 3, window: '10m' }, sendDelay: '0s' }, by: 'anna' });
    for (let at = 0; at < 3; at += 1) expect(await kindOf(message(at))).toBe('go');
    expect(await kindOf(message(9, 'other@x.test'))).toBe('go');
    for (const at of [4, 5]) expect(await passGate(message(at))).toMatchObject({ kind: 'deny', rule: 'echo' });
    expect(await db().flow.findUniqueOrThrow({ where: { id: run.flowId } })).toMatchObject({ paused: true });
    const where = { flowId: run.flowId };
    expect(await db().notice.findMany({ where })).toMatchObject([{ level: 'urgent' }]);
    expect(await db().audit.count({ where: { action: 'flow.pause', subject: `flow:${run.flowId}` } })).toBe(1);
  });

  it('is no echo when a step is tried again', async () => {
    await savePolicy({ policy: { ...NO_RULES, loopBreaker: { max: 1, window: '10m' }, sendDelay: '0s' }, by: 'anna' });
    const one = { ...message(1), spec: { ...message(1).spec, repeat: 'keyed' as const } };
    expect([await kindOf(one), await kindOf(one), await kindOf(one)]).toEqual(['go', 'go', 'go']);
  });
});
