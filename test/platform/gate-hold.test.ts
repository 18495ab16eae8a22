import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passGate, finishEffect } from '#platform/gate.ts';
import { decideHold, waitingSends } from '#platform/holds.ts';
import { readDecision } from '#platform/approvals.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { releaseStop, setStop } from '#platform/stop.ts';
import { sql, sqlTime } from '#prisma/client.ts';
import {
  approved,
  asked,
  freshGate,
  kindOf,
  mail,
  mailToStranger,
  NO_RULES,
  read,
  withApproval,
} from './given-mail.ts';

freshGate();

const message = () => mail({ spec: { delayed: true } });
const due = (id: string) => sql().run('UPDATE "Hold" SET "dueAt" = ? WHERE "id" = ?', [sqlTime(Date.now() - 1), id]);

describe('a message that nobody looked at', () => {
  beforeEach(() => savePolicy({ policy: { ...NO_RULES, sendDelay: '30s' }, by: 'system' }));

  it('waits in line, is shown there, and goes when its time has come', async () => {
    const { approvalId, reason, decision } = await asked(message());
    expect([reason, decision.rule]).toEqual(['send-delay', 'send-delay']);
    expect((await waitingSends()).map(({ id }) => id)).toContain(approvalId);
    expect(await readDecision(approvalId)).toEqual({ status: 'waiting' });
    expect(await kindOf(withApproval(message(), approvalId))).toBe('ask');
    await due(approvalId);
    expect(await readDecision(approvalId)).toMatchObject({ status: 'decided', choice: 'released' });
    const outcome = await passGate(withApproval(message(), approvalId));
    expect(outcome).toMatchObject({ kind: 'go', decision: { rule: 'drawn-target' } });
  });

  it('asked again is the same message, and another text is another one', async () => {
    const first = await asked(message());
    expect((await asked(message())).approvalId).toBe(first.approvalId);
    const other = message();
    other.args[1] = { ...other.args[1]!, value: 'Give me your keys' };
    await due(first.approvalId);
    expect((await asked(withApproval(other, first.approvalId))).approvalId).not.toBe(first.approvalId);
  });

  it('can be taken back, once, and is then never sent', async () => {
    const { approvalId } = await asked(message());
    await decideHold({ id: approvalId, choice: 'cancel', by: 'anna' });
    expect(await readDecision(approvalId)).toMatchObject({ choice: 'deny', by: 'Anna' });
    expect(await passGate(withApproval(message(), approvalId))).toMatchObject({ kind: 'deny', rule: 'taken-back' });
    await due(approvalId);
    expect(await passGate(withApproval(message(), approvalId))).toMatchObject({ kind: 'deny', rule: 'taken-back' });
    await expect(decideHold({ id: approvalId, choice: 'send', by: 'anna' })).rejects.toThrow(/Too late/);
  });

  it('cannot be taken back once it was let go', async () => {
    const { approvalId } = await asked(message());
    await due(approvalId);
    await passGate(withApproval(message(), approvalId));
    await expect(decideHold({ id: approvalId, choice: 'cancel', by: 'anna' })).rejects.toThrow(/Too late/);
  });

  it('does not count as approved because it waited: what must be asked is still asked', async () => {
    const { approvalId } = await asked(message());
    await due(approvalId);
    const rules = [{ id: 'look', match: {}, effect: 'ask' as const, reason: 'Look.' }];
    await savePolicy({ policy: { ...NO_RULES, rules, sendDelay: '30s' }, by: 'system' });
    expect((await asked(withApproval(message(), approvalId))).reason).toBe('policy:look');
  });

  it('goes at once when a person approved it, and so does what is no message', async () => {
    const seen = await approved(mailToStranger({ spec: { delayed: true } }));
    expect(await kindOf(seen)).toBe('go');
    expect(await kindOf(mail({ call: { stepId: 'other' } }))).toBe('go');
  });

  it('is not made of a repetition: what went out is not sent again', async () => {
    const { approvalId } = await asked(message());
    await decideHold({ id: approvalId, choice: 'send', by: 'anna' });
    const outcome = await passGate(message());
    if (outcome.kind !== 'go') throw new Error(outcome.kind);
    const result = { kind: 'done', output: { kind: 'inline', value: 1, labels: { rest: mail().call.scope } } } as const;
    await finishEffect({ effectKey: outcome.effectKey, status: 'done', result });
    expect(await kindOf(message())).toBe('repeat');
  });
});

describe('a stop that parks', () => {
  afterEach(() => releaseStop('global', 'anna'));

  it('lets steps wait, reads too, and lets them go on at the release', async () => {
    await setStop('global', 'anna', { mode: 'park', reason: 'Odd mails' });
    const { approvalId, reason } = await asked(mail());
    expect(reason).toBe('stopped');
    expect((await asked(mail())).approvalId).toBe(approvalId);
    expect(await kindOf(read())).toBe('ask');
    expect(await readDecision(approvalId)).toEqual({ status: 'waiting' });
    expect(await kindOf(withApproval(mail(), approvalId))).toBe('ask');
    await releaseStop('global', 'anna');
    expect(await readDecision(approvalId)).toMatchObject({ status: 'decided', choice: 'released' });
    expect(await kindOf(withApproval(mail(), approvalId))).toBe('go');
  });

  it('is not passed by a row that somebody released in the database', async () => {
    await setStop('global', 'anna', { mode: 'park' });
    const { approvalId } = await asked(mail());
    await sql().run(`UPDATE "Hold" SET "status" = 'released' WHERE "id" = ?`, [approvalId]);
    expect(await kindOf(withApproval(mail(), approvalId))).toBe('ask');
  });

  it('gives way to one that ends runs', async () => {
    await setStop('global', 'anna', { mode: 'park' });
    await setStop('tool:mail.send', 'anna');
    expect(await passGate(mail())).toMatchObject({ kind: 'deny', type: 'Stopped' });
    await releaseStop('tool:mail.send', 'anna');
  });

  it('keeps an approval for after the release', async () => {
    const seen = await approved(mailToStranger());
    await setStop('global', 'anna', { mode: 'park' });
    const { approvalId } = await asked(seen);
    await releaseStop('global', 'anna');
    expect(await kindOf(withApproval(mailToStranger(), approvalId))).toBe('go');
  });
});

describe('somebody new', () => {
  const computed = (id: string) => {
    const input = mail({ literalFields: [], target: { kind: 'mail', id } });
    const [to, text] = input.args;
    return {
      ...input,
      args: [
        { ...to!, value: id },
        { ...text!, label: mail().call.scope },
      ],
    };
  };

  it('is asked about once; after that messages go', async () => {
    const name = `${crypto.randomUUID()}@example.org`;
    expect((await asked(computed(name))).reason).toBe('new-target');
    expect(await kindOf(await approved(computed(name)))).toBe('go');
    const later = computed(name.toUpperCase());
    expect(await kindOf({ ...later, call: { ...later.call, stepId: 'later' } })).toBe('go');
  });

  it('among several is enough to ask', async () => {
    const known = `${crypto.randomUUID()}@example.org`;
    await passGate(await approved(computed(known)));
    const both = { ...computed(known), targetIds: [known, 'new@example.org'] };
    expect((await asked({ ...both, call: { ...both.call, stepId: 'more' } })).reason).toBe('new-target');
  });
});
