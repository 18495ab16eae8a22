/** Control nodes: run inside the workflow, in the turn they become ready. */
import { evaluateRow, evaluateRows } from '#lib/condition.ts';
import { ELSE_PORT } from '#lib/control.ts';
import type { ApprovalParams, IfParams, RespondParams, SetParams, StopParams, SwitchParams, TemplateParams, WaitParams } from '#lib/control.ts';
import { durationMs } from '#lib/duration.ts';
import { callOf, inputsLabel, labelOf, readParams } from '#lib/engine/lookup.ts';
import { completeStep, endRun, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { Turn } from '#lib/engine/turn.ts';
import { stepKey } from '#lib/engine/types.ts';
import { TRUSTED, uniform } from '#lib/label.ts';
import type { FieldLabels } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { paramLabel } from '#lib/params.ts';
import type { Param, PlanStep } from '#lib/plan.ts';
import { withScope } from '#lib/reference.ts';
import { INLINE_LIMIT, jsonSize } from '#lib/value.ts';
import type { Json, Stored } from '#lib/value.ts';

type Params = Record<string, Json>;

/** What a control node says when its values make no sense; `name` becomes the error's type. */
class BadValue extends Error {
  override name = 'Invalid';
}

/** Begins a control node: at once, or after the driver has evaluated what takes JSONata or a stored blob. */
export function beginPure(turn: Turn, step: PlanStep): void {
  emit(turn, { step: stepKey(step.id, ''), body: { type: 'step.started', attempt: 1 } });
  evaluateOrRun(turn, step);
}

/** The same without saying that it began: also used when a run is taken up again. */
export function evaluateOrRun(turn: Turn, step: PlanStep): void {
  const made = callOf(turn, step);
  if ('error' in made) return failStep(turn, step, made);
  const params = readParams(turn, step);
  const output = outputParam(step);
  if (params && !(output && jsonSize(params) > INLINE_LIMIT)) return runPure(turn, step, { params });
  const asked = output ? Object.fromEntries(Object.entries(step.params).filter(([, param]) => param !== output && !isPartOf(output, param))) : step.params;
  turn.commands.push({ type: 'evaluate', step: stepKey(step.id, ''), params: asked, ...(output ? { output } : {}), call: made.call });
}

/** Runs a control node whose params are known. `output` is its stored value where the driver made it. */
export function runPure(turn: Turn, step: PlanStep, known: { params: Params; output?: Stored }): void {
  const { params, output } = known;
  if (!output && jsonSize(params) <= INLINE_LIMIT) {
    const input: Stored = { kind: 'inline', value: params, labels: inputLabels(turn, step) };
    emit(turn, { step: stepKey(step.id, ''), body: { type: 'step.input', attempt: 1, input } });
  }
  try {
    act(turn, step, { params, ...(output ? { output } : {}) });
  } catch (error) {
    const named = error instanceof Error ? error : new Error(String(error));
    failStep(turn, step, { error: { type: named.name, message: named.message, hint: `Look at the settings of "${step.name}".` } });
  }
}

function act(turn: Turn, step: PlanStep, { params, output }: { params: Params; output?: Stored }): void {
  switch (step.type) {
    case 'if':
      return choose(turn, step, runIf(params as IfParams));
    case 'switch':
      return choose(turn, step, runSwitch(params as SwitchParams));
    case 'set':
      return completeStep(turn, step, { output: stored(turn, step, output ?? (params as SetParams).fields) });
    case 'template':
      return completeStep(turn, step, { output: stored(turn, step, output ?? { text: (params as TemplateParams).text }) });
    case 'wait':
      return wait(turn, step, params as WaitParams);
    case 'approval':
      return askPerson(turn, step, params);
    case 'respond':
      return respond(turn, step, { params: params as RespondParams, ...(output ? { body: output } : {}) });
    case 'stop':
      return stop(turn, step, params as StopParams);
    default:
      throw new BadValue(`This version of Hearth cannot run "${step.type}". Update Hearth, or remove the step.`);
  }
}

function choose(turn: Turn, step: PlanStep, { port, value }: { port: string; value: Json }): void {
  const decided = inputsLabel(turn, step);
  completeStep(turn, step, { output: { kind: 'inline', value, labels: withScope(uniform(decided), scope(turn, step)) }, port, decided });
}

function runIf({ match = 'all', rows = [], expression }: IfParams): { port: string; value: Json } {
  if (expression !== undefined && expression !== null && typeof expression !== 'boolean') {
    throw new BadValue(`The expression must give true or false, but it gave ${JSON.stringify(expression).slice(0, 60)}.`);
  }
  const result = expression ?? evaluateRows(rows.map((row) => ({ ...row, left: row.left ?? null })), match);
  return { port: String(result), value: { result } };
}

function runSwitch({ value, cases }: SwitchParams): { port: string; value: Json } {
  const fits = cases.find((one) => evaluateRow({ left: value ?? null, operator: one.operator ?? 'equals', right: one.value ?? null }));
  const port = fits?.id ?? ELSE_PORT;
  return { port, value: { case: port } };
}

const ZONED = /T.*(Z|[+-]\d{2}:?\d{2})$/i;

function wait(turn: Turn, step: PlanStep, params: WaitParams): void {
  const byTime = params.mode === 'until' || (params.mode === undefined && params.for === undefined);
  const until = byTime ? momentOf(params.until ?? '') : turn.at + durationMs(params.for ?? '');
  if (!Number.isFinite(until)) throw new BadValue('Say how long to wait, for example 30s, 5m, 2h or 3d.');
  if (until <= turn.at) return endWait(turn, step, until);
  const key = stepKey(step.id, '');
  const at = own(turn.state.steps, key);
  if (at) Object.assign(at, { status: 'waiting', waitingFor: 'time', until });
  emit(turn, { step: key, body: { type: 'step.waiting', until } });
  turn.commands.push({ type: 'timer', step: key, until });
}

function momentOf(text: string): number {
  const moment = ZONED.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(moment)) throw new BadValue(`"${text.slice(0, 60)}" is no moment. Use a date and time with a zone, for example 2027-01-31T09:00:00Z.`);
  return moment;
}

