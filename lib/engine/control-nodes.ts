/** What each control node does with its values. They may come from templates, so their types are checked here. */
import { evaluateRow, evaluateRows } from '#lib/condition.ts';
import { ELSE_PORT } from '#lib/control.ts';
import type { IfParams, RespondParams, SetParams, StopParams, SwitchParams, WaitParams } from '#lib/control.ts';
import { durationMs } from '#lib/duration.ts';
import { callOf, inputsLabel } from '#lib/engine/lookup.ts';
import { fieldLabels, madeValue, scopeOfStep } from '#lib/engine/made-value.ts';
import { completeStep, endRun, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import { Invalid } from '#lib/errors.ts';
import { TRUSTED, uniform } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { toText } from '#lib/params.ts';
import { withScope } from '#lib/reference.ts';
import type { Json, Stored } from '#lib/value.ts';

type Params = Record<string, Json>;
type Known = { params: Params; output?: Stored };

/** Runs a control node. `output` is its stored value where the driver made it. Throws `Invalid` and `BadComparison`. */
export function act(turn: Turn, step: StepAt, { params, output }: Known): void {
  switch (step.type) {
    case 'if':
      return choose(turn, step, runIf(params));
    case 'switch':
      return choose(turn, step, runSwitch(params as SwitchParams));
    case 'set':
      return finish(turn, step, output ? { stored: output } : { value: (params as SetParams).fields });
    case 'template':
      return finish(turn, step, output ? { stored: output } : { value: { text: toText(params.text ?? '') } });
    case 'wait':
      return wait(turn, step, params);
    case 'approval':
      return askPerson(turn, step, params);
    case 'respond':
      return respond(turn, step, { params, ...(output ? { output } : {}) });
    case 'stop':
      return stop(turn, step, params);
    default:
      throw new Invalid(`This version of Hearth cannot run "${step.type}". Update Hearth, or remove the step.`);
  }
}

function finish(turn: Turn, step: StepAt, made: { value: Json } | { stored: Stored }): void {
  completeStep(turn, step, { output: madeValue(turn, step, made) });
}

function choose(turn: Turn, step: StepAt, { port, value }: { port: string; value: Json }): void {
  const decided = inputsLabel(turn, step);
  const labels = withScope(uniform(decided), scopeOfStep(turn, step));
  completeStep(turn, step, { output: { kind: 'inline', value, labels }, port, decided });
}

/** Which way an `if` goes. Throws `Invalid` and `BadComparison`. */
export function runIf({ match = 'all', rows = [], expression }: IfParams): { port: string; value: Json } {
  // One that gives nothing is no choice: rows that are not there would all hold.
  if (expression !== undefined && (expression !== null || rows.length === 0)) {
    if (typeof expression === 'boolean') return { port: String(expression), value: { result: expression } };
    throw new Invalid(`The expression must give true or false, but it gave ${show(expression)}.`);
  }
  const filled = rows.map((row) => ({ ...row, left: row.left ?? null }));
  const result = evaluateRows(filled, match);
  return { port: String(result), value: { result } };
}

function runSwitch({ value, cases }: SwitchParams): { port: string; value: Json } {
  const left = value ?? null;
  const fits = cases.find((one) => evaluateRow({ left, operator: one.operator ?? 'equals', right: one.value ?? null }));
  const port = fits?.id ?? ELSE_PORT;
  return { port, value: { case: port } };
}

const ZONED = /T.*(Z|[+-]\d{2}:?\d{2})$/i;

function wait(turn: Turn, step: StepAt, params: WaitParams): void {
  const until = params.mode === 'until' ? momentOf(params.until) : turn.at + lengthOf(params.for);
  if (until <= turn.at) return endWait(turn, step, until);
  const key = step.key;
  const at = own(turn.state.steps, key);
  if (at) Object.assign(at, { status: 'waiting', waitingFor: 'time', until });
  emit(turn, { step: key, body: { type: 'step.waiting', until } });
  turn.commands.push({ type: 'timer', step: key, until });
}

function momentOf(text: Json | undefined): number {
  const moment = typeof text === 'string' && ZONED.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new Invalid(`${show(text)} is no moment. Use a date and time with a zone, for example 2027-01-31T09:00:00Z.`);
}

function lengthOf(text: Json | undefined): number {
  const length = typeof text === 'string' ? durationMs(text) : NaN;
  if (!Number.isNaN(length)) return length;
  throw new Invalid(`${show(text)} is no length of time. Use for example 30s, 5m, 2h or 3d.`);
}

/** A wait is over. */
export function endWait(turn: Turn, step: StepAt, until: number): void {
  finish(turn, step, { value: { waitedUntil: new Date(until).toISOString() } });
}

function askPerson(turn: Turn, step: StepAt, params: Params): void {
  const made = callOf(turn, step);
  if ('error' in made) return failStep(turn, step, made);
  lengthOf(params.expiresAfter ?? '24h');
  const texts = { title: toText(params.title ?? step.name), message: toText(params.message ?? '') };
  const { rest, fields } = fieldLabels(turn, step, { kind: 'object', fields: step.params });
  const labels = fields ?? Object.fromEntries(Object.keys(params).map((name) => [name, rest]));
  turn.commands.push({
    type: 'openApproval',
    step: step.key,
    call: made.call,
    params: { ...params, ...texts },
    labels,
  });
}

const HEADER_NAME = /^[A-Za-z0-9-]{1,60}$/;

function respond(turn: Turn, step: StepAt, { params, output }: Known): void {
  const { status, headers } = answerHead(params);
  const body = madeValue(turn, step, output ? { stored: output } : { value: params.body ?? null });
  if (!turn.state.responded) {
    turn.state.responded = true;
    turn.state.result = body;
    emit(turn, { step: step.key, body: { type: 'run.responded', status, headers, body } });
  }
  completeStep(turn, step, { output: { kind: 'inline', value: { status }, labels: uniform(TRUSTED) } });
}

function answerHead({ status = 200, headers = {} }: RespondParams): {
  status: number;
  headers: Record<string, string>;
} {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new Invalid(`${show(status)} is no status. Use a number from 200 to 599.`);
  }
  const lines = Object.entries(headers).map(([name, value]) => [name, toText(value)] as const);
  const bad = lines.find(([name, value]) => !HEADER_NAME.test(name) || /[\r\n\0]/.test(value));
  if (bad)
    throw new Invalid(
      `The header ${show(bad[0])} cannot be sent: a name has letters, digits and -, a value is one line.`,
    );
  return { status, headers: Object.fromEntries(lines) };
}

function stop(turn: Turn, step: StepAt, params: StopParams): void {
  const outcome = params.outcome === 'failed' ? 'failed' : 'done';
  const message = toText(params.message ?? '');
  finish(turn, step, { value: { outcome, message } });
  const { result } = turn.state;
  if (outcome === 'done') return endRun(turn, { status: 'done', ...(result ? { output: result } : {}) });
  const error = { type: 'Stopped', message: message === '' ? `"${step.name}" ended the run.` : message };
  endRun(turn, { status: 'failed', stepId: step.id, error, label: scopeOfStep(turn, step) });
}

function show(value: Json | undefined): string {
  return value === undefined ? 'Nothing' : JSON.stringify(value).slice(0, 60);
}
