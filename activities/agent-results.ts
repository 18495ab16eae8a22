/** What has come since the last turn becomes part of the conversation: what tools brought, and what people said. */
import { ASK_PERSON } from '#activities/agent-tools.ts';
import type { SaidBody, SaidResult } from '#lib/agent-words.ts';
import { isRead, readLabel } from '#activities/agent-skills.ts';
import { joinLabels, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import {
  appendMessage,
  callsOfTurn,
  hasBegun,
  markDenied,
  takeMessages,
  type AgentSetup,
  type AgentState,
  type ToolCallRow,
} from '#platform/agent-runs.ts';
import { transact } from '#prisma/client.ts';

/** A longer result is cut: the model may ask for less. */
const MOST_CHARACTERS = 30_000;

type Came = { turn: number; results: Json; label: Label };

/** Takes in what the tools of the turn before brought. Again is harmless. `label`: of those results. */
export async function takeIn(state: AgentState, { turn, results, label }: Came): Promise<void> {
  const { runId, conversationId, setup } = state;
  const calls = turn === 0 ? [] : await callsOfTurn(runId, turn - 1);
  const brought = calls.map((call) => ({ call, outcome: outcomeOf(call, results) }));
  const denied = brought.filter(({ outcome }) => outcome.type === 'Denied').map(({ call }) => call.hash);
  await transact(async (tx) => {
    if (await hasBegun(tx, { runId, turn })) return;
    const place = { conversationId, runId, turn };
    if (turn === 0) for (const message of asked(setup)) await appendMessage(tx, { ...place, ...message });
    if (brought.length > 0) {
      const said = brought.map(({ outcome }) => outcome.result);
      const isOurs = brought.every(({ call }) => call.answer !== null);
      await appendMessage(tx, {
        ...place,
        body: { role: 'tool', results: said },
        label: joinLabels(isOurs ? { ...label, integrity: 'trusted' } : label, ...calls.map(readLabel)),
      });
    }
    if (denied.length > 0) await markDenied(tx, { runId, hashes: denied });
    await takeMessages(tx, { runId, turn });
  });
}

/** Files first: what was said last are the words. */
function asked({ message, label, files }: AgentSetup): { body: SaidBody; label: Label }[] {
  const given: SaidBody[] = files ? [{ role: 'user', text: '', files: files.list }] : [];
  const words: SaidBody[] = message.trim() === '' ? [] : [{ role: 'user', text: message }];
  return [...given.map((body) => ({ body, label: files?.label ?? label })), ...words.map((body) => ({ body, label }))];
}

function outcomeOf(call: ToolCallRow, results: Json): { result: SaidResult; type?: string } {
  const { callId: id, tool: name, place, answer } = call;
  if (place === null)
    return { result: { id, name, text: answer ?? '', isError: !isRead(call) && answer !== 'Accepted.' } };
  const value = resultAt(results, place);
  const error = errorIn(value);
  if (error) return { result: { id, name, text: errorText(error), isError: true }, type: error.type };
  return { result: { id, name, text: cut(name === ASK_PERSON ? answerText(value) : textOf(value)), isError: false } };
}

function resultAt(results: Json, place: number): Json {
  const list = isObject(results) ? results['results'] : null;
  return Array.isArray(list) ? (list[place] ?? null) : null;
}

function errorIn(value: Json): { type: string; message: string } | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1 || !isObject(value['error'] ?? null)) return undefined;
  const { type, message } = value['error'] as Record<string, Json>;
  return typeof type === 'string' && typeof message === 'string' ? { type, message } : undefined;
}

function errorText({ type, message }: { type: string; message: string }): string {
  if (type !== 'Denied') return `It failed (${type}): ${message}`;
  return `It was not allowed: ${message} Do not try it another way; go on without it, or say that you could not.`;
}

function answerText(value: Json): string {
  if (!isObject(value)) return 'Nobody answered in time.';
  const { choice, answers, reason } = value;
  if (choice !== 'answer') return `No answer was given${typeof reason === 'string' ? `: ${reason}` : '.'}`;
  const answer = isObject(answers ?? null) ? (answers as Record<string, Json>)['answer'] : null;
  return `The person answers: ${typeof answer === 'string' ? answer : JSON.stringify(answer ?? null)}`;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n[Cut here: it has ${text.length} characters. Ask for less.]`;
}

function isObject(value: Json): value is Record<string, Json> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
