import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SmtpFake, USER } from '#test/fakes/smtp-server.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import type { Json } from '#lib/value.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';

useHearth();

let server: SmtpFake;
let connection: string;

beforeAll(async () => {
  server = await SmtpFake.start();
  const secrets = { password: USER.password };
  ({ id: connection } = await saveConnection({
    ...{ name: 'My mail', type: 'smtp', config: server.settings(), secrets, by: 'system' },
  }));
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
});
beforeEach(() => server.forget());
afterAll(() => server.stop());

function sending(params: Record<string, Json>, options: { input?: Json; from?: string } = {}): Promise<FlowRun> {
  const drawn = { to: 'anna@example.org', subject: 'Hi', text: 'Hello', ...params };
  const flow = draw({
    nodes: { start: ['manual'], send: ['mail.send', drawn, { connection }] },
    wires: ['start > send'],
  });
  return testFlow(flow, options);
}

async function asked(run: FlowRun): Promise<{ id: string; kind: string; reason: string }> {
  const { approvalId = '' } = await run.sees('step.waiting', 'send');
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  return { id: row.id, kind: row.kind, reason: (JSON.parse(row.request) as { rule: string }).rule };
}

describe('sending a mail', () => {
  it('hands it to the server and tells what became of it', async () => {
    await using run = await sending({});
    expect(await run.outputOf('send')).toMatchObject({ accepted: ['anna@example.org'], refused: [] });
    expect(server.received).toMatchObject([{ to: ['anna@example.org'], user: 'ada' }]);
    expect(JSON.stringify(await run.events())).not.toContain(USER.password);
  });

  it('whose answer was lost asks a person, and is sent twice only if that person says so', async () => {
    server.mishaps.push('lost');
    await using run = await sending({});
    const { id, kind } = await asked(run);
    expect([kind, server.received.length]).toEqual(['outcome', 1]);
    await decide({ approvalId: id, choice: 'again', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect(server.received).toHaveLength(2);
  });

  it('whose answer was lost goes on if the person says that it arrived', async () => {
    server.mishaps.push('lost');
    await using run = await sending({});
    const { id } = await asked(run);
    await decide({ approvalId: id, choice: 'happened', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect(server.received).toHaveLength(1);
  });

  it('is tried again by itself while the server is busy: that mail was surely not taken', async () => {
    server.mishaps.push(451, 451);
    await using run = await sending({});
    expect((await run.ends()).type).toBe('run.done');
    expect(server.received).toHaveLength(1);
    expect((await run.types('send')).filter((type) => type === 'step.retrying')).toHaveLength(2);
  });

  it('to addresses from outside is asked about unless every one of them is listed', async () => {
    const listed = { kind: 'mail', name: 'Ben', address: 'ben@example.org' };
    await db().contact.create({ data: { id: 'ben', ...listed } });
    const from = 'webhook:x';
    await using stranger = await sending(
      { to: 'ben@example.org', cc: '{{ trigger.cc }}' },
      { input: { cc: 'ben@example.org, eve@example.org' }, from },
    );
    expect(await asked(stranger)).toMatchObject({ kind: 'gate', reason: 'untrusted-target' });
    expect(server.received).toEqual([]);
    await using friend = await sending(
      { to: 'ben@example.org', cc: '{{ trigger.cc }}' },
      { input: { cc: 'BEN@example.org' }, from },
    );
    expect((await friend.ends()).type).toBe('run.done');
  });

  it('goes without asking to a contact that a stranger named, once that was checked', async () => {
    const checked = (rule: Record<string, Json>, input: Json) =>
      testFlow(
        draw({
          nodes: {
            start: ['manual'],
            check: ['value.check', { value: '{{ trigger.to }}', ...rule }],
            send: ['mail.send', { to: '{{ steps.check.value }}', subject: 'Hi', text: 'Hello' }, { connection }],
          },
          wires: ['start > check', 'check > send'],
        }),
        { input, from: 'webhook:x' },
      );
    const choices = ['anna@example.org', 'cleo@example.org'];
    await using chosen = await checked({ kind: 'choice', choices }, { to: 'cleo@example.org' });
    // Nothing of a stranger's is in it any more, but nobody has written to her before.
    const first = await asked(chosen);
    expect(first).toMatchObject({ kind: 'gate', reason: 'new-target' });
    await decide({ approvalId: first.id, choice: 'approve', by: TESTER });
    expect((await chosen.ends()).type).toBe('run.done');
    await using again = await checked({ kind: 'choice', choices }, { to: 'cleo@example.org' });
    expect((await again.ends()).type).toBe('run.done');
    const { output } = await chosen.sees('step.done', 'check');
    expect(output).toMatchObject({
      value: { value: 'cleo@example.org' },
      labels: { rest: { integrity: 'trusted', confidentiality: 'private', origins: ['webhook:x'] } },
    });
    await using stranger = await checked({ kind: 'choice', choices }, { to: 'eve@example.org' });
    const end = await stranger.ends();
    expect(end).toMatchObject({ type: 'run.failed', error: { type: 'Refused' } });
    // What a stranger wrote does not come back as Hearth's own words.
    expect(JSON.stringify(end)).not.toContain('eve');
    const dora = { id: 'dora', kind: 'mail', name: 'Dora', address: 'dora@example.org' };
    await db().contact.create({ data: dora });
    await using contact = await checked({ kind: 'mail' }, { to: ' DORA@example.org' });
    expect((await contact.ends()).type).toBe('run.done');
    expect(server.received.map(({ to }) => to)).toEqual([
      ['cleo@example.org'],
      ['cleo@example.org'],
      ['dora@example.org'],
    ]);
    // Whoever may say what passes can let anything pass.
    await using open = await checked({ kind: 'choice', choices: ['{{ trigger.to }}'] }, { to: 'eve@example.org' });
    expect(await asked(open)).toMatchObject({ kind: 'gate', reason: 'untrusted-target' });
  });

  it('shows a person the files it would send, and says where answers would go', async () => {
    const { id } = await db().blob.create({
      data: { id: 'f'.repeat(32), runId: null, path: 'x', size: 3, contentType: 'text/plain', sha256: 'abc' },
    });
    const attachments = [{ ref: id, size: 3, contentType: 'text/plain', name: 'a.txt' }];
    await using run = await sending(
      { attachments, replyTo: '{{ trigger.reply }}' },
      { input: { reply: 'eve@example.org' }, from: 'webhook:x' },
    );
    const { id: approval, reason } = await asked(run);
    expect(reason).toBe('untrusted-control');
    const { request } = await db().approval.findUniqueOrThrow({ where: { id: approval } });
    expect((JSON.parse(request) as { attachments: unknown[] }).attachments).toEqual([
      { name: 'a.txt', size: 3, contentType: 'text/plain', sha256: 'abc' },
    ]);
  });
});
