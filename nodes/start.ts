import { z } from 'zod';
import { isZone } from '#lib/hours.ts';
import { Duration, durationMs, JsonValue } from '#lib/flow.ts';
import { askingInput } from '#nodes/call-input.ts';
import { trigger } from '#nodes/define.ts';
import { isCron } from '#nodes/cron.ts';

const Text = z.record(z.string(), z.string());

/** The largest body a webhook may take, whatever its settings say. */
const WEBHOOK_HARD_LIMIT = 20 * 1024 * 1024;
const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export const start = {
  manual: trigger({
    title: 'Start by hand',
    help: 'Starts the flow when a person presses Run, or by the command line or API. The fields ask for what the flow needs; they appear as {{ trigger.name }}.',
    icon: 'mouse-pointer-click',
    group: 'Start',
    version: 1,
    reads: 'trusted',
    input: askingInput('What a person fills in before the run begins. Leave empty to start at once.'),
    output: z.record(z.string(), JsonValue).meta({ title: 'What was filled in' }),
  }),

  webhook: trigger({
    title: 'Webhook',
    help: 'Starts the flow when another service calls its address. Everything that comes in is untrusted: it can fill in values, but what matters still asks a person. A call is answered only once it is stored.',
    icon: 'webhook',
    group: 'Start',
    version: 1,
    reads: 'untrusted',
    open: { unless: 'secret' },
    summary: '{methods} - answers {respond}',
    input: z.object({
      methods: z.array(z.enum(HTTP_METHODS)).min(1).default(['POST']).meta({
        title: 'Methods',
        description: 'Which kinds of call start the flow. Others are refused with 405.',
        role: 'control',
      }),
      respond: z
        .enum(['when-received', 'when-finished'])
        .default('when-received')
        .meta({
          title: 'Answer',
          description:
            'At once with 202, or with what a Respond step gives. After 30 seconds the caller gets 202 and the address of the run.',
          options: { 'when-received': 'as soon as it is stored', 'when-finished': 'when the flow responds' },
        }),
      body: z
        .enum(['auto', 'json', 'form', 'raw'])
        .default('auto')
        .meta({
          title: 'Body',
          description: 'How to read the body. Automatic goes by the content type the caller names.',
          options: { auto: 'Automatic', json: 'JSON', form: 'Form fields', raw: 'Plain text' },
        }),
      maxBytes: z
        .number()
        .int()
        .min(1024)
        .max(WEBHOOK_HARD_LIMIT)
        .default(1024 * 1024)
        .meta({
          title: 'Largest body (bytes)',
          description: 'Bigger calls are refused with 413. At most 20 MB.',
          advanced: true,
        }),
      secret: z
        .string()
        .max(60)
        .optional()
        .meta({
          title: 'Who may call',
          description:
            'A "Webhook secret" or "Signed webhook" connection. Calls without its header or signature are refused with 401.',
          widget: 'connection',
          connectionTypes: ['webhook-secret', 'webhook-signature'],
          advanced: true,
        }),
    }),
    output: z.object({
      method: z.string(),
      path: z.string(),
      headers: Text.meta({ title: 'Headers', description: 'Without cookies and credentials; names in small letters.' }),
      query: Text,
      body: JsonValue.meta({ title: 'Body' }),
    }),
  }),

  schedule: trigger({
    title: 'Schedule',
    help: 'Starts the flow at set times, or again and again after a fixed time. If Hearth was off, times missed within the catch-up window are made up for once it is back.',
    icon: 'calendar-clock',
    group: 'Start',
    version: 1,
    reads: 'trusted',
    summary: '{mode} {cron}{every} ({timezone})',
    input: z
      .object({
        mode: z
          .enum(['cron', 'every'])
          .default('cron')
          .meta({
            title: 'Repeat',
            description: 'By the clock, or again and again with the same pause.',
            options: { cron: 'At set times', every: 'At a fixed interval' },
          }),
        cron: z
          .string()
          .max(120)
          .refine(isCron, 'Use five fields: minute, hour, day, month, weekday, for example 0 8 * * 1-5.')
          .optional()
          .meta({
            title: 'Times',
            description: 'Minute, hour, day of month, month, weekday.',
            placeholder: '0 8 * * 1-5',
            widget: 'cron',
            showIf: { field: 'mode', equals: 'cron' },
          }),
        every: Duration.refine((text) => durationMs(text) >= 1000, 'At least 1s.')
          .optional()
          .meta({
            title: 'Every',
            description: 'The time from one start to the next, at least 1s.',
            placeholder: '15m',
            widget: 'duration',
            showIf: { field: 'mode', equals: 'every' },
          }),
        timezone: z
          .string()
          .min(1)
          .max(60)
          .refine(isZone, 'No such time zone. Use a name such as Europe/Berlin.')
          .default('UTC')
          .meta({
            title: 'Time zone',
            description: 'Summer time is followed.',
            widget: 'timezone',
            placeholder: 'Europe/Berlin',
          }),
        catchup: Duration.default('1h').meta({
          title: 'Catch-up window',
          description: 'Times missed for longer than this are skipped and shown as missed.',
          widget: 'duration',
          advanced: true,
        }),
      })
      .refine((schedule) => schedule.mode !== 'cron' || schedule.cron !== undefined, {
        path: ['cron'],
        message: 'Say at which times.',
      })
      .refine((schedule) => schedule.mode !== 'every' || schedule.every !== undefined, {
        path: ['every'],
        message: 'Say how often.',
      }),
    output: z.object({
      scheduledAt: z.iso.datetime().meta({ title: 'Planned time' }),
      firedAt: z.iso.datetime().meta({ title: 'Actual time' }),
    }),
  }),
};
