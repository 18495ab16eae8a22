/** One step of a run as pages show it, and what each event makes of it. */
import { isHoldId } from '#lib/hold.ts';
import { wholeLabel } from '#lib/label.ts';
import { factsOf } from '#lib/output-facts.ts';
import type { RunEvent, RunEventBody, StepStatus } from '#lib/run-event.ts';
import type { Phase, StepView } from '#lib/views-runs.ts';

/** A loop that pauses between its rounds goes through many; the first ones say enough. */
export const MOST_PHASES = 40;

const FINAL: ReadonlySet<StepStatus> = new Set(['done', 'failed', 'skipped', 'cancelled']);

let lastTime = { at: NaN, text: '' };

/** A time as text. What happens at one moment comes one after the other, thousands of times in a large run. */
function isoTime(at: number): string {
  if (at !== lastTime.at) lastTime = { at, text: new Date(at).toISOString() };
  return lastTime.text;
}

/** A step that has just been heard of. */
export function newStep({ stepId, iteration }: RunEvent, drawn = { type: '', name: stepId }): StepView {
  const { type, name } = drawn;
  return {
    node: stepId,
    iteration,
    type,
    name,
    status: 'queued',
    attempt: 0,
    attempts: null,
    reused: false,
    pinned: false,
    input: null,
    output: null,
    error: null,
    label: null,
    decision: null,
    decidedBy: null,
    port: null,
    approvalId: null,
    holdId: null,
    called: null,
    until: null,
    waitReason: null,
    remindedAt: null,
    cost: null,
    tokens: null,
    items: null,
    total: null,
    phases: [],
    unknown: false,
    light: false,
    startedAt: null,
    endedAt: null,
  };
}

/** Whether nothing more will happen to the step. */
export function isFinal(status: StepStatus): boolean {
  return FINAL.has(status);
}

/** The step after an event. */
export function stepAfter(step: StepView, event: RunEvent): StepView {
  const next = { ...step };
  advanceStep(next, event);
  return next;
}

/** Brings a step that nobody else has yet past an event: one who folds thousands makes no copy for each. */
export function advanceStep(step: StepView, event: RunEvent): void {
  const { attempt } = step;
  Object.assign(step, changeOf(step, event));
  const { status } = step;
  if (status === 'done' || status === 'failed' || status === 'skipped' || status === 'cancelled') return;
  const last = step.phases.at(-1);
  const again = event.body.type === 'step.started' && step.attempt !== attempt;
  if ((last?.kind === status && !again) || step.phases.length >= MOST_PHASES) return;
  const phase: Phase = { kind: status, at: isoTime(event.at) };
  step.phases = [...step.phases, phase];
}

function changeOf(step: StepView, event: RunEvent): Partial<StepView> {
  const { at, body } = event;
  const time = isoTime(at);
  const final = FINAL.has(step.status);
  switch (body.type) {
    case 'step.started':
      return final ? {} : started(step, body.attempt, time);
    case 'step.input':
      if (body.attempt < step.attempt) return {};
      return {
        ...(event.leftOut ? { light: true } : { input: body.input }),
        label: step.label ?? wholeLabel(body.input.labels),
        ...(body.items === undefined ? {} : { total: body.items }),
        ...(body.decision ? { decision: body.decision } : {}),
      };
    case 'step.retrying':
      if (final || body.attempt < step.attempt) return {};
      return {
        status: 'retrying',
        attempt: body.attempt,
        attempts: body.attempts,
        error: body.error,
        until: isoOf(body.nextAt),
      };
    case 'step.waiting':
      if (final) return {};
      return {
        status: 'waiting',
        startedAt: step.startedAt ?? time,
        ...(isHoldId(body.approvalId)
          ? { approvalId: null, holdId: body.approvalId ?? null }
          : { approvalId: body.approvalId ?? null, holdId: null }),
        // A stop has no end of its own.
        until: body.reason === 'stopped' ? null : isoOf(body.until),
        waitReason: body.reason ?? null,
        decidedBy: null,
      };
    case 'step.reminded':
      return final ? {} : { remindedAt: time };
    case 'step.called':
      return { called: body.called };
    case 'step.decided': {
      const { choice, by, reason } = body;
      if (isHoldId(body.approvalId) && choice === 'released')
        return final ? {} : { status: 'running', until: null, holdId: null };
      const decidedBy = reason === undefined ? { choice, by } : { choice, by, reason };
      return final ? { decidedBy } : { status: 'running', decidedBy, until: null };
    }
    case 'step.done':
      // What an activity finished after the run was stopped did happen all the same.
      if (final && step.status !== 'cancelled') return {};
      return {
        ...ended('done', step, time),
        ...doneFields(event, body),
        attempt: Math.max(step.attempt, body.attempt),
        error: null,
        reused: body.reused === true,
        pinned: body.pinned !== undefined,
      };
    case 'step.failed':
      if (final) return {};
      return {
        ...ended('failed', step, time),
        error: body.error,
        port: body.port ?? null,
        reused: body.reused === true,
        attempt: Math.max(step.attempt, body.attempt),
      };
    case 'step.skipped':
    case 'step.cancelled':
      return final
        ? {}
        : { ...ended(body.type === 'step.skipped' ? 'skipped' : 'cancelled', step, time), startedAt: step.startedAt };
    default:
      return {};
  }
}

/** A later attempt begins anew; an earlier one, heard of late, changes nothing. */
function started(step: StepView, attempt: number, time: string): Partial<StepView> {
  // A loop that paused between two rounds goes on in the same attempt.
  const paused = step.status === 'waiting' && step.approvalId === null;
  const begins = step.status === 'queued' || step.status === 'retrying';
  if (paused && attempt === step.attempt) return { status: 'running', until: null };
  if (attempt < step.attempt || (attempt === step.attempt && !begins)) return {};
  const again = step.attempt > 0 ? { input: null, output: null, label: null, port: null, light: false } : {};
  return { ...again, status: 'running', attempt, until: null, startedAt: step.startedAt ?? time };
}

function ended(status: StepStatus, step: StepView, time: string): Partial<StepView> {
  return { status, endedAt: time, until: null, startedAt: step.startedAt ?? time };
}

function doneFields(event: RunEvent, body: Extract<RunEventBody, { type: 'step.done' }>): Partial<StepView> {
  const { output, port, cost } = body;
  const value = event.leftOut ? { light: true } : { output };
  const facts = event.leftOut ?? factsOf(output);
  return { ...value, ...facts, label: wholeLabel(output.labels), port: port ?? null, cost: cost ?? null };
}

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
