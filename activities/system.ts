import { Context } from '@temporalio/activity';
import type { ActivityCall, CalledEnd, DecisionSeen } from '#lib/call.ts';
import type { Kept } from '#lib/engine/types.ts';
import { TRUSTED, type Label } from '#lib/label.ts';
import { runIdOf } from '#lib/messages.ts';
import type { Param, Plan } from '#lib/plan.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import type { BlobRef, Json, Stored } from '#lib/value.ts';
import type { FoundOllama } from '#lib/views-models.ts';
import { cancelApprovals, readDecision } from '#platform/approvals.ts';
import { readCalledRuns } from '#platform/calls.ts';
import { TooMany } from '#platform/hold.ts';
import { endPull } from '#platform/connection-models.ts';
import { ingest } from '#platform/ingest.ts';
import { loadPlan } from '#platform/plans.ts';
import { loadResume } from '#platform/resume.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { requireGenuineRun } from '#platform/signed-rows.ts';
import { startRun } from '#platform/start-run.ts';
import { stopRun } from '#platform/stop-run.ts';
import { db } from '#prisma/client.ts';
import { marked } from './facts.ts';
import { failureOf, meaningOf } from './map-errors.ts';
import { openApproval } from './open-approval.ts';
import { closeList, loadItems, openList, putJson, saveResults } from './loop-values.ts';
import { evaluateForEngine } from './params.ts';
import { findOllama, pullModel } from './pull-model.ts';
import { testConnection } from './test-connection.ts';
import { readVariables } from './variables.ts';

/** What the engine itself needs of the world. Those that begin runs or reach others are no local activities. */
const activities = {
  /** A run whose version or plan was changed behind Hearth's back gets none. */
  'system.loadPlan': async (asked: { planHash: string }): Promise<Plan> => {
    const { workflowExecution } = Context.current().info;
    if (workflowExecution) await requireGenuineRun(runIdOf(workflowExecution.workflowId));
    return loadPlan(asked.planHash);
  },

  /** The owner's variables of these names; those that are not there are left out. */
  'system.readVariables': (asked: { runId: string; names: string[] }): Promise<Stored> => readVariables(asked),

  'system.loadResume': (asked: { resumeId: string }): Promise<Record<string, Kept>> => loadResume(asked.resumeId),

  'system.flushEvents': (facts: { runId: string; events: RunEventDraft[]; reached?: number }): Promise<void> =>
    appendRunEvents(facts.runId, marked(facts.events, facts.reached)),

  'system.evaluate': (asked: {
    params: Record<string, Param>;
    output?: Param;
    call: ActivityCall;
  }): Promise<{ params: Record<string, Json>; output?: Stored }> => evaluateForEngine(asked),

  'system.openApproval': (asked: {
    call: ActivityCall;
    params: Record<string, Json>;
    labels: Record<string, Label>;
  }): Promise<{ approvalId: string; expiresAt: number }> => openApproval(asked),

  /** Values that are too much for a message or a state, each put into a blob. */
  'system.stow': (asked: { runId: string; values: Json[] }): Promise<BlobRef[]> =>
    Promise.all(asked.values.map((value) => putJson(asked.runId, value))),

  'system.openList': openList,
  'system.loadItems': loadItems,
  'system.saveResults': saveResults,
  'system.closeList': closeList,

  /** What was decided. An approval that is due expires here, in the same compare-and-set as a decision. */
  'system.readDecisions': async (asked: { approvalIds: string[] }): Promise<Record<string, DecisionSeen>> => {
    const seen = await Promise.all(asked.approvalIds.map(async (id) => [id, await readDecision(id)] as const));
    return Object.fromEntries(seen);
  },

  /** Nobody waits for these any more. */
  'system.closeApprovals': (asked: { approvalIds: string[] }): Promise<void> => cancelApprovals(asked.approvalIds),

  /** How those of the called runs ended that have. */
  'system.readRuns': (asked: { runIds: string[] }): Promise<{ ended: Record<string, CalledEnd>; more: boolean }> =>
    readCalledRuns(asked.runIds),

  /** Nobody waits for these any more. */
  'system.stopRuns': async (asked: { runIds: string[]; reason: string }): Promise<void> => {
    for (const runId of asked.runIds) await stopRun(runId, asked.reason);
  },

  /** Begins the run of one planned time; the same time again is the same run. */
  'system.startScheduled': (asked: {
    flowId: string;
    triggerId: string;
    scheduledAt: string;
  }): Promise<{ runId: string | null }> => startScheduled(asked),

  'system.testConnection': (asked: { connectionId: string }): Promise<{ ok: boolean; message: string }> =>
    testConnection(asked.connectionId, Context.current().cancellationSignal),

  'system.findOllama': (): Promise<FoundOllama | null> => findOllama(Context.current().cancellationSignal),
  'system.pullModel': pullModel,
  'system.endPull': ({ pullId, ...end }: PullEnd): Promise<void> => endPull(pullId, end),
};

type PullEnd = { pullId: string; status: 'done' | 'failed' | 'cancelled'; message: string | null };

/** Their types, for the workflows. */
export type SystemActivities = typeof activities;

/** The same, with errors that Temporal and the engine understand. */
export const systemActivities: SystemActivities = Object.fromEntries(
  Object.entries(activities).map(([name, run]) => [name, named(run as (asked: never) => Promise<unknown>)]),
) as SystemActivities;

function named(run: (asked: never) => Promise<unknown>) {
  return async (asked: never): Promise<unknown> => {
    try {
      return await run(asked);
    } catch (error) {
      throw failureOf(meaningOf(error));
    }
  };
}

async function startScheduled(asked: {
  flowId: string;
  triggerId: string;
  scheduledAt: string;
}): Promise<{ runId: string | null }> {
  const { flowId, triggerId, scheduledAt } = asked;
  const flow = await db().flow.findUnique({
    where: { id: flowId },
    select: { publishedId: true, paused: true, deletedAt: true },
  });
  if (!flow?.publishedId || flow.paused || flow.deletedAt) return { runId: null };
  const version = await db().flowVersion.findUnique({ where: { id: flow.publishedId }, select: { planHash: true } });
  if (!version) return { runId: null };
  const event = {
    triggerId,
    flowId,
    versionId: flow.publishedId,
    planHash: version.planHash,
    dedupeKey: scheduledAt,
    input: { scheduledAt, firedAt: new Date().toISOString() },
    labels: { rest: TRUSTED },
    mode: 'production' as const,
  };
  try {
    const { runId } = await ingest(event);
    await startRun(runId);
    return { runId };
  } catch (error) {
    // Counted at the trigger: a schedule does not try again what its pace leaves out.
    if (error instanceof TooMany) return { runId: null };
    throw error;
  }
}
