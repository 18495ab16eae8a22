/** The one way any step gets vectors: in portions, each written down as a request of its own. */
import { watchCall } from '#activities/call-watch.ts';
import { askVectors, type Vectors } from '#activities/connections/embeddings.ts';
import type { ActivityContext } from '#activities/context.ts';
import { Refused } from '#lib/errors.ts';
import { embeddingCost } from '#nodes/embedding-models.ts';
import { FREE_SERVICES } from '#nodes/model-fields.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { beginModelCall, endModelCall } from '#platform/model-calls.ts';

/** So many texts go into one request. */
const PORTION = 64;

export type Embedding = {
  connection: OpenConnection;
  model: string;
  texts: readonly string[];
  dimensions?: number | undefined;
};

/** One vector for each text, all of one length. `cost` in US dollars, left out where the price is not known. */
export type Embedded = { vectors: number[][]; dimensions: number; model: string; inputTokens: number; cost?: number };

/** Turns texts into vectors and writes down what that took. Known secrets never leave. */
export async function embed(ctx: ActivityContext, wanted: Embedding): Promise<Embedded> {
  const { texts, model } = wanted;
  const parts: Vectors[] = [];
  for (let at = 0; at < texts.length; at += PORTION) {
    parts.push(await recorded(ctx, { ...wanted, texts: texts.slice(at, at + PORTION).map(hideKnown) }));
    ctx.heartbeat();
  }
  const vectors = parts.flatMap((part) => part.vectors);
  const dimensions = vectors[0]?.length ?? 0;
  if (vectors.length !== texts.length || vectors.some(({ length }) => length !== dimensions || length === 0))
    throw new Refused(
      `"${model}" did not give one vector of the same length for each text. Is it a model for vectors?`,
    );
  const inputTokens = parts.reduce((sum, part) => sum + part.inputTokens, 0);
  const cost = costOf(wanted, inputTokens);
  return {
    ...{ vectors, dimensions, inputTokens, model: parts[0]?.model ?? model },
    ...(cost === undefined ? {} : { cost }),
  };
}

function costOf({ connection, model }: Embedding, inputTokens: number): number | undefined {
  return FREE_SERVICES.has(connection.type) ? 0 : embeddingCost(model, inputTokens);
}

async function recorded(ctx: ActivityContext, wanted: Embedding): Promise<Vectors> {
  const { connection, model, dimensions } = wanted;
  const { run, stepId, iteration } = ctx.call;
  const at = ctx.now().getTime();
  const watch = watchCall(ctx.fetch);
  const id = await beginModelCall({
    ...{ runId: run.runId, rootRunId: run.rootRunId, flowId: run.flowId, stepId, iteration, attempt: ctx.attempt },
    ...{ connectionId: connection.id, provider: connection.type, model, at },
    mostCost: costOf(wanted, Buffer.byteLength(JSON.stringify(wanted.texts))) ?? null,
    effectKey: ctx.effectKey,
  });
  const ms = () => ctx.now().getTime() - at;
  try {
    const wiring = { connection, fetch: watch.fetch, signal: ctx.signal, now: ctx.now };
    const made = await askVectors(wiring, { model, texts: [...wanted.texts], dimensions });
    const usage = { inputTokens: made.inputTokens, outputTokens: 0 };
    const cost = costOf(wanted, made.inputTokens) ?? null;
    await endModelCall(id, { status: 'ok', model: made.model, usage, cost, ms: ms() });
    return made;
  } catch (error) {
    const price = (usage: { inputTokens: number }) => costOf(wanted, usage.inputTokens);
    await endModelCall(id, { ...watch.endOf(error, { price, mostOut: 0 }), ms: ms() });
    throw error;
  }
}
