import type { Answer, ModelClient, Question } from '#activities/connections/model-client.ts';
import { openModel } from '#activities/connections/open-model.ts';
import { answerChecker, type Checked } from '#activities/answer-schema.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { nodes } from '#nodes/index.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { costOf } from '#nodes/models.ts';

type Usage = Answer['usage'];

export const llm = {
  'llm.ask': async (input, ctx) => {
    const { connection } = ctx;
    if (!connection) throw new Invalid('This step has no connection. Choose the model service it should use.');
    const check = input.schema ? answerChecker(input.schema) : undefined;
    const client = await openModel({ connection, fetch: ctx.fetch, signal: ctx.signal, now: ctx.now });
    const turns = [{ role: 'user' as const, text: hideKnown(input.prompt) }];
    const question: Question = { ...input, system: hideKnown(input.system), turns, onText: showing(ctx) };
    const answer = await client.ask(question);
    refuseEmpty(answer);
    const done = check ? await fitted({ client, question, answer, check }) : { answer, usage: answer.usage };
    const { text, model, stopReason } = done.answer;
    const cost = connection.type === 'ollama' ? 0 : costOf(model, done.usage);
    return {
      output: { text, model, stopReason, usage: done.usage, ...('json' in done ? { json: done.json } : {}) },
      ...(cost === undefined ? {} : { cost }),
    };
  },
} satisfies Pick<Implementations<typeof nodes>, 'llm.ask'>;

function showing(ctx: ActivityContext): (text: string) => void {
  return (text) => {
    ctx.streamText(text);
    ctx.heartbeat();
  };
}

function refuseEmpty({ stopReason, text }: Answer): void {
  if (stopReason === 'refusal')
    throw new Refused(`The model refused to answer${text === '' ? '.' : `: ${text.slice(0, 500)}`}`);
}

type Fitting = { client: ModelClient; question: Question; answer: Answer; check: (text: string) => Checked };

/** The answer as data: what does not fit goes back to the model once, with what is wrong. */
async function fitted({
  client,
  question,
  answer,
  check,
}: Fitting): Promise<{ answer: Answer; usage: Usage; json: Json }> {
  const first = checkWhole(answer, question, check);
  if ('json' in first) return { answer, usage: answer.usage, json: first.json };
  const repair = `That answer does not fit the JSON Schema: ${first.problem} Answer again, with the corrected JSON alone.`;
  // A service refuses an empty turn.
  const said = answer.text.trim() === '' ? '(no answer)' : answer.text;
  const turns = [
    ...question.turns,
    { role: 'assistant' as const, text: said },
    { role: 'user' as const, text: repair },
  ];
  const again = await client.ask({ ...question, turns });
  refuseEmpty(again);
  const second = checkWhole(again, question, check);
  if ('problem' in second) {
    throw new Refused(`The model's answer did not fit the JSON Schema, twice: ${second.problem}`);
  }
  return { answer: again, usage: sum(answer.usage, again.usage), json: second.json };
}

function checkWhole(answer: Answer, question: Question, check: (text: string) => Checked): Checked {
  if (answer.stopReason === 'length') {
    throw new Refused(
      `The answer was cut off after ${question.maxTokens} tokens, so it is not whole data. Raise "Longest answer".`,
    );
  }
  return check(answer.text);
}

function sum(a: Usage, b: Usage): Usage {
  return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens };
}
