import { z } from 'zod';
import { ConversationShown, RehearsedLine } from '#server/api/run-outputs.ts';
import { route } from '#server/api/route.ts';
import { AnswerPart, AnswerTaking, ConversationPart, Telling } from '#server/run-inputs.ts';
import { conversationOf, pauseRun, resumeRun, tellAgent } from '#server/services/agents.ts';
import { answerToTake, takeAnswer } from '#server/services/rehearsal-answers.ts';

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
  route({
    method: 'GET',
    path: '/runs/:id/rehearsal',
    right: 'view',
    summary: 'The line that an answer of a model would be in the script of a rehearsal, and what it would replace',
    query: AnswerPart,
    output: z.object({
      line: RehearsedLine,
      replaces: RehearsedLine.nullable(),
      hides: z.number(),
      seen: z.string(),
    }),
    handle: ({ params, query }) => answerToTake({ ...query, id: params.id }),
  }),
  route({
    method: 'POST',
    path: '/runs/:id/rehearsal',
    right: 'admin',
    summary: 'Write that line into the script; `seen` is what the preview gave',
    body: AnswerTaking,
    output: z.object({ line: RehearsedLine, lines: z.number() }),
    handle: ({ params, body, actor }) => takeAnswer({ ...body, id: params.id, actor }),
  }),
];
