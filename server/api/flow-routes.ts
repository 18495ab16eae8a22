import { z } from 'zod';
import { Flow, FlowFilter, JsonValue, Mode, PublishFlow } from '#server/inputs.ts';
import { Created, Findings, FlowListed, FlowShown, Problems, Published, Saved } from '#server/api/outputs.ts';
import { RunStarted } from '#server/api/run-outputs.ts';
import { route } from '#server/api/route.ts';
import * as flows from '#server/services/flows.ts';
import { flowFileSchema } from '#server/services/flow-file.ts';
import { shelvedFlows } from '#server/services/shelved-flows.ts';
import { runAndWait } from '#server/services/run-and-wait.ts';

/** Longest time a call is kept open for a run. */
export const MOST_WAIT_S = 60;

const StartRun = z.strictObject({
  input: JsonValue.optional(),
  wait: z.number().min(0).max(MOST_WAIT_S, `Wait at most ${MOST_WAIT_S} seconds.`).optional(),
  mode: Mode.default('production'),
  trigger: z.string().max(200).optional(),
});

export const flowRoutes = [
  route({
    method: 'GET',
    path: '/flows',
    right: 'view',
    summary: 'All flows; of one folder or with one tag only, by name',
    query: FlowFilter,
    output: z.object({ items: z.array(FlowListed) }),
    handle: async ({ query }) => ({ items: await shelvedFlows(query) }),
  }),
  route({
    method: 'POST',
    path: '/flows',
    right: 'edit',
    summary: 'Save a flow file as a new flow',
    status: 201,
    body: Flow,
    output: Created,
    handle: ({ body }) => flows.addFlow({ flow: body }),
  }),
  route({
    method: 'GET',
    path: '/flows/:id',
    right: 'view',
    summary: 'One flow with its draft',
    output: FlowShown,
    handle: ({ params }) => flows.getFlow(params.id),
  }),
  route({
    method: 'PUT',
    path: '/flows/:id',
    right: 'edit',
    summary: 'Replace the draft; with ?revision= only if nobody saved in between',
    query: z.strictObject({ revision: z.coerce.number().int().min(1).optional() }),
    body: Flow,
    output: Saved,
    handle: ({ params, query, body }) => flows.replaceFlow({ id: params.id, draft: body, revision: query.revision }),
  }),
  route({
    method: 'DELETE',
    path: '/flows/:id',
    right: 'edit',
    summary: 'Remove a flow',
    output: z.object({ removed: z.literal(true) }),
    handle: ({ params, actor }) => flows.removeFlow(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/flows/:id/publish',
    right: 'edit',
    summary: 'Publish the draft as a new version; it may have a name and a note',
    body: PublishFlow.prefault({}),
    output: Published,
    handle: ({ params, body, actor }) => flows.publish(params.id, actor, body),
  }),
  route({
    method: 'POST',
    path: '/flows/:id/pause',
    right: 'edit',
    summary: 'Stop its triggers',
    output: z.object({ paused: z.literal(true) }),
    handle: ({ params, actor }) => flows.pause(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/flows/:id/resume',
    right: 'edit',
    summary: 'Let its triggers go on',
    output: z.object({ paused: z.literal(false) }),
    handle: ({ params, actor }) => flows.resume(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/flows/:id/runs',
    right: 'run',
    summary: 'Start a run; with wait, answer when it has ended or the seconds are over',
    status: 202,
    body: StartRun.prefault({}),
    output: RunStarted,
    handle: ({ params, body, actor, signal }) => {
      const { trigger, wait, ...rest } = body;
      return runAndWait({ ...rest, id: params.id, triggerId: trigger, waitSeconds: wait ?? 0, actor, signal });
    },
  }),
  route({
    method: 'POST',
    path: '/flows/validate',
    right: 'view',
    summary: 'Look a flow file through without saving it: what is wrong, and what it would let happen',
    body: Flow,
    output: z.object({ problems: Problems, findings: Findings }),
    handle: ({ body }) => flows.validateFlow(body),
  }),
  route({
    method: 'GET',
    path: '/flow.schema.json',
    right: 'view',
    summary: 'JSON Schema of a flow file',
    output: z.record(z.string(), z.unknown()),
    handle: () => flowFileSchema(),
  }),
];
