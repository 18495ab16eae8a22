/** The one way any step reaches a model. */
import { watchCall, type CallWatch } from '#activities/call-watch.ts';
import type { Answer, Question, Turn, Usage } from '#activities/connections/model-client.ts';
import { ModelRefused, NoPictures } from '#activities/connections/model-errors.ts';
import { openModel } from '#activities/connections/open-model.ts';
import type { ActivityContext } from '#activities/context.ts';
import { askInOrder, type Link } from '#activities/model-chain.ts';
import { Invalid, Unreachable } from '#lib/errors.ts';
import { durationMs } from '#lib/duration.ts';
import type { Json } from '#lib/value.ts';
import { FALLBACK_SERVICES, FREE_SERVICES, type ModelChoice } from '#nodes/model-fields.ts';
import { costOf } from '#nodes/models.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { beginModelCall, endModelCall } from '#platform/model-calls.ts';

/** A question without what the choice of the model says. */
export type Asked = Omit<Question, 'model' | 'maxTokens' | 'temperature' | 'effort' | 'onText' | 'onUsage'>;

/** `cost` in US dollars, left out where the price is not known. */
export type Answered = Answer & { cost?: number };

type Opened = { connection: OpenConnection; fetch: ActivityContext['fetch'] };

/**
 * Asks the chosen model, or the next of those to ask instead, and writes down what that took. Known secrets never reach
 * any. Throws what the clients throw.
 */
export async function askModel(ctx: ActivityContext, choice: ModelChoice, asked: Asked): Promise<Answered> {
  const { connection } = ctx;
  if (!connection) throw new Invalid('This step has no connection. Choose the model service it should use.');
  const chosen = { connection: connection.id, model: choice.model };
  const hidden = { ...asked, system: hideKnown(asked.system), turns: asked.turns.map(hiddenTurn) };
  let begun = false;
  const answer = await askInOrder<Link, Answered>([chosen, ...choice.fallbacks], {
    now: () => ctx.now().getTime(),
    hasBegun: () => begun,
    ask: async (link) => {
      const opened = link === chosen ? { connection, fetch: ctx.fetch } : await openOther(ctx, link);
      const onText = (text: string) => {
        begun = true;
        ctx.streamText(text);
        ctx.heartbeat();
      };
      return askOne(ctx, { opened, choice: { ...choice, model: link.model }, asked: hidden, onText });
    },
  });
  // It was paid for all the same.
  if (answer.stopReason === 'refusal') throw refusalOf(answer);
  return answer;
}

async function openOther(ctx: ActivityContext, { connection: id }: Link): Promise<Opened> {
  const opened = await ctx.through(id);
  const { type, name } = opened.connection;
  if (!FALLBACK_SERVICES.some((known) => known === type))
    throw new Invalid(`The connection "${name}" of type ${type} cannot be asked instead of a model. Choose another.`);
  return opened;
}

type One = { opened: Opened; choice: ModelChoice; asked: Asked; onText: (text: string) => void };

async function askOne(ctx: ActivityContext, { opened, choice, asked, onText }: One): Promise<Answered> {
  const { connection, fetch } = opened;
  const { model, maxTokens, temperature, effort } = choice;
  const silenceMs = durationMs(choice.silence);
  const watch = watchCall(fetch);
  const client = await openModel({ connection, fetch: watch.fetch, signal: ctx.signal, now: ctx.now, silenceMs });
  const by = `${connection.type}:${model}`;
  const turns = asked.turns.map((turn) => ownThoughts(turn, by));
  const question: Question = { ...asked, turns, model, maxTokens, temperature, effort, onText };
  const answer = await recorded(ctx, { connection, question, watch, ask: (whole) => client.ask(whole) }).catch(
    (error: unknown) => {
      throw aboutPictures(error, question);
    },
  );
  const isEmpty = answer.text.trim() === '' && answer.calls.length === 0 && answer.stopReason === 'end';
  if (isEmpty && !asked.schema && !asked.tools?.length) throw new Unreachable(`${model} gave an empty answer.`);
  return answer.opaque === undefined ? answer : { ...answer, opaque: { by, kept: answer.opaque } };
}

