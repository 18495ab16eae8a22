/** A person vouches for a value: exactly that one goes on as the author's own. */
import { expect, it } from 'vitest';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { useMail } from '#test/support/mail.ts';
import type { ApprovalRequest } from '#lib/approval.ts';
import { decide } from '#platform/approvals.ts';
import { db } from '#prisma/client.ts';

useHearth();

const mail = useMail();

function writing(to: string, from?: string): Promise<FlowRun> {
  const flow = draw({
    nodes: {
      start: ['manual'],
      vouch: ['value.endorse', { value: '{{ trigger.to }}' }],
      send: [
        'mail.send',
        { to: '{{ steps.vouch.value }}', subject: 'Hi', text: 'Hello' },
        { connection: mail.connection },
      ],
    },
    wires: chain('start', 'vouch', 'send'),
  });
  return testFlow(flow, { input: { to }, ...(from === undefined ? {} : { from }) });
}

async function asked(run: FlowRun, step: string): Promise<{ id: string; request: ApprovalRequest }> {
  const { approvalId = '' } = await run.sees('step.waiting', step);
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  return { id: row.id, request: JSON.parse(row.request) as ApprovalRequest };
}

it('shows the whole value with where it came from; with a yes it may choose whom', async () => {
  await using run = await writing('anna@example.org', 'webhook:x');
  const { id, request } = await asked(run, 'vouch');
  expect(request).toMatchObject({
    rule: 'endorse',
    args: [{ field: 'value', value: 'anna@example.org', label: { integrity: 'untrusted', origins: ['webhook:x'] } }],
  });
  await decide({ approvalId: id, choice: 'approve', by: TESTER });
  const { output } = await run.sees('step.done', 'vouch');
  expect(output).toMatchObject({
    value: { value: 'anna@example.org' },
    labels: {
      rest: { integrity: 'trusted', confidentiality: 'private', origins: ['vouched:steps.vouch', 'webhook:x'] },
    },
  });
  // Who said yes has seen whom: nobody is asked again whether it is the right one.
  expect((await run.ends()).type).toBe('run.done');
  expect((await run.sees('step.input', 'send')).decision).toMatchObject({ outcome: 'allow', rule: 'vouched-target' });
  expect(mail.smtp.received.map(({ to }) => to)).toEqual([['anna@example.org']]);
});

it('is for this value in this run: another one is asked about again', async () => {
  await using run = await writing('anna@example.org', 'webhook:x');
  const { id } = await asked(run, 'vouch');
  await decide({ approvalId: id, choice: 'deny', reason: 'Not her.', by: TESTER });
  expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Denied' } });
  expect(mail.smtp.received).toEqual([]);
});

it('takes what the person made of it, and asks about nothing that is his own', async () => {
  await using run = await writing('eve@example.org', 'webhook:x');
  const { id } = await asked(run, 'vouch');
  await decide({ approvalId: id, choice: 'approve', args: { value: 'anna@example.org' }, by: TESTER });
  expect(await run.outputOf('vouch')).toEqual({ value: 'anna@example.org' });
  expect((await run.ends()).type).toBe('run.done');
  await using own = await writing('anna@example.org');
  expect(await own.outputOf('vouch')).toEqual({ value: 'anna@example.org' });
  expect((await own.ends()).type).toBe('run.done');
  expect(mail.smtp.received.map(({ to }) => to)).toEqual([['anna@example.org'], ['anna@example.org']]);
});
