import { z } from 'zod';
import { ConversationShown } from '#server/api/run-outputs.ts';
import { route } from '#server/api/route.ts';
import { ConversationPart, Telling } from '#server/run-inputs.ts';
import { conversationOf, pauseRun, resumeRun, tellAgent } from '#server/services/agents.ts';

const Done = z.object({ id: z.string() });

export const agentRoutes = [
  route({
    method: 'POST',
    path: '/runs/:id/pause',
    right: 'run',
    summary: 'Pause a run before its next step',
    output: Done,
    handle: ({ params, actor }) => pauseRun({ id: params.id, actor }),
  }),
  route({
    method: 'POST',
    path: '/runs/:id/resume',
    right: 'run',
    summary: 'Let a paused run go on',
    output: Done,
    handle: ({ params, actor }) => resumeRun({ id: params.id, actor }),
  }),
  route({
    method: 'POST',
    path: '/runs/:id/messages',
    right: 'run',
    summary: 'Tell an agent something while it works; what comes with a token counts as untrusted',
    status: 202,
    body: Telling,
    output: Done,
    handle: ({ params, body, actor }) => tellAgent({ ...body, id: params.id, actor }),
  }),
  route({
    method: 'GET',
    path: '/runs/:id/conversation',
    right: 'view',
    summary: 'What was said in the run of an agent, the latest last',
    query: ConversationPart,
    output: ConversationShown,
    handle: ({ params, query }) => conversationOf({ ...query, id: params.id }),
  }),
];
