import type { ActivityCall, ActivityResult, CalledRun } from '#lib/call.ts';
import { joinLabels, uniform, UNLABELLED, untrusted, wordedBy, type FieldLabels } from '#lib/label.ts';
import { withScope } from '#lib/reference.ts';
import { jsonSize, type Json } from '#lib/value.ts';
import { checkedLabel, endorsedLabel } from '#nodes/action-fields.ts';
import type { ActionSpec } from '#nodes/define.ts';
import { BLOB_LIMIT, storeValue } from '#platform/blobs.ts';
import { openConnection, type OpenConnection } from '#platform/connections.ts';
import { egressFetch } from '#platform/egress.ts';
import { logger } from '#platform/log.ts';
import { nudge } from '#platform/nudge.ts';
import type { ActivityContext, Detailed, Implementation } from './context.ts';
import { joinOf } from './fields.ts';
import { OutputTooLarge } from './map-errors.ts';
import type { Prepared } from './prepare.ts';
import { withinLimits, type UnderWay } from './under-way.ts';

type Ended = Exclude<ActivityResult, { kind: 'ask' }>;

/** A step's result as it is kept, and what it cost. */
export type Performed = { result: Ended; cost?: number; called?: CalledRun };

type Work = { prepared: Prepared; call: ActivityCall; attempt: number; effectKey: string };

/** Runs the implementation within its limits and keeps its redacted, labelled result. */
export async function perform(
  node: { type: string; spec: ActionSpec; implementation: Implementation },
  work: Work,
): Promise<Performed> {
  const { prepared, call } = work;
  const flows = [call.run.flowId, ...(call.run.callers ?? [])];
  const scopes = [`tool:${node.type}`, ...flows.map((id) => `flow:${id}`)];
  const answer = await withinLimits({ timeoutMs: prepared.step.timeoutMs, scopes }, (limits) =>
    node.implementation(prepared.input, contextOf(node.type, { ...work, limits })),
  );
  const { output, port, labels, cost, called, until } = detailed(answer);
  if (called?.wait) return { result: { kind: 'called', runId: called.runId }, called: namedRun(called) };
  const value = prepared.redact.json((output ?? null) as Json);
  if (jsonSize(value) > BLOB_LIMIT) {
    throw new OutputTooLarge(
      `The result of "${prepared.step.name}" is over 50 MB. Ask the service for less at a time.`,
    );
  }
  const kept = await storeValue({
    runId: call.run.runId,
    value,
    labels: outputLabels(node, { ...work, stored: labels }),
  });
  const more = { ...(port === undefined ? {} : { port }), ...(until === undefined ? {} : { until }) };
  const result: Ended = { kind: 'done', output: kept, ...more };
  return { result, ...(cost === undefined ? {} : { cost }), ...(called ? { called: namedRun(called) } : {}) };
}

function namedRun({ wait: _wait, ...called }: CalledRun & { wait: boolean }): CalledRun {
  return called;
}

const DETAILS = new Set(['output', 'port', 'labels', 'cost', 'called', 'until']);

function detailed(answer: unknown): Detailed<unknown> {
  const isDetailed =
    typeof answer === 'object' &&
    answer !== null &&
    Object.hasOwn(answer, 'output') &&
    Object.keys(answer).every((key) => DETAILS.has(key));
  return isDetailed ? (answer as Detailed<unknown>) : { output: answer };
}

function outputLabels(
  node: { type: string; spec: ActionSpec },
  made: Work & { stored: FieldLabels | undefined },
): FieldLabels {
  const { prepared, call } = made;
  switch (node.spec.reads) {
    case 'untrusted':
      return uniform(joinLabels(untrusted(`${node.type}:steps.${call.stepId}`), joinOf(prepared.labels, call.scope)));
    case 'join':
      return uniform(joinOf(prepared.labels, call.scope));
    case 'model':
      return uniform(wordedBy(`${node.type}:steps.${call.stepId}`, joinOf(prepared.labels, call.scope)));
    case 'checked':
      return uniform(joinLabels(checkedLabel(node.spec, prepared.labels), call.scope));
    case 'endorsed':
      return uniform(joinLabels(endorsedLabel(prepared.labels, call.stepId), call.scope));
    case 'stored':
      return withScope(made.stored ?? uniform(UNLABELLED), call.scope);
    default:
      return node.spec.reads satisfies never;
  }
}

function contextOf(type: string, work: Work & { limits: UnderWay }): ActivityContext {
  const { prepared, call, attempt, effectKey, limits } = work;
  const { connection } = prepared;
  const { runId, rootRunId } = call.run;
  return {
    call,
    runId,
    connection,
    effectKey,
    attempt,
    signal: limits.signal,
    heartbeat: limits.heartbeat,
    fetch: egressOf(connection, limits.signal),
    through: async (id) => {
      const other = await openConnection(id);
      return { connection: other, fetch: egressOf(other, limits.signal) };
    },
    streamText: (text) => {
      const { stepId, iteration } = call;
      nudge({ type: 'tokens', runId, rootRunId, stepId, iteration, attempt, text: prepared.redact.text(text) });
    },
    log: logger(type).child({ runId, step: call.stepId }),
    now: () => new Date(),
    inputLabels: prepared.labels,
    labelsOf: prepared.labelsOf,
  };
}

function egressOf(connection: OpenConnection | null, signal: AbortSignal): ActivityContext['fetch'] {
  const hosts = connection ? { connectionHosts: connection.hosts, allowHosts: connection.hosts } : {};
  return (url, init) => egressFetch(url, { signal, ...init, ...hosts });
}
