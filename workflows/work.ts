import type { ActivityResult } from '#lib/call.ts';
import type { EngineCommand, EngineEvent } from '#lib/engine/types.ts';
import { attemptOf, runFailure, stepErrorOf } from './failures.ts';
import type { LoopWork } from './loops.ts';

/** Commands that are activities. */
export type Work = Extract<EngineCommand, { type: 'dispatch' | 'evaluate' | 'openApproval' }> | LoopWork;

/** What an activity that failed means to its step. */
export function failureOf(work: Work, error: unknown): EngineEvent {
  const attempt = attemptOf(error);
  const event = { type: 'stepFailed', step: work.step, at: Date.now(), error: stepErrorOf(error) } as const;
  return attempt ? { ...event, attempt } : event;
}

/** Whether the work is done by this worker, within its task. */
export function isLocal(work: Work): boolean {
  return work.type !== 'dispatch' || work.tier === 'local';
}

/** What the result of a step's activity means to it. */
export function answerOf(key: string, result: ActivityResult): EngineEvent {
  const at = Date.now();
  if (result.kind === 'done') {
    const port = result.port === undefined ? {} : { port: result.port };
    const until = result.until === undefined ? {} : { until: result.until };
    return { type: 'stepDone', step: key, at, output: result.output, ...port, ...until };
  }
  if (result.kind === 'called') return { type: 'called', step: key, at, runId: result.runId };
  if (result.kind !== 'ask') throw runFailure({ type: 'UnreadableResult', message: 'The result cannot be read.' });
  const { approvalId, expiresAt, reason } = result;
  return { type: 'stepAsked', step: key, at, approvalId, expiresAt, reason };
}
