import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ActivityResult } from '#lib/call.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { decide } from '#platform/approvals.ts';
import { effectKeyOf } from '#platform/effect-key.ts';
import { finishEffect, passGate, type GateInput } from '#platform/gate.ts';
import { runEvents } from '#platform/run-events.ts';
import { db } from '#prisma/client.ts';
import {
  anna,
  approved,
  asked,
  freshGate,
  kindOf,
  mail,
  mailToStranger,
  read,
  run,
  withApproval,
} from './given-mail.ts';

freshGate();
afterEach(() => void vi.useRealTimers());
const done: ActivityResult = {
  kind: 'done',
  output: { kind: 'inline', value: { sent: true }, labels: { rest: TRUSTED } },
};

describe('an action that may go', () => {
  it('goes under a key that is the same for every attempt', async () => {
    const key = effectKeyOf({ rootRunId: run.runId, stepId: 'send', iteration: '', generation: 0 });
    expect(await passGate(mail())).toMatchObject({ kind: 'go', effectKey: key, decision: { outcome: 'allow' } });
    expect(await db().effect.findUnique({ where: { key } })).toMatchObject({ status: 'started', tool: 'mail.send' });
    expect(await db().audit.count({ where: { action: 'gate.allow', subject: `run:${run.runId}` } })).toBe(1);
  });

  it('and only reads leaves nothing behind', async () => {
    const before = await counts();
    const outcome = await passGate(read());
    if (outcome.kind !== 'go') throw new Error('It may read.');
    await finishEffect({ effectKey: outcome.effectKey, status: 'done', result: done });
    expect(await counts()).toEqual(before);
  });

  it('takes the facts of the run into its own commits', async () => {
    const fact = (key: string): RunEventDraft => ({
      key,
      stepId: 's',
      iteration: '',
      at: 1,
      body: { type: 'step.started', attempt: 1 },
    });
    for (const [name, input] of Object.entries({ read: read(), send: mail() })) {
      const outcome = await passGate({ ...input, facts: ({ kind }) => [fact(`${name}:${kind}`)] });
      if (outcome.kind !== 'go') throw new Error('It may go.');
      await finishEffect({
        effectKey: outcome.effectKey,
        status: 'done',
        facts: { runId: run.runId, events: [fact(`${name}:end`)] },
      });
    }
    const keys = (await runEvents({ runId: run.runId })).map((event) => event.key);
    expect(keys).toEqual(['read:go', 'read:end', 'send:go', 'send:end']);
  });

  it('and was done before gives its stored result', async () => {
    for (const repeat of ['never', 'keyed', 'safe'] as const) {
      const input = mail({ call: { stepId: repeat }, spec: { repeat } });
      const first = await passGate(input);
      if (first.kind !== 'go') throw new Error('It may go.');
      await finishEffect({ effectKey: first.effectKey, status: 'done', result: done });
      expect(await passGate(input)).toEqual({ kind: 'repeat', result: done });
      await finishEffect({ effectKey: first.effectKey, status: 'failed' });
      expect(await passGate(input)).toEqual({ kind: 'repeat', result: done });
    }
  });

  it('goes again with the same key after a failure or, where that is safe, after a crash', async () => {
    for (const repeat of ['keyed', 'safe'] as const) {
      const input = mail({ call: { stepId: repeat }, spec: { repeat } });
      const [first, second] = [await passGate(input), await passGate(input)];
      expect(second).toEqual(first);
    }
    const once = await passGate(mail());
    if (once.kind !== 'go') throw new Error('It may go.');
    await finishEffect({ effectKey: once.effectKey, status: 'failed' });
    expect(await passGate(mail())).toEqual(once);
  });
});

