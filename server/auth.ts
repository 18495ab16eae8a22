import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { env } from '#platform/env.ts';
import { subkey } from '#platform/keys.ts';
import { logger } from '#platform/log.ts';
import { db } from '#prisma/client.ts';
import { CLIENT_IP_HEADER, trustedOrigins } from '#server/origin.ts';

const DAY_S = 24 * 60 * 60;

function createAuth() {
  const log = logger('auth');
  const isHttps = env().publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'Hearth',
    secret: subkey('session').toString('base64url'),
    baseURL: env().publicUrl,
    basePath: '/api/auth',
    trustedOrigins: (request) => trustedOrigins(request),
    database: prismaAdapter(db(), { provider: 'sqlite' }),
    // Accounts are made by the set-up code or on the host, never by a stranger's request.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: { additionalFields: { role: { type: 'string', required: true, input: false, defaultValue: 'viewer' } } },
    // No cookie cache: a revoked session ends with its row, not minutes later.
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 10 },
        '/get-session': false,
      },
    },
    advanced: {
      // A browser takes a cookie of such a name only over TLS, and only from this very host.
      cookiePrefix: isHttps ? '__Host-hearth' : 'hearth',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
    },
    telemetry: { enabled: false },
    logger: { log: (level, message) => (level === 'error' ? log.error(message) : log.debug(message)) },
  });
}

let created: ReturnType<typeof createAuth> | undefined;

/** The one better-auth instance of this process. */
export function auth(): ReturnType<typeof createAuth> {
  created ??= createAuth();
  return created;
}
