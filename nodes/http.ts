import { z } from 'zod';
import { Duration, durationMs, JsonValue } from '#lib/flow.ts';
import type { Repeat, Risk } from '#lib/plan.ts';
import { action, type RiskFacts } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';
import { pageFields } from '#nodes/http-pages.ts';

const READS = ['GET', 'HEAD'];
const REPEATABLE = [...READS, 'PUT', 'DELETE'];
const ACTS = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const BODIES = ['none', 'json', 'form', 'multipart', 'text', 'file'] as const;
const LONGEST = '5m';

const Word = z.union([z.string(), z.number(), z.boolean()]);
const Query = z.record(z.string().max(200), z.union([Word, z.array(Word).max(100)]));
/** They frame the request or belong to the connection between two machines: the client sets them. */
const FRAMING = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
];

const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}$/, 'Not a header name.')
  .refine((name) => !FRAMING.includes(name.toLowerCase()) && !/^proxy-/i.test(name), 'Hearth sets this header itself.');
const HeaderValue = z
  .string()
  .max(8000)
  .regex(/^[^\r\n\0]*$/, 'A header is one line.');

type Asked = {
  method: string;
  url: string;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  pages: string;
};

function riskOf(input: Asked, facts: RiskFacts): Risk {
  if (input.method === 'DELETE') return 'destroy';
  if (!READS.includes(input.method)) return 'send';
  const drawn = (field: 'query' | 'headers') => Object.keys(input[field]).length === 0 || facts.isLiteral(field);
  // A reader could otherwise be made to carry data out in its address.
  const counted = input.pages === 'none' || ['pageParam', 'firstPage', 'pageStep'].every(facts.isLiteral);
  const whole = facts.isLiteral('url') && drawn('query') && drawn('headers') && counted;
  return whole || facts.isListedHost(hostOf(input.url)) ? 'read' : 'send';
}

/** Whether a request may be made again when nobody knows whether it arrived. */
export function repeatOf({ method, idempotency }: { method: string; idempotency?: string | undefined }): Repeat {
  if (REPEATABLE.includes(method)) return 'safe';
  return idempotency ? 'keyed' : 'never';
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

export const http = {
  'http.request': action({
    title: 'HTTP request',
    help: 'Calls a web address and gives back the answer. JSON comes as data, text as text, anything else as a file that is kept with the run. GET, HEAD, PUT and DELETE are repeated after an interruption; POST and PATCH are not, unless the service takes an idempotency key. If their outcome is unknown a person is asked.',
    icon: 'globe',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: riskOf,
    repeat: repeatOf,
    timeout: '6m',
    reads: 'untrusted',
    connection: { types: ['http-bearer', 'http-basic', 'http-header'], optional: true },
    summary: '{method} {url}',
    input: z
      .object({
        method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET').meta({
          title: 'Method',
          description: 'GET only asks. POST, PUT, PATCH and DELETE change something there.',
          role: 'control',
        }),
        url: z
          .url({ protocol: /^https?$/, error: 'Use a whole address that begins with https:// or http://.' })
          .max(8000)
          .meta({
            title: 'Address',
            description: 'The whole address. Hosts in your own network must be named in a connection.',
            role: 'target',
            widget: 'url',
            placeholder: 'https://api.example.org/v1/orders',
          }),
        query: Query.default({}).meta({
          title: 'Query',
          description: 'Added to the address after ?. A list gives the name several times.',
          role: 'content',
          widget: 'keyvalue',
        }),
        headers: z.record(HeaderName, HeaderValue).default({}).meta({
          title: 'Headers',
          description: 'For credentials use a connection.',
          role: 'control',
          widget: 'keyvalue',
          advanced: true,
        }),
        bodyType: z
          .enum(BODIES)
          .default('none')
          .meta({
            title: 'Body',
            description: 'What is sent along, and how it is written.',
            role: 'control',
            options: {
              none: 'None',
              json: 'JSON',
              form: 'Form fields',
              multipart: 'Form with files',
              text: 'Plain text',
              file: 'A file',
            },
          }),
        body: JsonValue.optional().meta({
          title: 'Content',
          role: 'content',
          widget: 'json',
          description: 'For a form an object with a value or a file for each field.',
          placeholder: '{{ steps.order }}',
          showIf: { field: 'bodyType', equals: BODIES.slice(1) },
        }),
        ...pageFields,
        answer: z
          .enum(['auto', 'json', 'text', 'file'])
          .default('auto')
          .meta({
            title: 'Read the answer as',
            description: 'Choose one if the service names the wrong content type.',
            role: 'control',
            options: { auto: 'What it says it is', json: 'JSON', text: 'Text', file: 'A file' },
            advanced: true,
          }),
        redirects: z
          .enum(['follow', 'refuse', 'return'])
          .default('follow')
          .meta({
            title: 'Redirects',
            description: 'Credentials never follow to another host.',
            role: 'control',
            options: { follow: 'Follow', refuse: 'Fail', return: 'Give back as the answer' },
            advanced: true,
          }),
        anyStatus: z.boolean().default(false).meta({
          title: 'Go on with any status',
          description: 'Otherwise a status that is not expected fails the step.',
          role: 'control',
          advanced: true,
        }),
        expectStatus: z.array(z.number().int().min(100).max(599)).max(20).optional().meta({
          title: 'Expected status',
          description: 'Statuses that count as success. Otherwise 200 to 299.',
          role: 'control',
          advanced: true,
        }),
        idempotency: HeaderName.optional().meta({
          title: 'Idempotency header',
          description: 'If the service takes one: the same key is sent with every attempt, so that it acts once.',
          role: 'control',
          placeholder: 'Idempotency-Key',
          advanced: true,
        }),
        timeout: Duration.refine((text) => durationMs(text) <= durationMs(LONGEST), `At most ${LONGEST}.`)
          .default('30s')
          .meta({
            title: 'Give up after',
            description: 'For each request.',
            role: 'control',
            widget: 'duration',
            advanced: true,
          }),
      })
      .refine((input) => !READS.includes(input.method) || input.bodyType === 'none', {
        path: ['bodyType'],
        message: 'GET and HEAD carry no body. Choose another method, or None here.',
      })
      .refine((input) => input.pages === 'none' || !ACTS.includes(input.method), {
        path: ['pages'],
        message: 'Pages are collected with GET only.',
      }),
    output: z.object({
      status: z.number().int(),
      headers: z.record(z.string(), z.string()),
      body: JsonValue.meta({
        title: 'Answer',
        description: 'Parsed when it is JSON, otherwise text. Nothing for a file or for pages.',
      }),
      file: FileValue.nullable().meta({ title: 'File', description: 'An answer that is no text.' }),
      items: z.array(JsonValue).meta({ title: 'Items of all pages' }),
      pages: z.number().int().meta({ title: 'How many pages' }),
      more: z.boolean().meta({ title: 'There is more', description: 'A limit was reached before the last page.' }),
    }),
  }),
};