/** A wait is over. */
export function endWait(turn: Turn, step: PlanStep, until: number): void {
  completeStep(turn, step, { output: stored(turn, step, { waitedUntil: new Date(until).toISOString() }) });
}

function askPerson(turn: Turn, step: PlanStep, params: Params & Partial<ApprovalParams>): void {
  const made = callOf(turn, step);
  if ('error' in made) return failStep(turn, step, made);
  const entries = Object.entries(step.params).map(([name, param]) => [name, paramLabel(param, (reference) => labelOf(turn, reference))] as const);
  turn.commands.push({ type: 'openApproval', step: stepKey(step.id, ''), call: made.call, params, labels: Object.fromEntries(entries) });
}

function respond(turn: Turn, step: PlanStep, { params, body }: { params: RespondParams; body?: Stored }): void {
  const { status = 200, headers = {} } = params;
  const labels = withScope(fieldLabels(turn, step.params.body), scope(turn, step));
  const answer: Stored = body ? { ...body, labels } : { kind: 'inline', value: params.body ?? null, labels };
  if (!turn.state.responded) {
    turn.state.responded = true;
    turn.state.result = answer;
    emit(turn, { step: stepKey(step.id, ''), body: { type: 'run.responded', status, headers, body: answer } });
  }
  completeStep(turn, step, { output: { kind: 'inline', value: { status }, labels: uniform(TRUSTED) } });
}

function stop(turn: Turn, step: PlanStep, { outcome = 'done', message = '' }: StopParams): void {
  completeStep(turn, step, { output: stored(turn, step, { outcome, message }) });
  if (outcome === 'done') return endRun(turn, { status: 'done', ...(turn.state.result ? { output: turn.state.result } : {}) });
  endRun(turn, { status: 'failed', stepId: step.id, error: { type: 'Stopped', message: message === '' ? `"${step.name}" ended the run.` : message } });
}

/** The value a step makes, with the labels of what it refers to; the driver's stored value gets the same. */
function stored(turn: Turn, step: PlanStep, value: Json | Stored): Stored {
  const made = outputParam(step);
  const labels = withScope(made ? fieldLabels(turn, made) : uniform(inputsLabel(turn, step)), scope(turn, step));
  const isStored = value !== null && typeof value === 'object' && !Array.isArray(value) && 'kind' in value && 'labels' in value;
  return isStored ? { ...(value as Stored), labels } : { kind: 'inline', value: value as Json, labels };
}

/** The compiled parameter that becomes a step's value, and may be large. */
function outputParam(step: PlanStep): Param | undefined {
  if (step.type === 'set') return step.params.fields;
  if (step.type === 'template' && step.params.text) return { kind: 'object', fields: { text: step.params.text } };
  return step.type === 'respond' ? step.params.body : undefined;
}

function isPartOf(whole: Param, part: Param): boolean {
  return whole.kind === 'object' && Object.values(whole.fields).includes(part);
}

function fieldLabels(turn: Turn, param: Param | undefined): FieldLabels {
  const label = (one: Param) => paramLabel(one, (reference) => labelOf(turn, reference));
  if (param?.kind !== 'object') return uniform(param ? label(param) : TRUSTED);
  return { rest: TRUSTED, fields: Object.fromEntries(Object.entries(param.fields).map(([name, field]) => [name, label(field)])) };
}

function inputLabels(turn: Turn, step: PlanStep): FieldLabels {
  return fieldLabels(turn, { kind: 'object', fields: step.params });
}

function scope(turn: Turn, step: PlanStep) {
  return own(turn.state.steps, stepKey(step.id, ''))?.scope ?? TRUSTED;
}
