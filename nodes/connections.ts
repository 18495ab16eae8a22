import { z } from 'zod';
import { connection, Host, secret, type ConnectionType } from '#nodes/connection-type.ts';
import { folder } from '#nodes/folder-connection.ts';
import { rehearsal } from '#nodes/rehearsal-connection.ts';
import { mcpHttp, mcpStdio } from '#nodes/mcp-connection.ts';
import { smtp } from '#nodes/smtp-connection.ts';

const Hosts = z.array(Host).min(1, 'Name at least one host.').max(20).meta({
  title: 'Hosts',
  description: 'The secret is sent to these hosts only. Addresses in your own network work because you name them here.',
  placeholder: 'api.example.org',
});

const HeaderName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}$/, 'Not a header name.');

/** It stands in the address of every call: nothing but what Telegram makes may be in it. */
const BotToken = z
  .string()
  .trim()
  .regex(/^\d{3,20}:[A-Za-z0-9_-]{20,100}$/, 'A bot token looks like 123456789:AAE... Copy all of it.')
  .meta({
    title: 'Bot token',
    description: '@BotFather writes it when the bot is made.',
    secret: true,
    placeholder: '123456789:AAE...',
  });

function baseUrl(usual: string) {
  return z
    .url({ protocol: /^https?$/, error: 'Use a whole address that begins with https:// or http://.' })
    .max(500)
    .optional()
    .meta({
      title: 'Address',
      description: `Empty means ${usual}. Change it for a compatible service, a proxy or another machine.`,
      placeholder: usual,
      widget: 'url',
    });
}

function hostsListed(config: Record<string, unknown>): string[] {
  return Hosts.safeParse(config.hosts).data ?? [];
}

function hostOfBase(fallback: string) {
  return (config: Record<string, unknown>): string[] => {
    const url = typeof config.baseUrl === 'string' && config.baseUrl !== '' ? config.baseUrl : fallback;
    return URL.canParse(url) ? [new URL(url).host] : [];
  };
}

export const ANTHROPIC_URL = 'https://api.anthropic.com';
export const OPENAI_URL = 'https://api.openai.com/v1';
export const TELEGRAM_URL = 'https://api.telegram.org';
export const OLLAMA_URL = 'http://127.0.0.1:11434';

const SIGNATURE_SCHEMES = ['standard', 'github', 'slack', 'stripe'] as const;
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

export const connectionTypes = {
  'http-bearer': connection({
    title: 'HTTP with a token',
    help: 'Sends "Authorization: Bearer ..." with HTTP requests.',
    icon: 'key-round',
    fields: z.object({
      hosts: Hosts,
      token: secret('Token', { description: 'Sent after the word Bearer. The service gives it to you.' }),
    }),
    hostsOf: hostsListed,
    testable: false,
  }),
  'http-basic': connection({
    title: 'HTTP with user and password',
    help: 'Signs HTTP requests in with a user name and a password.',
    icon: 'key-round',
    fields: z.object({
      hosts: Hosts,
      user: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^:\r\n]*$/, 'A user name has no colon.')
        .meta({ title: 'User', description: 'The name you sign in with there.' }),
      password: secret('Password', { description: 'The password of that user.' }),
    }),
    hostsOf: hostsListed,
    testable: false,
  }),
  'http-header': connection({
    title: 'HTTP with an own header',
    help: 'Sends a secret in a header of your choice with HTTP requests, for example X-Api-Key.',
    icon: 'key-round',
    fields: z.object({
      hosts: Hosts,
      header: HeaderName.meta({
        title: 'Header',
        description: 'The header that the service looks at.',
        placeholder: 'X-Api-Key',
      }),
      value: secret('Value', { description: 'Sent in that header.' }),
    }),
    hostsOf: hostsListed,
    testable: false,
  }),
  'webhook-secret': connection({
    title: 'Webhook secret',
    help: 'A header that callers of your webhook must send. It is never sent anywhere.',
    icon: 'shield-check',
    fields: z.object({
      header: HeaderName.default('X-Hearth-Secret').meta({
        title: 'Header',
        description: 'The header that callers send it in.',
      }),
      value: secret('Value', { description: 'A long word that nobody can guess.' }),
    }),
    hostsOf: () => [],
    testable: false,
    checkedByWeb: true,
  }),
  'webhook-signature': connection({
    title: 'Signed webhook',
    help: 'A secret that callers of your webhook sign their calls with. It is never sent anywhere. Calls that are older than five minutes are refused.',
    icon: 'shield-check',
    fields: z.object({
      scheme: z
        .enum(SIGNATURE_SCHEMES)
        .default('standard')
        .meta({
          title: 'Who signs, and how',
          description: 'GitHub signs no time: what comes again with the same signature is one run.',
          options: { standard: 'Standard Webhooks', github: 'GitHub', slack: 'Slack', stripe: 'Stripe' },
        }),
      value: secret('Signing secret', { description: 'The service shows it where its webhook is set up.' }),
    }),
    hostsOf: () => [],
    testable: false,
    checkedByWeb: true,
  }),
  anthropic: connection({
    title: 'Anthropic',
    help: 'Claude models. Make a key at console.anthropic.com.',
    icon: 'sparkles',
    fields: z.object({
      apiKey: secret('API key', { placeholder: 'sk-ant-...', description: 'Begins with sk-ant-.' }),
      baseUrl: baseUrl(ANTHROPIC_URL),
    }),
    hostsOf: hostOfBase(ANTHROPIC_URL),
    testable: true,
    models: 'listed',
  }),
  openai: connection({
    title: 'OpenAI or compatible',
    help: 'OpenAI, or any service that speaks its chat protocol at another address.',
    icon: 'sparkles',
    fields: z.object({
      apiKey: secret('API key', { placeholder: 'sk-...', description: 'Any word, if the service wants none.' }),
      baseUrl: baseUrl(OPENAI_URL),
    }),
    hostsOf: hostOfBase(OPENAI_URL),
    testable: true,
    models: 'listed',
  }),
  ollama: connection({
    title: 'Ollama',
    help: 'Models on your own machine or network. Nothing leaves the house.',
    icon: 'house',
    fields: z.object({ baseUrl: baseUrl(OLLAMA_URL) }),
    hostsOf: hostOfBase(OLLAMA_URL),
    testable: true,
    models: 'pulled',
  }),
  telegram: connection({
    title: 'Telegram bot',
    help: 'A bot that people write to from their phones. Make one with @BotFather in Telegram and paste its token.',
    icon: 'message-square',
    fields: z.object({ botToken: BotToken, baseUrl: baseUrl(TELEGRAM_URL) }),
    hostsOf: hostOfBase(TELEGRAM_URL),
    testable: true,
    chats: true,
  }),
  smtp,
  folder,
  rehearsal,
  'mcp-http': mcpHttp,
  'mcp-stdio': mcpStdio,
} as const;

type ConnectionTypeName = keyof typeof connectionTypes;

/** The declared type of that name, if there is one. */
export function connectionType(name: string): ConnectionType | undefined {
  return Object.hasOwn(connectionTypes, name) ? connectionTypes[name as ConnectionTypeName] : undefined;
}

/** Names of the fields of a type that are sealed. */
export function secretFields(type: ConnectionType): string[] {
  const { properties = {} } = z.toJSONSchema(type.fields, { io: 'input' });
  return Object.entries(properties).flatMap(([name, field]) =>
    typeof field === 'object' && field.secret === true ? [name] : [],
  );
}
