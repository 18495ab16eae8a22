import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mail } from '#activities/mail.ts';
import { openSmtp } from '#activities/connections/smtp.ts';
import { tryConnection } from '#activities/connections/try-connection.ts';
import { OutcomeUnknown, Refused, Unreachable } from '#lib/errors.ts';
import { connectionTypes } from '#nodes/connections.ts';
import { nodes } from '#nodes/index.ts';
import { putBlob } from '#platform/blobs.ts';
import { db } from '#prisma/client.ts';
import { SmtpFake, USER } from '../fakes/smtp-server.ts';
import { connectionOf, handMadeContext, NOW } from './hand-made-context.ts';

let server: SmtpFake;

beforeAll(async () => {
  server = await SmtpFake.start();
});
beforeEach(() => server.forget());
afterAll(() => server.stop());

let count = 0;

function connectionTo(given: Record<string, unknown>, password: string | null = USER.password) {
  const config = connectionTypes.smtp.fields.parse({ ...given, ...(password === null ? {} : { password }) });
  const hosts = connectionTypes.smtp.hostsOf(config);
  return connectionOf({ type: 'smtp', config, secrets: password === null ? {} : { password }, hosts });
}

function send(given: Record<string, unknown>, at: { effectKey?: string; settings?: Record<string, unknown> } = {}) {
  const input = nodes['mail.send'].input.parse({ to: 'anna@example.org', subject: 'Hi', text: 'Hello', ...given });
  const effectKey = at.effectKey ?? `effect${(count += 1)}`;
  const connection = connectionTo(at.settings ?? server.settings());
  return mail['mail.send'](input, handMadeContext({ connection, effectKey }));
}

async function stateOf(effectKey: string): Promise<string | undefined> {
  return (await db().outbox.findUnique({ where: { effectKey } }))?.state;
}

function headersOf(raw: string): Record<string, string> {
  const [head = ''] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const pairs = lines.map((line): [string, string] => [
    (line.split(':')[0] ?? '').toLowerCase(),
    line.replace(/^[^:]*:\s*/, ''),
  ]);
  return Object.fromEntries(pairs);
}

describe('a mail', () => {
  it('arrives whole, signed in and encrypted', async () => {
    const attached = await putBlob({ runId: 'run1', bytes: Buffer.from('%PDF'), contentType: 'application/pdf' });
    const output = await send({
      to: 'anna@example.org, ben@example.org',
      cc: 'carl@example.org',
      bcc: 'dora@example.org',
      subject: 'Grüße',
      text: 'Hello Anna',
      html: '<b>Hello</b>',
      replyTo: 'team@example.org',
      inReplyTo: '<q1@example.org>',
      references: ['<q0@example.org>', '<q1@example.org>'],
      attachments: [{ ...attached, name: 'bill "1".pdf' }],
    });
    const [received] = server.received;
    const everybody = ['anna@example.org', 'ben@example.org', 'carl@example.org', 'dora@example.org'];
    expect(received).toMatchObject({ from: 'me@example.org', to: everybody, user: 'ada', secure: true });
    expect(headersOf(received?.raw ?? '')).toMatchObject({
      from: 'Ada <me@example.org>',
      to: 'anna@example.org, ben@example.org',
      cc: 'carl@example.org',
      'reply-to': 'team@example.org',
      'in-reply-to': '<q1@example.org>',
      references: '<q0@example.org> <q1@example.org>',
      date: NOW.toUTCString().replace('GMT', '+0000'),
      'message-id': output instanceof Object && 'messageId' in output ? output.messageId : '',
    });
    expect(received?.raw).not.toContain('dora@');
    expect(received?.raw).toContain('Hello Anna');
    expect(received?.raw).toContain(Buffer.from('%PDF').toString('base64'));
    expect(output).toMatchObject({
      accepted: everybody,
      refused: [],
      answer: expect.stringContaining('250') as string,
    });
  });

  it('has no field that could begin another header', () => {
    const fields = { to: 'a@b.example', subject: 'x', text: 'y' };
    for (const bad of [
      { subject: 'x\r\nBcc: evil@example.org' },
      { to: 'a@b.example\r\nBcc: evil@example.org' },
      { to: 'Anna <a@b.example>' },
      { to: ' , ' },
      { cc: 'a@b..example' },
      { replyTo: 'a@b.example, c@d.example' },
      { inReplyTo: '<a@b>\r\nX: y' },
      { references: ['<a b@c>'] },
    ]) {
      expect(nodes['mail.send'].input.safeParse({ ...fields, ...bad }).success).toBe(false);
    }
  });

  it('goes to those the server takes, and tells who was refused', async () => {
    server.strangers.set('nobody@example.org', 550);
    const output = await send({ to: 'anna@example.org, nobody@example.org' });
    expect(output).toMatchObject({
      accepted: ['anna@example.org'],
      refused: [{ address: 'nobody@example.org', reason: expect.stringContaining('No such mailbox') as string }],
    });
  });

  it('may have empty lines for copies', async () => {
    await send({ cc: '', bcc: ' ' });
    expect(server.received).toMatchObject([{ to: ['anna@example.org'] }]);
    expect(headersOf(server.received[0]?.raw ?? '')).not.toHaveProperty('cc');
  });

  it('to nobody the server takes was surely not sent', async () => {
    server.strangers.set('nobody@example.org', 550);
    await expect(send({ to: 'nobody@example.org' }, { effectKey: 'none' })).rejects.toThrow(Refused);
    expect(await stateOf('none')).toBe('refused');
  });

  it('is tried again when the server is busy, under the same message id, and arrives once', async () => {
    server.mishaps.push(451);
    await expect(send({}, { effectKey: 'busy' })).rejects.toThrow(Unreachable);
    expect(await stateOf('busy')).toBe('queued');
    await send({}, { effectKey: 'busy' });
    expect(await stateOf('busy')).toBe('accepted');
    await send({}, { effectKey: 'busy' });
    expect(server.received).toHaveLength(1);
  });

  it('that was refused whole was surely not sent', async () => {
    server.mishaps.push(554);
    const failing = send({}, { effectKey: 'spam' });
    await expect(failing).rejects.toThrow('refused the mail');
    await expect(failing).rejects.not.toBeInstanceOf(OutcomeUnknown);
  });

  it('whose answer was lost is not sent again: nobody knows', async () => {
    server.mishaps.push('lost');
    await expect(send({}, { effectKey: 'lost' })).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await stateOf('lost')).toBe('unknown');
    await expect(send({}, { effectKey: 'lost' })).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(server.received).toHaveLength(1);
  });

  it('that a killed worker was handing over is not sent again either', async () => {
    await db().outbox.create({
      data: {
        ...{ effectKey: 'killed', channel: 'mail', runId: 'run1', stepId: 'step' },
        ...{ messageId: '<x@y>', recipients: '[]', state: 'handed' },
      },
    });
    await expect(send({}, { effectKey: 'killed' })).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(server.received).toEqual([]);
  });

  it('takes no more than 25 MB of files', async () => {
    const ref = 'a'.repeat(32);
    const attachments = [{ ref, size: 26 * 1024 * 1024, contentType: 'application/zip' }];
    await expect(send({ attachments })).rejects.toThrow('25 MB');
  });
});