/** Each service words it in its own way, some as a trouble of theirs. Nothing but the pictures can be what is meant. */
function aboutPictures(error: unknown, { turns, model }: Question): unknown {
  const hasPictures = turns.some((turn) => turn.role === 'user' && turn.images?.length);
  const isNo = error instanceof Error && (error.name === 'Refused' || error.name === 'Unreachable');
  if (!hasPictures || !isNo || !/\b(?:images?|image_url|vision|multi-?modal)\b/i.test(error.message)) return error;
  return new NoPictures(
    `${model} did not take the pictures: ${error.message} Choose a model that sees, or leave them out.`,
  );
}

/** Signed thoughts are bound to the model that had them; another refuses them. */
function ownThoughts(turn: Turn, by: string): Turn {
  if (turn.role !== 'assistant' || turn.opaque === undefined) return turn;
  const { opaque, ...said } = turn;
  const thoughts = opaque as { by?: Json; kept?: Json };
  return thoughts.by === by && thoughts.kept !== undefined ? { ...said, opaque: thoughts.kept } : said;
}

type Asking = {
  connection: OpenConnection;
  question: Question;
  watch: CallWatch;
  ask: (question: Question) => Promise<Answer>;
};

async function recorded(ctx: ActivityContext, { connection, question, watch, ask }: Asking): Promise<Answered> {
  const { run, stepId, iteration } = ctx.call;
  const { runId, rootRunId, flowId } = run;
  const at = ctx.now().getTime();
  const place = { runId, rootRunId, flowId, stepId, iteration, attempt: ctx.attempt };
  const service = { connectionId: connection.id, provider: connection.type, model: question.model };
  const priceOf = (model: string, used: Usage) => (FREE_SERVICES.has(connection.type) ? 0 : costOf(model, used));
  const mostCost = priceOf(question.model, mostUsage(question)) ?? null;
  const id = await beginModelCall({ ...place, ...service, at, mostCost, effectKey: ctx.effectKey });
  const ms = () => ctx.now().getTime() - at;
  try {
    const answer = await ask({ ...question, onUsage: watch.onUsage });
    const cost = priceOf(answer.model, answer.usage);
    await endModelCall(id, { status: 'ok', model: answer.model, usage: answer.usage, cost: cost ?? null, ms: ms() });
    return { ...answer, ...(cost === undefined ? {} : { cost }) };
  } catch (error) {
    const price = (usage: Usage) => priceOf(question.model, usage);
    await endModelCall(id, { ...watch.endOf(error, { price, mostOut: question.maxTokens }), ms: ms() });
    throw error;
  }
}

/** No service counts more for a picture. */
const PICTURE_TOKENS = 50_000;

/** A token is at least one byte. */
function mostUsage({ system, turns, tools, schema, maxTokens }: Question): Usage {
  const images = turns.flatMap((turn) => (turn.role === 'user' ? (turn.images ?? []) : []));
  const words = turns.map((turn) => (turn.role === 'user' ? { ...turn, images: undefined } : turn));
  const seen = images.reduce((sum, { base64 }) => sum + Math.min(PICTURE_TOKENS, base64.length), 0);
  const read = Buffer.byteLength(JSON.stringify([system, words, tools, schema]));
  return { inputTokens: read + seen, outputTokens: maxTokens };
}

function hiddenTurn(turn: Turn): Turn {
  switch (turn.role) {
    case 'user':
      return { ...turn, text: hideKnown(turn.text) };
    case 'assistant':
      return { ...turn, text: hideKnown(turn.text) };
    case 'tool':
      return { ...turn, results: turn.results.map((result) => ({ ...result, text: hideKnown(result.text) })) };
    default:
      return turn satisfies never;
  }
}

function refusalOf({ text }: Answer): ModelRefused {
  return new ModelRefused(`The model refused to answer${text === '' ? '.' : `: ${text.slice(0, 500)}`}`);
}