describe('an action that must be asked for', () => {
  it('waits for a person, and a second attempt asks the same question', async () => {
    const first = await asked(mailToStranger());
    expect(first).toMatchObject({ reason: 'untrusted-target', decision: { outcome: 'ask' } });
    expect((await asked(mailToStranger({ attempt: 2 }))).approvalId).toBe(first.approvalId);
    expect((await asked(withApproval(mailToStranger(), first.approvalId))).approvalId).toBe(first.approvalId);
    expect(await db().approval.count({ where: { runId: run.runId } })).toBe(1);
    expect(await db().effect.count({ where: { runId: run.runId } })).toBe(0);
  });

  it('goes once it is approved, and again for the same effect only', async () => {
    const input = await approved(mailToStranger({ spec: { repeat: 'keyed' } }));
    const outcome = await passGate(input);
    expect(outcome).toMatchObject({ kind: 'go', decision: { outcome: 'allow', rule: 'approved' } });
    expect(await kindOf(input)).toBe('go');
    expect(await passGate({ ...input, call: { ...input.call, generation: 1 } })).toMatchObject({
      kind: 'deny',
      rule: 'approval-used',
    });
  });

  it('finds an approval that was given while the attempt that asked for it died', async () => {
    const { approvalId } = await asked(mailToStranger());
    await decide({ approvalId, choice: 'approve', by: anna });
    expect(await kindOf(mailToStranger())).toBe('go');
  });

  it('is refused when the person says no, with the reason', async () => {
    const { approvalId } = await asked(mailToStranger());
    await decide({ approvalId, choice: 'deny', reason: 'Wrong Ben', by: anna });
    expect(await passGate(withApproval(mailToStranger(), approvalId))).toMatchObject({
      kind: 'deny',
      rule: 'approval-denied',
      reason: 'Wrong Ben',
    });
    expect(await kindOf(mailToStranger())).toBe('deny');
  });

  it('is refused when nobody answers in time', async () => {
    const { approvalId } = await asked(mailToStranger());
    await db().approval.update({ where: { id: approvalId }, data: { status: 'expired' } });
    expect(await passGate(withApproval(mailToStranger(), approvalId))).toMatchObject({
      kind: 'deny',
      rule: 'approval-expired',
    });
  });

  it('asks again when it was approved but not begun in its time', async () => {
    const input = await approved(mailToStranger());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3600_000 });
    const again = await asked(input);
    expect(again.approvalId).not.toBe(input.call.approvalId);
    await decide({ approvalId: again.approvalId, choice: 'approve', by: anna });
    expect(await kindOf(withApproval(input, again.approvalId))).toBe('go');
    vi.useRealTimers();
  });

  it('goes with the values that the person put in, and with no others', async () => {
    const { approvalId } = await asked(mailToStranger());
    const { replacedById } = await decide({
      approvalId,
      choice: 'approve',
      by: anna,
      args: { to: 'carl@example.org' },
    });
    const { args } = mailToStranger();
    const label = { integrity: 'trusted' as const, confidentiality: 'private' as const, origins: ['person:anna'] };
    const edited = mail({
      args: [{ ...args[0]!, value: 'carl@example.org', label }, args[1]!],
      literalFields: [],
      target: { kind: 'mail', id: 'carl@example.org' },
    });
    expect(await passGate(withApproval(mailToStranger(), replacedById!))).toMatchObject({
      kind: 'deny',
      rule: 'approval-mismatch',
    });
    expect(await kindOf(withApproval(edited, replacedById!))).toBe('go');
    expect(
      await kindOf({
        ...withApproval(edited, replacedById!),
        call: { ...withApproval(edited, approvalId).call, generation: 1 },
      }),
    ).toBe('deny');
  });
});

describe('an approved action of which anything changed', () => {
  const change: [string, (input: GateInput) => GateInput][] = [
    ['to', (input) => ({ ...input, args: input.args.with(0, { ...input.args[0]!, value: 'eve@example.org' }) })],
    ['to', (input) => ({ ...input, args: input.args.with(0, { ...input.args[0]!, label: TRUSTED }) })],
    ['to', (input) => ({ ...input, args: input.args.with(0, { ...input.args[0]!, role: 'content' }) })],
    ['text', (input) => ({ ...input, args: input.args.with(1, { ...input.args[1]!, value: 'Hello!' }) })],
    ['text', (input) => ({ ...input, args: input.args.slice(0, 1) })],
    ['bcc', (input) => ({ ...input, args: [...input.args, { ...input.args[0]!, field: 'bcc' }] })],
    ['target', (input) => ({ ...input, target: { kind: 'mail', id: 'eve@example.org' } })],
    ['target', (input) => ({ ...input, target: null })],
    ['attachments', (input) => ({ ...input, attachments: [{ ...input.attachments[0]!, sha256: 'bb' }] })],
    ['attachments', (input) => ({ ...input, attachments: [] })],
    ['connection', (input) => ({ ...input, connection: { id: 'c2', name: 'Mail', type: 'mail' } })],
    ['tool', (input) => ({ ...input, spec: { ...input.spec, type: 'mail.delete' } })],
    ['tool', (input) => ({ ...input, spec: { ...input.spec, version: 2 } })],
    ['tool', (input) => ({ ...input, spec: { ...input.spec, risk: 'critical' } })],
    ['run', (input) => ({ ...input, call: { ...input.call, run: { ...input.call.run, versionId: 'v2' } } })],
    ['run', (input) => ({ ...input, names: { ...input.names, stepName: 'Other' } })],
    ['scope', (input) => ({ ...input, call: { ...input.call, scope: untrusted('mail') } })],
  ];

  it.each(change)('is refused, and the refusal names it: %s', async (field, edit) => {
    const input = await approved(mailToStranger());
    const outcome = await passGate(edit(input));
    expect(outcome).toMatchObject({ kind: 'deny', rule: 'approval-mismatch' });
    expect(outcome.kind === 'deny' && outcome.reason).toContain(field);
    expect(await db().effect.count({ where: { runId: run.runId } })).toBe(0);
    expect(await kindOf(input)).toBe('go');
  });

  it.each(['stepId', 'iteration'] as const)('is refused for another %s', async (field) => {
    const input = await approved(mailToStranger());
    expect(await passGate({ ...input, call: { ...input.call, [field]: '7' } })).toMatchObject({
      kind: 'deny',
      rule: 'approval-mismatch',
    });
  });

  it('is refused when the row was decided by hand in the database', async () => {
    const { approvalId } = await asked(mailToStranger());
    await db().approval.update({
      where: { id: approvalId },
      data: { status: 'decided', choice: 'approve', decidedById: 'anna', decidedAt: new Date(), signature: 'hmac1:x' },
    });
    expect(await passGate(withApproval(mailToStranger(), approvalId))).toMatchObject({
      kind: 'deny',
      rule: 'approval-forged',
    });
  });

  it('still goes when its host was listed meanwhile, which only lowers the risk', async () => {
    const input = await approved(mailToStranger());
    expect(await kindOf({ ...input, spec: { ...input.spec, risk: 'write' } })).toBe('go');
  });
});

async function counts() {
  return [await db().effect.count(), await db().audit.count(), await db().approval.count()];
}