describe('a mail server', () => {
  it('is tried out by signing in', async () => {
    const trial = { fetch: () => expect.fail('No HTTP here.'), signal: new AbortController().signal };
    const connection = connectionTo(server.settings());
    expect(await tryConnection({ ...trial, connection })).toEqual({ ok: true, message: 'Signed in as ada.' });
    const wrong = connectionTo(server.settings(), 'wrong-password');
    const { ok, message } = await tryConnection({ ...trial, connection: wrong });
    expect([ok, message]).toEqual([false, expect.stringContaining('did not accept the user "ada"')]);
    expect(message).not.toContain('wrong-password');
  });

  it('is spoken to with STARTTLS, or not at all if it cannot', async () => {
    await using polite = await SmtpFake.start({ security: 'starttls' });
    await send({}, { settings: polite.settings({ security: 'starttls' }) });
    expect(polite.received).toMatchObject([{ secure: true }]);
    await using plain = await SmtpFake.start({ security: 'none' });
    await expect(send({}, { settings: plain.settings({ security: 'starttls' }) })).rejects.toThrow(Refused);
    expect(plain.received).toEqual([]);
  });

  it('whose certificate nobody vouches for is not spoken to', async () => {
    await expect(send({}, { settings: server.settings({ certificate: undefined }) })).rejects.toThrow('certificate');
    expect(server.received).toEqual([]);
  });

  it('is spoken to in the open on this machine only', async () => {
    await using plain = await SmtpFake.start({ security: 'none' });
    const settings = plain.settings({ security: 'none', certificate: undefined, user: undefined });
    const connection = connectionTo(settings, null);
    await openSmtp({ connection, signal: new AbortController().signal }).check();
    const away = connectionTo({ ...settings, host: '192.0.2.1' }, null);
    const check = openSmtp({ connection: away, signal: new AbortController().signal }).check();
    await expect(check).rejects.toThrow(Refused);
  });

  it('that does not listen is unreachable, and nothing was sent', async () => {
    const gone = await SmtpFake.start();
    await gone.stop();
    await expect(send({}, { effectKey: 'gone', settings: gone.settings() })).rejects.toThrow(Unreachable);
    expect(await stateOf('gone')).toBe('queued');
  });

  it('needs user and password together', () => {
    const { fields } = connectionTypes.smtp;
    const given = { host: 'smtp.example.org', from: 'me@example.org' };
    expect(fields.safeParse(given).success).toBe(true);
    expect(fields.safeParse({ ...given, user: 'me' }).success).toBe(false);
    expect(fields.safeParse({ ...given, password: 'x' }).success).toBe(false);
  });
});
