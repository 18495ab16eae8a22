/** One step of a run as pages show it, and what each event makes of it. */
import { wholeLabel } from '#lib/label.ts';
import type { RunEvent, StepStatus } from '#lib/run-event.ts';
import type { Stored } from '#lib/value.ts';
import type { StepView } from '#lib/views-runs.ts';

const FINAL: ReadonlySet<StepStatus> = new Set(['done', 'failed', 'skipped', 'cancelled']);

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
    called: null,
    until: null,
    remindedAt: null,
    cost: null,
    startedAt: null,
    endedAt: null,
  };
}

/** What an event changes about its step. */
export function changeOf(step: StepView, { at, body }: RunEvent): Partial<StepView> {
  const time = new Date(at).toISOString();
  const final = FINAL.has(step.status);
  switch (body.type) {
    case 'step.started':
      return final ? {} : started(step, body.attempt, time);
    case 'step.input':
      if (body.attempt < step.attempt) return {};
      return {
        input: body.input,
        label: step.label ?? wholeLabel(body.input.labels),
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
        approvalId: body.approvalId ?? null,
        until: isoOf(body.until),
        decidedBy: null,
      };
    case 'step.reminded':
      return final ? {} : { remindedAt: time };
    case 'step.called':
      return { called: body.called };
    case 'step.decided': {
      const { choice, by, reason } = body;
      const decidedBy = reason === undefined ? { choice, by } : { choice, by, reason };
      return final ? { decidedBy } : { status: 'running', decidedBy, until: null };
    }
    case 'step.done':
      // What an activity finished after the run was stopped did happen all the same.
      if (final && step.status !== 'cancelled') return {};
      return {
        ...ended('done', step, time),
        ...doneFields(body),
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
  const again = step.attempt > 0 ? { input: null, output: null, label: null, port: null } : {};
  return { ...again, status: 'running', attempt, until: null, startedAt: step.startedAt ?? time };
}

function ended(status: StepStatus, step: StepView, time: string): Partial<StepView> {
  return { status, endedAt: time, until: null, startedAt: step.startedAt ?? time };
}

function doneFields({ output, port, cost }: { output: Stored; port?: string; cost?: number }): Partial<StepView> {
  return { output, label: wholeLabel(output.labels), port: port ?? null, cost: cost ?? null };
}

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
