import { afterAll, beforeAll, beforeEach } from 'vitest';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';
import { SmtpFake, USER } from '#test/fakes/smtp-server.ts';
import { TESTER } from '#test/support/flow-run.ts';

/** A mail server, the connection to it, and the person who decides. Empty before each test. Call it at the top, once. */
export function useMail(name = 'Mail'): { readonly smtp: SmtpFake; readonly connection: string } {
  const mail = { smtp: undefined as unknown as SmtpFake, connection: '' };
  beforeAll(async () => {
    mail.smtp = await SmtpFake.start();
    const secrets = { password: USER.password };
    const config = mail.smtp.settings();
    ({ id: mail.connection } = await saveConnection({ name, type: 'smtp', config, secrets, by: 'system' }));
    await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
  });
  beforeEach(() => mail.smtp.forget());
  afterAll(() => mail.smtp.stop());
  return mail;
}
