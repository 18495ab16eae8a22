/** A model that must answer with data that fits a JSON Schema. */
import { answerChecker, type Checked } from '#activities/answer-schema.ts';
import { askModel, type Answered, type Asked } from '#activities/ask-model.ts';
import type { Usage } from '#activities/connections/model-client.ts';
import type { ActivityContext } from '#activities/context.ts';
import { Refused } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { ModelChoice } from '#nodes/model-fields.ts';

/** `answer` is the last one; its `usage` and `cost` are those of all that were needed. */
export type Fitted = { answer: Answered; json: Json };

type Asking = Asked & { schema: Record<string, Json> };

/** Asks until the answer fits: what does not goes back to the model once, with what is wrong. Then `Refused`. */
export async function askForData(ctx: ActivityContext, choice: ModelChoice, asked: Asking): Promise<Fitted> {
  const check = answerChecker(asked.schema);
  const answer = await askModel(ctx, choice, asked);
  const first = checkWhole(answer, choice, check);
  if ('json' in first) return { answer, json: first.json };
  const repair = `That answer does not fit the JSON Schema: ${first.problem} Answer again, with the corrected JSON alone.`;
  // A service refuses an empty turn.
  const said = answer.text.trim() === '' ? '(no answer)' : answer.text;
  const turns = [...asked.turns, { role: 'assistant' as const, text: said }, { role: 'user' as const, text: repair }];
  const again = await askModel(ctx, choice, { ...asked, turns });
  const second = checkWhole(again, choice, check);
  if ('problem' in second) {
    throw new Refused(`The model's answer did not fit the JSON Schema, twice: ${second.problem}`);
  }
  return { answer: together(answer, again), json: second.json };
}

function checkWhole(answer: Answered, choice: ModelChoice, check: (text: string) => Checked): Checked {
  if (answer.stopReason === 'length') {
    throw new Refused(
      `The answer was cut off after ${choice.maxTokens} tokens, so it is not whole data. Raise "Longest answer".`,
    );
  }
  return check(answer.text);
}

function together(first: Answered, { cost: alone, ...last }: Answered): Answered {
  const cost = first.cost === undefined || alone === undefined ? undefined : first.cost + alone;
  return { ...last, usage: sum(first.usage, last.usage), ...(cost === undefined ? {} : { cost }) };
}

function sum(a: Usage, b: Usage): Usage {
  return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens };
}
