import { z } from 'zod';
import type { ApprovalButton } from '#lib/approval.ts';
import { Duration, durationMs, JsonValue } from '#lib/flow.ts';
import { AnswerField } from '#lib/form-schema.ts';
import { checkFields } from '#lib/form.ts';
import { control, OUT_PORT } from '#nodes/define.ts';
import { distinctIds, PortId, portsOfRows } from '#nodes/logic.ts';

const DEFAULT_BUTTONS: ApprovalButton[] = [
  { id: 'approve', title: 'Approve', style: 'primary' },
  { id: 'deny', title: 'Deny', style: 'danger' },
];

/** Roles that bring the right to approve. */
export const APPROVING_ROLES = ['approver', 'admin', 'owner'] as const;

const Button = z.strictObject({
  id: PortId.meta({ title: 'Id', description: 'A short name of the output, such as approve.' }),
  title: z.string().min(1).max(60).meta({ title: 'Title', description: 'What the button says.' }),
  style: z
    .enum(['primary', 'neutral', 'danger'])
    .default('neutral')
    .meta({ title: 'Style', description: 'How much it stands out.' }),
});

export const people = {
  approval: control({
    title: 'Ask a person',
    help: 'Pauses until someone decides in the inbox. Each button is a way on; if nobody decides in time the run takes Expired. The fields are filled in with a yes; a no needs none. Nothing but a signed-in person can decide.',
    icon: 'user-check',
    group: 'People',
    version: 1,
    summary: '{title}',
    ports: ({ buttons }) => [...portsOfRows(buttons ?? DEFAULT_BUTTONS), { id: 'expired', title: 'Expired' }],
    input: z.object({
      title: z.string().min(1).max(200).meta({
        title: 'Question',
        description: 'The heading of the request in the inbox.',
        role: 'content',
        placeholder: 'Send the offer?',
      }),
      message: z.string().max(20_000).default('').meta({
        title: 'What they need to know',
        description: 'Shown as plain text, with the origin of every value.',
        role: 'content',
        widget: 'textarea',
      }),
      buttons: z
        .array(Button)
        .min(1)
        .max(6)
        .refine(distinctIds, 'Two buttons have the same id.')
        .default(DEFAULT_BUTTONS)
        .meta({
          title: 'Buttons',
          description: 'Each is an output.',
          role: 'control',
          widget: 'buttons',
        }),
      fields: z
        .array(AnswerField)
        .max(20)
        .superRefine((fields, context) => {
          const problem = checkFields(fields);
          if (problem !== null) context.addIssue({ code: 'custom', message: problem });
        })
        .default([])
        .meta({
          title: 'Fields to fill in',
          description:
            'What the person fills in with a yes. A no needs none of it. Later steps read steps.<id>.answers.',
          role: 'control',
          widget: 'fields',
        }),
      decides: z
        .enum(['anyone', 'roles', 'people'])
        .default('anyone')
        .meta({
          title: 'Who may decide',
          description: 'Among those with the right to approve. Others see the question but cannot answer it.',
          role: 'control',
          options: { anyone: 'Everybody who may approve', roles: 'Some roles', people: 'Some people' },
        }),
      roles: z
        .array(z.enum(APPROVING_ROLES))
        .default([])
        .meta({
          title: 'Roles',
          description: 'People with one of these roles may decide.',
          role: 'control',
          options: { approver: 'Approvers', admin: 'Admins', owner: 'The owner' },
          showIf: { field: 'decides', equals: 'roles' },
        }),
      people: z
        .array(z.email('Use mail addresses.').max(254))
        .max(20)
        .default([])
        .meta({
          title: 'People',
          description: 'The mail addresses they sign in with.',
          role: 'control',
          placeholder: 'anna@example.org',
          showIf: { field: 'decides', equals: 'people' },
        }),
      expiresAfter: Duration.default('24h').meta({
        title: 'Expires after',
        description: 'If nobody has decided by then, the run takes Expired.',
        role: 'control',
        widget: 'duration',
      }),
      remindAfter: Duration.refine((text) => durationMs(text) >= 60_000, 'At least 1m.')
        .optional()
        .meta({
          title: 'Remind after',
          description: 'Marks the question in the inbox while nobody has decided. Looked after every half minute.',
          role: 'control',
          widget: 'duration',
          placeholder: '4h',
          advanced: true,
        }),
      reminders: z.number().int().min(1).max(20).default(1).meta({
        title: 'Reminders',
        description: 'How often at most, each after the same time again.',
        role: 'control',
        advanced: true,
      }),
      escalateAfter: Duration.refine((text) => durationMs(text) >= 60_000, 'At least 1m.')
        .optional()
        .meta({
          title: 'Ask others after',
          description: 'If nobody has decided by then, the owner is told, and the roles below may decide too.',
          role: 'control',
          widget: 'duration',
          placeholder: '12h',
          advanced: true,
        }),
      escalateTo: z
        .array(z.enum(APPROVING_ROLES))
        .default(['owner'])
        .meta({
          title: 'Others',
          description: 'The roles that may decide too, once it was asked of others.',
          role: 'control',
          options: { approver: 'Approvers', admin: 'Admins', owner: 'The owner' },
          advanced: true,
        }),
    }),
    output: z.object({
      choice: z.string().meta({ title: 'Id of the button, or expired' }),
      reason: z.string().nullable(),
      by: z.string().nullable(),
      at: z.iso.datetime(),
      answers: z.record(z.string(), JsonValue).meta({ title: 'What was filled in' }),
    }),
  }),

  respond: control({
    title: 'Respond',
    help: 'Answers the call that started the run, when its webhook answers "when the flow responds". The first answer counts; elsewhere it only notes the result of the run.',
    icon: 'reply',
    group: 'Services',
    version: 1,
    summary: '{status}',
    ports: [{ id: OUT_PORT, title: 'Next' }],
    input: z.object({
      status: z.number().int().min(200).max(599).default(200).meta({
        title: 'Status',
        description: 'The number callers look at first: 200 is well, 400 a mistake of theirs, 500 one of yours.',
        role: 'control',
      }),
      headers: z
        .record(
          z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
          z
            .string()
            .max(2000)
            .regex(/^[^\r\n]*$/),
        )
        .default({})
        .meta({
          title: 'Headers',
          description: 'Sent with the answer, for example Content-Type.',
          role: 'control',
          widget: 'keyvalue',
          advanced: true,
        }),
      body: JsonValue.default(null).meta({
        title: 'Body',
        description: 'Text is sent as it is, everything else as JSON.',
        role: 'content',
        widget: 'json',
        placeholder: '{{ steps.save }}',
      }),
    }),
    output: z.object({ status: z.number().int() }),
  }),
};
