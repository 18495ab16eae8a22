import { z } from 'zod';
import { StatusShown } from '#server/api/outputs.ts';
import { route } from '#server/api/route.ts';
import { Stop, StopScope } from '#server/inputs.ts';
import { statusView } from '#server/services/status.ts';
import { releaseAt, stopAt } from '#server/services/stop.ts';

export const systemRoutes = [
  route({
    method: 'GET',
    path: '/health',
    right: 'public',
    summary: 'Says ok while the web process answers',
    output: z.object({ status: z.literal('ok') }),
    handle: () => ({ status: 'ok' as const }),
  }),
  route({
    method: 'GET',
    path: '/status',
    right: 'view',
    summary: 'How Hearth is doing',
    output: StatusShown,
    handle: () => statusView(),
  }),
  route({
    method: 'POST',
    path: '/stop',
    right: 'run',
    summary: 'The kill switch: stop everything, a flow or a tool before its next effect',
    body: Stop.extend({ scope: StopScope.default('global') }).prefault({}),
    output: z.object({ scope: z.string() }),
    handle: ({ body, actor }) => stopAt({ ...body, actor }),
  }),
  route({
    method: 'POST',
    path: '/stop/release',
    right: 'admin',
    summary: 'Let what was stopped go on',
    body: z.strictObject({ scope: StopScope.default('global') }).prefault({}),
    output: z.object({ scope: z.string() }),
    handle: ({ body, actor }) => releaseAt(body.scope, actor),
  }),
];
