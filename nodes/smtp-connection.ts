import { z } from 'zod';
import { MAIL_ADDRESS } from '#lib/mail.ts';
import { connection, secret } from '#nodes/connection-type.ts';

const oneLine = /^[^\r\n\0]*$/;

/** A server that takes mail for others. */
export const smtp = connection({
  title: 'Mail (SMTP)',
  help: 'Sends mail through your provider. Its help pages name the server; many want an app password.',
  icon: 'mail',
  fields: z
    .object({
      host: z
        .string()
        .trim()
        .toLowerCase()
        .max(250)
        .regex(
          /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/,
          'Use the name of the server, such as smtp.example.org.',
        )
        .meta({
          title: 'Server',
          description: 'The server for outgoing mail, as your provider names it.',
          placeholder: 'smtp.example.org',
        }),
      port: z.number().int().min(1).max(65_535).default(465).meta({
        title: 'Port',
        description: '465 with TLS from the start, 587 with STARTTLS.',
      }),
      security: z
        .enum(['tls', 'starttls', 'none'])
        .default('tls')
        .meta({
          title: 'Encryption',
          description: 'As your provider says. Without encryption only on this machine.',
          options: { tls: 'TLS', starttls: 'STARTTLS', none: 'None (this machine only)' },
        }),
      from: z
        .string()
        .trim()
        .max(320)
        .regex(MAIL_ADDRESS, 'Use an address such as me@example.org.')
        .meta({ title: 'From', description: 'The address your mail is sent from.', placeholder: 'me@example.org' }),
      fromName: z.string().trim().max(100).regex(oneLine, 'A name is one line.').optional().meta({
        title: 'Your name',
        description: 'Shown beside the address.',
      }),
      user: z.string().max(320).regex(oneLine, 'A user name is one line.').optional().meta({
        title: 'User',
        description: 'Empty if the server wants none.',
      }),
      password: secret('Password', { description: '' })
        .optional()
        .meta({ title: 'Password', description: 'Often an app password of its own.', secret: true }),
      certificate: z
        .string()
        .max(20_000)
        .regex(/^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s-]*-----END CERTIFICATE-----\s*$/, 'Paste it as PEM text.')
        .optional()
        .meta({
          title: 'Certificate',
          description: 'Only for a server of your own: the certificate (PEM) that its own is signed with.',
          widget: 'textarea',
          advanced: true,
        }),
    })
    .refine(({ user, password }) => (user === undefined || user === '') === (password === undefined), {
      path: ['password'],
      message: 'User and password belong together.',
    }),
  hostsOf: ({ host, port }) => [`${String(host)}:${String(port)}`],
  testable: true,
});
