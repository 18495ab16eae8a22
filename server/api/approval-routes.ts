import { z } from 'zod';
import type { Json } from '#lib/value.ts';
import { ApprovalListed, ApprovalShown, page } from '#server/api/outputs.ts';
import { route } from '#server/api/route.ts';
import { ApprovalFilter, Decision, Reason } from '#server/inputs.ts';
import { approvalCards, decideApproval, getApproval } from '#server/services/approvals.ts';

/** `decision` for the usual two; `choice` names any other button of a drawn approval. */
const Decide = z
  .strictObject({
    decision: z.enum(['approve', 'deny']).optional(),
    choice: Decision.shape.choice.optional(),
    reason: Reason.optional(),
    args: Decision.shape.args,
    answers: Decision.shape.answers,
  })
  .refine((given) => (given.decision === undefined) !== (given.choice === undefined), 'Say either decision or choice.');

export const approvalRoutes = [
  route({
    method: 'GET',
    path: '/approvals',
    right: 'view',
    summary: 'Approvals, newest first; ?status=waiting for those that need a decision',
    query: ApprovalFilter,
    output: page(ApprovalListed),
    handle: ({ query, actor }) => approvalCards(query, actor),
  }),
  route({
    method: 'GET',
    path: '/approvals/:id',
    right: 'view',
    summary: 'One approval with all that it binds',
    output: ApprovalShown,
    handle: async ({ params, actor }) => {
      // What a passkey signs is for the page alone.
      const { proof: _, ...view } = await getApproval(params.id, actor);
      return { ...view, request: view.request as unknown as Json };
    },
  }),
  route({
    method: 'POST',
    path: '/approvals/:id/decide',
    right: 'approve',
    summary: 'Decide, with what the flow asks to be filled in as answers; the second decision is refused with 409',
    body: Decide,
    output: z.object({
      id: z.string(),
      replacedById: z.string().optional(),
      waitsForAnother: z.literal(true).optional(),
      asksAgain: z.literal(true).optional(),
    }),
    handle: ({ params, body: { decision, choice, ...rest }, actor }) =>
      decideApproval({ ...rest, id: params.id, choice: decision ?? choice ?? '', actor }),
  }),
];
