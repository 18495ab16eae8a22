/** What a model asks to be done: checked, counted and labelled before any of it is handed out. */
import type { z } from 'zod';
import { READ_SKILL, readSkill } from '#activities/agent-skills.ts';
import { Question, ASK_PERSON, FINISH, type Tool } from '#activities/agent-tools.ts';
import { answerChecker } from '#activities/answer-schema.ts';
import type { ToolCall } from '#activities/connections/model-client.ts';
import { standsIn } from '#lib/agent-words.ts';
import { Refused } from '#lib/errors.ts';
import { joinLabels, pickedAt, TRUSTED, vouchedAt, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { canonicalHash } from '#platform/canonical.ts';
import type { UsableSkill } from '#platform/skill-packs.ts';
import type { ToolCallRow } from '#platform/agent-runs.ts';

/** What a turn of an agent goes by. `read`: label of all that it has read. */
export type Judging = {
  tools: Tool[];
  askPerson: boolean;
  skills: readonly UsableSkill[];
  schema?: Record<string, Json> | undefined;
  read: Label;
  /** What decided that the agent runs at all. */
  scope: Label;
  trusted: string[];
  /** What a person has said yes to in this run. */
  vouched: Json[];
  stepId: string;
  times: Map<string, number>;
  denied: Set<string>;
  maxRepeats: number;
  /** Something has gone out already. */
  hasActed: boolean;
  /** The answer that calls was cut off: half of the arguments may be missing. */
  cutOff: boolean;
};

/** A call to be handed out, as the loop over them gets it. */
export type HandedOut = { tool: string; title?: string; message?: string; fields?: Json };

export type Judged = { rows: ToolCallRow[]; handed: HandedOut[]; finished?: { result: Json } };

/** Calls over this many in one turn are not looked at. */
const MOST_CALLS = 50;
/** After this many refused repetitions more, the agent is stopped. */
const PATIENCE = 2;

/** Judges all calls of one turn, in their order. Throws `AgentLoop` for one that never stops repeating itself. */
export function judgeCalls(calls: ToolCall[], judging: Judging): Judged {
  const judged: Judged = { rows: [], handed: [] };
  const state = { ...judging, times: new Map(judging.times) };
  for (const [index, call] of calls.slice(0, MOST_CALLS).entries()) {
    const hash = canonicalHash({ tool: call.name, args: call.args });
    const base = { index, callId: call.id, tool: call.name, hash };
    const made = judgeOne(call, { judging: state, hash, alone: calls.length === 1 });
    state.times.set(hash, (state.times.get(hash) ?? 0) + 1);
    const { item, answer = null, args = {}, labels = {}, scope = TRUSTED, finished } = made;
    const place = item ? judged.handed.push(item) - 1 : null;
    if (item) state.hasActed ||= mayReachOthers(state.tools, call.name);
    judged.rows.push({ ...base, place, answer, args, labels, scope });
    if (finished) judged.finished = finished;
  }
  return judged;
}

type One = {
  answer?: string;
  item?: HandedOut;
  args?: Record<string, Json>;
  labels?: Record<string, Label>;
  scope?: Label;
  finished?: { result: Json };
};

function judgeOne(call: ToolCall, at: { judging: Judging; hash: string; alone: boolean }): One {
  const { judging, hash, alone } = at;
  if (judging.cutOff)
    return { answer: 'Your answer was too long and was cut off, so this was not called. Call it again, with less.' };
  if (call.unreadable !== undefined)
    return { answer: 'The arguments were not JSON. Call it again with a JSON object.' };
  if (call.name === FINISH && judging.schema) return finish(call, { schema: judging.schema, alone });
  if (call.name === ASK_PERSON && judging.askPerson) return question(call);
  if (call.name === READ_SKILL && judging.skills.length > 0)
    return repeated(call, { judging, hash }) ?? readSkill(call, judging.skills);
  const tool = judging.tools.find(({ name }) => name === call.name);
  if (!tool) return { answer: `There is no tool "${call.name}". You have: ${namesOf(judging)}.` };
  if (judging.denied.has(hash)) return { answer: 'A person said no to exactly this. It is not asked again.' };
  return repeated(call, { judging, hash }) ?? drawn(call, tool, judging);
}

function repeated(call: ToolCall, { judging, hash }: { judging: Judging; hash: string }): One | undefined {
  const times = judging.times.get(hash) ?? 0;
  if (times >= judging.maxRepeats + PATIENCE) throw new AgentLoop(call.name, times);
  if (times >= judging.maxRepeats)
    return { answer: `You have made exactly this call ${times} times. It is not made again: do something else.` };
  return undefined;
}

/** The agent only repeats itself. */
class AgentLoop extends Refused {
  override name = 'AgentLoop';
  constructor(tool: string, times: number) {
    super(`The agent asked for the same call of "${tool}" ${times + 1} times, and was stopped.`);
  }
}

function namesOf({ tools, askPerson, skills, schema }: Judging): string {
  const reading = skills.length > 0 ? [READ_SKILL] : [];
  const names = [
    ...reading,
    ...tools.map(({ name }) => name),
    ...(askPerson ? [ASK_PERSON] : []),
    ...(schema ? [FINISH] : []),
  ];
  return names.join(', ') || 'no tools';
}

function finish(call: ToolCall, { schema, alone }: { schema: Record<string, Json>; alone: boolean }): One {
  if (!alone) return { answer: 'Not accepted: hand in the result alone, after the other calls are done.' };
  const checked = answerChecker(schema)(JSON.stringify(call.args));
  if ('problem' in checked) return { answer: `Not accepted, the result does not fit: ${checked.problem}` };
  return { answer: 'Accepted.', finished: { result: checked.json } };
}

function question(call: ToolCall): One {
  const parsed = Question.safeParse(call.args);
  if (!parsed.success) return { answer: wrong(parsed.error.issues) };
  const { question: title, details, answer, choices } = parsed.data;
  if (answer === 'choice' && !choices) return { answer: 'Give the choices there are.' };
  const field = { name: 'answer', type: answer === 'yesno' ? 'boolean' : answer, title: 'Answer', required: true };
  const fields = [{ ...field, ...(answer === 'choice' && choices ? { options: choices } : {}) }];
  return { item: { tool: ASK_PERSON, title, message: details, fields }, args: parsed.data };
}

function drawn(call: ToolCall, tool: Tool, judging: Judging): One {
  const { args: given } = call;
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    return { answer: 'The arguments must be a JSON object.' };
  const args = tool.within === undefined ? given : { [tool.within]: given };
  const stray = Object.keys(args).find((field) => !tool.step.byModel?.includes(field));
  if (stray !== undefined) return { answer: `"${tool.name}" takes no "${stray}".` };
  const problem = argumentProblem(tool, args);
  if (problem !== undefined) return { answer: problem };
  const labels = Object.entries(args).map(
    ([field, value]) => [field, labelOf(field, value, { tool, judging })] as const,
  );
  return { item: { tool: tool.name }, args, labels: Object.fromEntries(labels), scope: scopeOf(tool, judging) };
}

/** Rules of several fields together are the step's own to check: some of those fields are fixed. */
function argumentProblem({ spec, step }: Tool, args: Record<string, Json>): string | undefined {
  const shape = spec.input.shape as Record<string, z.ZodType>;
  const issues = (step.byModel ?? []).flatMap((field) => {
    const found = shape[field]?.safeParse(args[field]).error?.issues ?? [];
    return found.map((issue) => ({ ...issue, path: [field, ...issue.path] }));
  });
  return issues.length === 0 ? undefined : wrong(issues);
}

function wrong(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const lines = issues.slice(0, 8).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  return `The arguments do not fit. ${lines.join('; ')}`;
}

/**
 * What a model writes is as good as all that it has read. Whom or what it picks is nobody's choice, unless it stands
 * literally in what the owner or the author wrote, or a person has said yes to it in this run.
 */
function labelOf(field: string, value: Json, { tool, judging }: { tool: Tool; judging: Judging }): Label {
  const { read, trusted, vouched, stepId } = judging;
  const worded = joinLabels(read, { ...TRUSTED, origins: [`llm.turn:steps.${stepId}`] });
  const role = tool.roles[field] ?? 'other';
  const isChoice = role === 'target' || role === 'amount' || tool.within !== undefined;
  if (!isChoice) return worded;
  if (vouched.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    return { ...vouchedAt(stepId, TRUSTED), confidentiality: read.confidentiality };
  if (standsIn(value, trusted)) return TRUSTED;
  return pickedAt(stepId, worded);
}

/**
 * That the model wants something done decides that it happens. The first thing that goes out of a run was asked for by
 * whoever began it; a model that has read what others wrote does not decide on the next ones alone.
 */
function scopeOf(tool: Tool, { hasActed, read, scope, tools }: Judging): Label {
  const decided = hasActed && mayReachOthers(tools, tool.name) ? read : TRUSTED;
  return joinLabels(scope, decided);
}

function mayReachOthers(tools: Tool[], name: string): boolean {
  const risk = tools.find((tool) => tool.name === name)?.spec.risk;
  return risk !== undefined && risk !== 'read' && risk !== 'write';
}
