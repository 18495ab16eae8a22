import { z } from 'zod';
import { PULL_STATES } from '#lib/views-models.ts';
import { route } from '#server/api/route.ts';
import { PulledModel } from '#server/model-inputs.ts';
import { cancelPull, modelsOf, pullModel, refreshModels } from '#server/services/models.ts';

const Pull = z.object({
  id: z.string(),
  model: z.string(),
  status: z.enum(PULL_STATES),
  stage: z.string(),
  bytes: z.number(),
  bytesAll: z.number(),
  message: z.string().nullable(),
  startedAt: z.iso.datetime(),
});
const Models = z.object({
  at: z.iso.datetime().nullable(),
  models: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().nullable(),
      title: z.string().nullable(),
      context: z.number().nullable(),
      price: z.object({ input: z.number(), output: z.number() }).nullable(),
    }),
  ),
  pulls: z.array(Pull),
});

export const modelRoutes = [
  route({
    method: 'GET',
    path: '/connections/:id/models',
    right: 'view',
    summary: 'Models of a connection as its service told last, and those that it fetches',
    output: Models,
    handle: ({ params }) => modelsOf(params.id),
  }),
  route({
    method: 'POST',
    path: '/connections/:id/models',
    right: 'edit',
    summary: 'Ask the service which models it has now',
    output: Models.extend({ ok: z.boolean(), message: z.string() }),
    handle: ({ params }) => refreshModels(params.id),
  }),
  route({
    method: 'POST',
    path: '/connections/:id/pulls',
    right: 'admin',
    summary: 'Have Ollama fetch a model; it goes on by itself',
    status: 201,
    body: PulledModel,
    output: Pull,
    handle: ({ params, body, actor }) => pullModel({ id: params.id, ...body }, actor),
  }),
  route({
    method: 'DELETE',
    path: '/connections/:id/pulls/:pull',
    right: 'admin',
    summary: 'Stop fetching a model',
    output: Pull,
    handle: ({ params }) => cancelPull({ id: params.id, pull: params.pull }),
  }),
];
