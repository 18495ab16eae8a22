import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { route } from '#server/api/route.ts';
import { cancelHeld, heldSends, sendHeld } from '#server/services/holds.ts';

const HeldShown = z.object({
  id: z.string(),
  runId: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  stepName: z.string(),
  tool: z.string(),
  title: z.string(),
  targets: z.array(z.string()),
  contents: z.array(z.object({ name: z.string(), value: JsonValue })),
  dueAt: z.iso.datetime(),
});
const One = z.object({ id: z.string() });

export const outboxRoutes = [
  route({
    method: 'GET',
    path: '/outbox',
    right: 'view',
    summary: 'Messages that wait a little before they go out, and can be taken back',
    output: z.object({ items: z.array(HeldShown) }),
    handle: async () => ({ items: await heldSends() }),
  }),
  route({
    method: 'POST',
    path: '/outbox/:id/cancel',
    right: 'run',
    summary: 'Take a waiting message back; 409 when it is gone already',
    output: One,
    handle: ({ params, actor }) => cancelHeld(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/outbox/:id/send',
    right: 'approve',
    summary: 'Let a waiting message go now',
    output: One,
    handle: ({ params, actor }) => sendHeld(params.id, actor),
  }),
];
