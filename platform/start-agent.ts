/** Begins the run of an agent: a called run whose plan Hearth has drawn. */
import type { CalledRun } from '#lib/call.ts';
import { Invalid } from '#lib/errors.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { createAgentRun, openConversation, type AgentSetup } from '#platform/agent-runs.ts';
import { calledRun, callerOf } from '#platform/calls.ts';
import { calledBefore, ingest } from '#platform/ingest.ts';
import { startRun } from '#platform/start-run.ts';

export type AgentStart = {
  run: { runId: string; flowId: string; versionId: string | null };
  /** Key of the step that is the agent. */
  step: string;
  scope: Label;
  effectKey: string;
  planHash: string;
  setup: AgentSetup;
  /** What its conversation is kept under; without it there is one for this run alone. */
  conversation?: string;
  /** Values that the author fixed by templates. */
  input: Record<string, Json>;
  labels: FieldLabels;
};

/** The same effect again gives the same run. */
export async function startAgent(start: AgentStart): Promise<CalledRun> {
  const runId = (await calledBefore(start.effectKey)) ?? (await accept(start));
  await startRun(runId);
  return calledRun(runId);
}

async function accept(start: AgentStart): Promise<string> {
  const { run, step, scope, effectKey, planHash, setup, conversation, input, labels } = start;
  const { flowId, versionId } = run;
  if (versionId === null) throw new Invalid('An agent needs a version of its flow. Run the flow itself.');
  const { mode } = await callerOf(run);
  const accepted = await ingest({
    ...{ triggerId: 'begin', flowId, versionId, planHash, labels, mode },
    // What it was asked is there before its run can begin.
    input: async (runId) => {
      const key = conversation ?? runId;
      const stays = await openConversation({ flowId, stepId: setup.stepId, key });
      await createAgentRun(runId, stays, setup);
      return input;
    },
    call: { runId: run.runId, step, awaited: true, scope, effectKey },
  });
  return accepted.runId;
}
