/** Every setting that comes from the environment, parsed once. */
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import { configFolder } from '#platform/config-folder.ts';
import { isContainer, keyFileFor } from '#platform/key-at.ts';

const port = z.coerce.number('must be a number').int('must be a whole number').min(1).max(65535);
const url = z.url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' });
const origin = url.refine(isOrigin, 'must be an origin without a path, such as https://hearth.example');
const baseUrl = url.optional();
const flag = z.enum(['true', 'false', '1', '0'], 'must be true or false');

const addressRange = z.string().refine((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text), {
  error: (issue) => `"${String(issue.input)}" is neither an IP address nor a range such as 10.0.0.0/8`,
});

const variables = z.object({
  HEARTH_DATA: z.string().default('./data').describe('The folder that holds everything Hearth keeps.'),
  HEARTH_PORT: port.default(3000).describe('The port of the pages and the API.'),
  HEARTH_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('The address it listens on. Anything but this machine needs an owner and TLS, or a trusted proxy.'),
  HEARTH_TLS_CERT: z
    .string()
    .optional()
    .describe('A certificate (PEM), for https without a proxy. Together with HEARTH_TLS_KEY.'),
  HEARTH_TLS_KEY: z.string().optional().describe('The key of that certificate (PEM).'),
  HEARTH_PUBLIC_URL: origin.optional().describe('The address people use. Webhooks and forms are shown with it.'),
  HEARTH_TRUSTED_PROXIES: z
    .string()
    .transform(commaSeparated)
    .pipe(z.array(addressRange))
    .default([])
    .describe('Addresses or ranges of proxies whose word about the caller counts, with commas between them.'),
  HEARTH_TEMPORAL_PORT: port.default(7233).describe('The port of the Temporal server that comes with Hearth.'),
  HEARTH_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'The key that seals what is kept. Without it: in ~/.config/hearth/keys, or hearth.key in the data folder where HEARTH_DATA names one.',
    ),
  HEARTH_KEY_PASSPHRASE_FILE: z
    .string()
    .optional()
    .describe('A file with the passphrase that protects the key, where nobody can type it at the start.'),
  // Read by the command line alone, from where it was typed.
  HEARTH_URL: baseUrl.describe('Where the command line finds Hearth, instead of on this machine.'),
  HEARTH_TOKEN: z
    .string()
    .optional()
    .describe('A token for the command line, for scripts; people sign in with hearth login.'),
  HEARTH_LOG: z
    .enum(['pretty', 'json'], 'must be pretty or json')
    .default('pretty')
    .describe('How the log is written.'),
  HEARTH_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info')
    .describe('How much of it.'),
  HEARTH_SEND_DELAY: z
    .string()
    .regex(/^\d{1,4}(s|m)$/, 'must be a time such as 30s')
    .default('30s')
    .describe('How long a message waits in which it can be taken back, unless your rules say otherwise.'),
  HEARTH_SWEEP_EVERY: z
    .string()
    .regex(/^\d{1,3}(s|m)$/, 'must be a time such as 30s')
    .default('30s')
    .describe('How often deadlines are looked at, and what a crash left behind.'),
  HEARTH_ANTHROPIC_URL: baseUrl.describe('Another address for Anthropic, for every connection without one of its own.'),
  HEARTH_OPENAI_URL: baseUrl.describe('Another address for OpenAI, for every connection without one of its own.'),
  HEARTH_OLLAMA_URL: baseUrl.describe('Another address for Ollama, for every connection without one of its own.'),
  HEARTH_TELEGRAM_URL: baseUrl.describe('Another address for Telegram, for every connection without one of its own.'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional()
    .describe('host:port of your own Temporal server. Hearth then starts none.'),
  TEMPORAL_NAMESPACE: z.string().default('hearth').describe('The namespace there.'),
  // Read by @temporalio/envconfig; here only so that a mistake is told at start and not at the first connection.
  TEMPORAL_API_KEY: z.string().optional().describe('For Temporal Cloud.'),
  TEMPORAL_TLS: flag.optional().describe('Whether to speak TLS with it.'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z
    .string()
    .optional()
    .describe('A certificate that Hearth shows there. Together with its key.'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional().describe('The key of that certificate.'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z
    .string()
    .optional()
    .describe('The certificate that the server’s own is signed with.'),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional().describe('The name in the server’s certificate, if it is another.'),
  TEMPORAL_CLI_PATH: z.string().optional().describe('Your own temporal program instead of the one that set-up builds.'),
});

const schema = variables.superRefine((source, context) => {
  requirePair(context, source, ['HEARTH_TLS_CERT', 'HEARTH_TLS_KEY']);
  requirePair(context, source, ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH']);
});

export type Env = {
  /** Absolute path of the folder that holds everything Hearth keeps. */
  dataDir: string;
  port: number;
  host: string;
  tlsCert?: string;
  tlsKey?: string;
  /** The address people use, without a trailing slash. */
  publicUrl: string;
  trustedProxies: string[];
  /** Set when an own Temporal cluster or Temporal Cloud stands in for the embedded server. */
  temporalAddress?: string;
  temporalNamespace: string;
  temporalPort: number;
  keyFile: string;
  /** The environment says where it is. */
  keyNamed: boolean;
  keyPassphraseFile?: string;
  /** Where systemd puts the credentials of its units. */
  credentialsDir?: string;
  log: 'pretty' | 'json';
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** How long a message waits, unless the policy says otherwise. */
  sendDelay: string;
  /** How often the worker looks at deadlines and at what a crash left behind, as a duration. */
  sweepEvery: string;
  baseUrls: { anthropic?: string; openai?: string; ollama?: string; telegram?: string };
};

/** Parses variables; throws one `Invalid` that lists every bad one. An empty variable counts as not set. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) throw badEnvironment(result.error);
  const read = result.data;
  const dataDir = resolve(read.HEARTH_DATA);
  const usual = given['HEARTH_DATA'] === undefined && !isContainer();
  const scheme = read.HEARTH_TLS_CERT ? 'https' : 'http';
  return {
    dataDir,
    port: read.HEARTH_PORT,
    host: read.HEARTH_HOST,
    ...defined({
      tlsCert: absolute(read.HEARTH_TLS_CERT),
      tlsKey: absolute(read.HEARTH_TLS_KEY),
      temporalAddress: read.TEMPORAL_ADDRESS,
      keyPassphraseFile: absolute(read.HEARTH_KEY_PASSPHRASE_FILE),
      credentialsDir: absolute(given['CREDENTIALS_DIRECTORY']),
    }),
    publicUrl: new URL(read.HEARTH_PUBLIC_URL ?? `${scheme}://localhost:${read.HEARTH_PORT}`).origin,
    trustedProxies: read.HEARTH_TRUSTED_PROXIES,
    temporalNamespace: read.TEMPORAL_NAMESPACE,
    temporalPort: read.HEARTH_TEMPORAL_PORT,
    keyFile: absolute(read.HEARTH_KEY_FILE) ?? keyFileFor({ dataDir, usual, configFolder: configFolder(given) }),
    keyNamed: read.HEARTH_KEY_FILE !== undefined,
    log: read.HEARTH_LOG,
    logLevel: read.HEARTH_LOG_LEVEL,
    sendDelay: read.HEARTH_SEND_DELAY,
    sweepEvery: read.HEARTH_SWEEP_EVERY,
    baseUrls: defined({
      anthropic: read.HEARTH_ANTHROPIC_URL,
      openai: read.HEARTH_OPENAI_URL,
      ollama: read.HEARTH_OLLAMA_URL,
      telegram: read.HEARTH_TELEGRAM_URL,
    }),
  };
}

/** Every variable as the reference tells of it. */
export function environment(): { name: string; help: string; usual: string | null; choices: string[] }[] {
  const { properties = {} } = z.toJSONSchema(variables, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, field]) => {
    const { description = '', default: usual, enum: choices = [] } = typeof field === 'object' ? field : {};
    const shown =
      usual === undefined || (Array.isArray(usual) && usual.length === 0)
        ? null
        : JSON.stringify(usual).replaceAll('"', '');
    return { name, help: description, usual: shown, choices: choices.map(String) };
  });
}

let parsed: Env | undefined;

/** The settings of this process. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

function badEnvironment(error: z.ZodError): Invalid {
  const problems = error.issues.map((issue) => ({ path: String(issue.path[0]), message: issue.message }));
  const lines = problems.map((problem) => `  ${problem.path}: ${problem.message}`);
  return new Invalid(['Some environment variables cannot be used:', ...lines].join('\n'), problems);
}

function requirePair(context: z.RefinementCtx, source: Record<string, unknown>, [one, other]: [string, string]): void {
  if ((source[one] === undefined) === (source[other] === undefined)) return;
  const [missing, present] = source[one] === undefined ? [one, other] : [other, one];
  context.addIssue({ code: 'custom', path: [missing], message: `must be set too, because ${present} is` });
}

function isOrigin(text: string): boolean {
  return !URL.canParse(text) || new URL(text).pathname === '/';
}

function commaSeparated(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function defined<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> };
}
