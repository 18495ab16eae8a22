/** The one way any step reaches a model. */
import type { Answer, ModelClient, Question } from '#activities/connections/model-client.ts';
import { openModel } from '#activities/connections/open-model.ts';
import type { ActivityContext } from '#activities/context.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { FREE_SERVICES, type ModelChoice } from '#nodes/model-fields.ts';
import { costOf } from '#nodes/models.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { beginModelCall, endModelCall } from '#platform/model-calls.ts';

/** A question without what the choice of the model says. */
export type Asked = Omit<Question, 'model' | 'maxTokens' | 'temperature' | 'effort' | 'onText'>;

/** `cost` in US dollars, left out where the price is not known. */
export type Answered = Answer & { cost?: number };

/** Asks a model and writes down what that took. Known secrets never reach it. Throws what the client throws. */
export async function askModel(ctx: ActivityContext, choice: ModelChoice, asked: Asked): Promise<Answered> {
  const { connection } = ctx;
  if (!connection) throw new Invalid('This step has no connection. Choose the model service it should use.');
  const client = await openModel({ connection, fetch: ctx.fetch, signal: ctx.signal, now: ctx.now });
  const question: Question = {
    ...asked,
    model: choice.model,
    maxTokens: choice.maxTokens,
    temperature: choice.temperature,
    effort: choice.effort,
    system: hideKnown(asked.system),
    turns: asked.turns.map((turn) => (turn.role === 'user' ? { ...turn, text: hideKnown(turn.text) } : turn)),
    onText: showing(ctx),
  };
  const answer = await recorded(ctx, { connection, client, question });
  // It was paid for all the same.
  if (answer.stopReason === 'refusal') throw refusalOf(answer);
  return answer;
}

type Asking = { connection: OpenConnection; client: ModelClient; question: Question };

async function recorded(ctx: ActivityContext, { connection, client, question }: Asking): Promise<Answered> {
  const { run, stepId, iteration } = ctx.call;
  const { runId, rootRunId, flowId } = run;
  const at = ctx.now().getTime();
  const place = { runId, rootRunId, flowId, stepId, iteration, attempt: ctx.attempt };
  const service = { connectionId: connection.id, provider: connection.type, model: question.model };
  const id = await beginModelCall({ ...place, ...service, at });
  const ms = () => ctx.now().getTime() - at;
  try {
    const answer = await client.ask(question);
    const cost = FREE_SERVICES.has(connection.type) ? 0 : costOf(answer.model, answer.usage);
    await endModelCall(id, { status: 'ok', model: answer.model, usage: answer.usage, cost: cost ?? null, ms: ms() });
    return { ...answer, ...(cost === undefined ? {} : { cost }) };
  } catch (error) {
    const errorType = error instanceof Error ? error.name : 'Error';
    await endModelCall(id, { status: 'failed', errorType, cost: null, ms: ms() });
    throw error;
  }
}

function refusalOf({ text }: Answer): Refused {
  return new Refused(`The model refused to answer${text === '' ? '.' : `: ${text.slice(0, 500)}`}`);
}

function showing(ctx: ActivityContext): (text: string) => void {
  return (text) => {
    ctx.streamText(text);
    ctx.heartbeat();
  };
}
