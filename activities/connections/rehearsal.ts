/** A stand-in for a model that answers from a script. Nothing leaves this machine, and nothing is paid. */
import type { Answer, ModelClient, ModelDeps, Question, ToolCall } from '#activities/connections/model-client.ts';
import { Invalid } from '#lib/errors.ts';
import { sampleOf } from '#lib/schema-sample.ts';
import { REHEARSAL } from '#nodes/rehearsal-connection.ts';
import { lineFor, readScript, wordsOf, type ScriptLine } from '#nodes/rehearsal-script.ts';

const MADE_UP = 'This is a rehearsal: no model was asked, and no line of the script fits.';

/** The script decides by what was said last; what it does not foresee is made up to fit what was asked for. */
export function rehearsalClient({ connection }: Pick<ModelDeps, 'connection'>): ModelClient {
  const { script } = connection.config;
  const lines = readScript(typeof script === 'string' ? script : '');
  if (!lines) throw new Invalid(`The script of the connection "${connection.name}" cannot be read. Look at it again.`);
  return {
    ask: (question) => Promise.resolve(answerTo(question, lines)),
    models: () => Promise.resolve([]),
  };
}

function answerTo(question: Question, lines: readonly ScriptLine[]): Answer {
  const line = lineFor(lines, wordsOf(question.turns.at(-1))) ?? madeUp(question);
  const { text, calls } = said(line, question.turns.length);
  for (const piece of text.match(/\S+\s*|\s+/g) ?? []) question.onText(piece);
  return {
    ...{ text, calls, model: REHEARSAL, stopReason: calls.length > 0 ? 'tools' : 'end' },
    usage: { inputTokens: 0, outputTokens: 0 },
  };
}

function said({ answer, data, calls = [] }: ScriptLine, turn: number): { text: string; calls: ToolCall[] } {
  const text = answer ?? (data === undefined ? '' : JSON.stringify(data));
  return { text, calls: calls.map(({ name, args }, at) => ({ id: `rehearsal_${turn}_${at}`, name, args })) };
}

/** Whatever asks for data gets some, so that a drawing can be tried to its end. */
function madeUp({ schema, tools = [] }: Question): ScriptLine {
  if (schema) return { when: '', data: sampleOf(schema) };
  const finish = tools.find(({ name }) => name === 'finish');
  const args = finish ? sampleOf(finish.schema) : null;
  if (finish && args !== null && typeof args === 'object' && !Array.isArray(args))
    return { when: '', calls: [{ name: finish.name, args }] };
  return { when: '', answer: MADE_UP };
}
