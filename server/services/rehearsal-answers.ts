/** What a model really answered becomes a line of a rehearsal's script, once a person has seen what that replaces. */
import type { SaidBody } from '#lib/agent-words.ts';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { AnswerTaken, AnswerToTake, RehearsedAnswer } from '#lib/views-rehearsal.ts';
import { REHEARSAL } from '#nodes/rehearsal-connection.ts';
import { readScript, whenFor, withLine, wordsOf, writtenScript, type ScriptLine } from '#nodes/rehearsal-script.ts';
import { loadValue } from '#platform/blobs.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { saveConnection } from '#platform/connections.ts';
import { Conflict } from '#platform/errors.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { isSecretName, redactText } from '#platform/redact.ts';
import { db } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { getConnection } from '#server/services/connections.ts';
import { stepOfRun } from '#server/services/run-views.ts';

export type AnswerAsked = {
  id: string;
  node: string;
  iteration: string;
  /** The rehearsal. */
  connection: string;
  /** Without it: what was said last, as far as nothing in it is hidden. */
  when?: string | undefined;
};

type Fields = Record<string, Json>;
/** What was said last, and what the model said to that. */
type Recorded = { last: string; said: RehearsedAnswer };

/** The line that would be written, and what of the script it replaces. Changes nothing. */
export async function answerToTake(asked: AnswerAsked): Promise<AnswerToTake> {
  const { line, taken, seen } = await prepared(asked);
  return { line, replaces: taken.replaced, hides: taken.hides, seen };
}

/** Writes an answer into a script. `seen`: of the script that the person looked at; throws `Conflict` for another. */
export async function takeAnswer(asked: AnswerAsked & { seen: string; actor: Actor }): Promise<AnswerTaken> {
  const { line, taken, seen, connection } = await prepared(asked);
  if (seen !== asked.seen) throw new Conflict('The script has been changed meanwhile. Look at what would be replaced.');
  const script = writtenScript(taken.lines);
  if (script === null)
    throw new Invalid('The script cannot hold this answer too. Take lines out of it in its connection first.');
  const { id, name, type, config } = connection;
  await saveConnection({
    ...{ id, name, type, secrets: {}, was: config, by: actorName(asked.actor) },
    config: { ...config, script },
  });
  return { line, lines: taken.lines.length };
}

async function prepared(asked: AnswerAsked) {
  const connection = await getConnection(asked.connection);
  if (connection.type !== REHEARSAL)
    throw new Invalid(`The connection "${connection.name}" is no rehearsal. Choose one that is.`);
  const { script } = connection.config;
  const lines = readScript(typeof script === 'string' ? script : '');
  if (!lines) throw new Invalid(`The script of the connection "${connection.name}" cannot be read. Look at it again.`);
  const { last, said } = await recordedAnswer(asked);
  const words = redactText(hideKnown(last));
  const line = { when: redactText(asked.when ?? whenFor(words)), ...masked(said) } satisfies ScriptLine;
  return { connection, line, taken: withLine(lines, line), seen: canonicalHash(connection.config) };
}

/** Throws `Invalid` for a step in which no model answered. */
async function recordedAnswer({ id, node, iteration }: AnswerAsked): Promise<Recorded> {
  const step = await stepOfRun({ id, node, iteration });
  if (step.status !== 'done' || !step.output || !step.input || step.pinned)
    throw new Invalid('No model has answered in this step of the run.');
  const [input, output] = (await Promise.all([loadValue(step.input), loadValue(step.output)])) as [Fields, Fields];
  const isScripted = output['model'] === REHEARSAL || (await wasRehearsed({ id, node, iteration }));
  if (isScripted) throw new Invalid('This answer is from a rehearsal already. Only those of a model are taken over.');
  switch (step.type) {
    case 'llm.ask':
      return {
        last: textOf(input['prompt']),
        said: output['json'] === undefined ? { answer: textOf(output['text']) } : { data: output['json'] },
      };
    case 'llm.extract':
      return { last: textOf(input['content']), said: { data: output['data'] ?? null } };
    case 'llm.classify': {
      const { label = null, confidence } = output;
      return {
        last: textOf(input['content']),
        said: { data: { label, ...(confidence === undefined ? {} : { confidence }) } },
      };
    }
    case 'llm.turn':
      return turnOf(id, Number(input['round']));
    default:
      throw new Invalid('Only what a model answered in words or data, and turns of agents, can be rehearsed.');
  }
}

async function wasRehearsed({ id, node, iteration }: Pick<AnswerAsked, 'id' | 'node' | 'iteration'>): Promise<boolean> {
  const where = { runId: id, stepId: node, iteration, provider: REHEARSAL };
  return (await db().modelCall.count({ where })) > 0;
}

async function turnOf(runId: string, turn: number): Promise<Recorded> {
  const row = await db().agentMessage.findFirst({ where: { runId, turn, role: 'assistant' }, orderBy: { seq: 'asc' } });
  const body = row ? (JSON.parse(row.body) as SaidBody) : undefined;
  if (!row || body?.role !== 'assistant') throw new Invalid('No model has answered in this step of the run.');
  const { conversationId, seq } = row;
  const before = await db().agentMessage.findFirst({
    where: { conversationId, seq: { lt: seq }, turn: { not: null } },
    orderBy: { seq: 'desc' },
  });
  const calls = body.calls.map(({ name, args, unreadable }) => {
    if (unreadable !== undefined || args === null || typeof args !== 'object' || Array.isArray(args))
      throw new Invalid('The model wrote a tool call that cannot be read. It cannot be rehearsed.');
    return { name, args };
  });
  return {
    last: before ? wordsOf(JSON.parse(before.body) as SaidBody) : '',
    said: { ...(body.text === '' ? {} : { answer: body.text }), ...(calls.length === 0 ? {} : { calls }) },
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Without anything that looks like a credential: a script is no place for one. */
function masked({ answer, data, calls }: RehearsedAnswer): RehearsedAnswer {
  return {
    ...(answer === undefined ? {} : { answer: textWithout(answer) }),
    ...(data === undefined ? {} : { data: valueWithout(data) }),
    ...(calls === undefined
      ? {}
      : { calls: calls.map(({ name, args }) => ({ name, args: valueWithout(args) as Fields })) }),
  };
}

function textWithout(text: string): string {
  return redactText(hideKnown(text));
}

function valueWithout(value: Json): Json {
  if (typeof value === 'string') return textWithout(value);
  if (Array.isArray(value)) return value.map(valueWithout);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' && isSecretName(name) ? '[redacted]' : valueWithout(field),
    ]),
  );
}
