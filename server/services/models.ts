/** Models of a connection: which there are, and those that its service is told to fetch. */
import { Invalid, Unreachable } from '#lib/errors.ts';
import { TASK_QUEUE, WORKFLOW } from '#lib/messages.ts';
import type { FoundOllama, ModelsView, ModelView, PullView } from '#lib/views-models.ts';
import { connectionType } from '#nodes/connections.ts';
import { KNOWN_MODELS } from '#nodes/models.ts';
import * as store from '#platform/connection-models.ts';
import { NotFound } from '#platform/errors.ts';
import { temporalClient } from '#platform/temporal.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { getConnection, testConnection } from '#server/services/connections.ts';

/** The models of a connection as its service told last, with what is known of each, and what is being fetched. */
export async function modelsOf(id: string): Promise<ModelsView> {
  await withModels(id);
  const [noted, pulls] = await Promise.all([store.notedModels(id), store.pullsOf(id)]);
  return { at: noted?.at ?? null, models: (noted?.models ?? []).map(modelView), pulls };
}

function modelView({ name, bytes = null }: { name: string; bytes?: number | null }): ModelView {
  const known = KNOWN_MODELS.find((one) => one.id === name);
  const price = known ? { input: known.price.input, output: known.price.output } : null;
  return { name, bytes, title: known?.title ?? null, context: known?.context ?? null, price };
}

/** Asks the service which it has now; the worker does it, as it alone opens secrets. */
export async function refreshModels(id: string): Promise<ModelsView & { ok: boolean; message: string }> {
  await withModels(id);
  const { ok, message } = await testConnection(id);
  return { ok, message, ...(await modelsOf(id)) };
}

/** Has the service fetch a model. It goes on by itself; where it is under way already, it is the same. */
export async function pullModel({ id, model }: { id: string; model: string }, actor: Actor): Promise<PullView> {
  const { name, pulls } = await withModels(id);
  if (!pulls) throw new Invalid(`The service of "${name}" fetches no models. Only Ollama does.`);
  const begun = await store.beginPull({ connectionId: id, model, by: actorName(actor) });
  if (begun.isNew) await startPull(begun.id);
  return onePull(id, begun.id);
}

/** Stops fetching. What is there of it stays with the service, and is gone on with the next time. */
export async function cancelPull({ id, pull }: { id: string; pull: string }): Promise<PullView> {
  await onePull(id, pull);
  const client = await temporalClient();
  // One that is over has nothing to stop.
  await client.workflow
    .getHandle(workflowOf(pull))
    .cancel()
    .catch(() => {});
  return onePull(id, pull);
}

async function onePull(id: string, pull: string): Promise<PullView> {
  const found = await store.pullOf(id, pull);
  if (!found) throw new NotFound('There is no such fetching of a model.');
  return found;
}

async function startPull(pullId: string): Promise<void> {
  const options = { taskQueue: TASK_QUEUE, workflowId: workflowOf(pullId), args: [{ pullId }] } as const;
  try {
    const client = await temporalClient();
    await client.workflow.start(WORKFLOW.pullModel, options);
  } catch {
    await store.endPull(pullId, { status: 'failed', message: NO_ENGINE });
    throw new Unreachable(NO_ENGINE);
  }
}

const NO_ENGINE = 'The engine cannot be reached just now. Try again in a moment.';

function workflowOf(pullId: string): string {
  return `pull-${pullId}`;
}

/** An Ollama on this computer that could be connected; null where none answers. */
export async function findOllama(): Promise<FoundOllama | null> {
  const options = {
    taskQueue: TASK_QUEUE,
    workflowId: `find-${crypto.randomUUID()}`,
    args: [],
    workflowExecutionTimeout: '20s',
  } as const;
  const client = await temporalClient();
  // Where nobody can look, nothing is offered.
  return client.workflow.execute(WORKFLOW.findOllama, options).then(
    (found) => found as FoundOllama | null,
    () => null,
  );
}

async function withModels(id: string): Promise<{ name: string; pulls: boolean }> {
  const { type, name } = await getConnection(id);
  const models = connectionType(type)?.models;
  if (!models) throw new Invalid(`The connection "${name}" has no models.`);
  return { name, pulls: models === 'pulled' };
}
