import type { ActivityContext, Implementations } from '#activities/context.ts';
import { filesGiven } from '#activities/agent-files.ts';
import { authorsWords, handedValues } from '#activities/agent-words.ts';
import type { ActivityCall } from '#lib/call.ts';
import { stepKey } from '#lib/engine/types.ts';
import { Invalid } from '#lib/errors.ts';
import { TRUSTED } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';
import type { agent as declared } from '#nodes/agent.ts';
import type { AgentSetup } from '#platform/agent-runs.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { loadPlan } from '#platform/plans.ts';
import { startAgent } from '#platform/start-agent.ts';

type Declared = Implementations<typeof declared>;
type RunInput = Parameters<Declared['agent.run']>[0];
type Common = Omit<RunInput, 'task'>;
type Started = Awaited<ReturnType<Declared['agent.run']>>;

/** The code of agents: each begins a run of its own, whose plan is drawn from the tools. */
export const agent: Declared = {
  'agent.run': ({ task, ...common }, ctx) => begin(ctx, common, { field: 'task', message: task }),
  'agent.chat': ({ message, conversation, ...common }, ctx) =>
    begin(ctx, common, { field: 'message', message, conversation }),
};

type Said = { field: string; message: string; conversation?: string };

const NOTHING_SAID = 'There is neither a message nor a file. Give the agent one of them.';

async function begin(ctx: ActivityContext, common: Common, said: Said): Promise<Started> {
  const { call, effectKey } = ctx;
  const { step, plan } = await planOf(call);
  if (said.message.trim() === '' && common.files.length === 0) throw new Invalid(NOTHING_SAID);
  const files = await filesGiven(ctx, common.files);
  const handed = handedValues(step, common, ctx.inputLabels);
  const called = await startAgent({
    ...{ run: call.run, step: stepKey(call.stepId, call.iteration), scope: call.scope, effectKey, ...handed },
    planHash: canonicalHash(plan),
    setup: { ...setupOf(ctx, { common, said, words: authorsWords(step, call) }), ...files },
    ...(said.conversation === undefined ? {} : { conversation: said.conversation }),
  });
  const nothing = { text: '', result: null, turns: 0 };
  return { output: nothing, labels: { rest: TRUSTED }, called: { ...called, wait: true } };
}

/** What Hearth has drawn for this step, as it was published. */
async function planOf(call: ActivityCall): Promise<{ step: PlanStep; plan: Plan }> {
  const { agents = {}, steps } = await loadPlan(call.run.planHash);
  const [step, plan] = [own(steps, call.stepId), own(agents, call.stepId)];
  if (!step || !plan) throw new Invalid('This agent was not published as one. Publish its flow again.');
  return { step, plan };
}

function setupOf(
  ctx: ActivityContext,
  { common, said, words }: { common: Common; said: Said; words: string[] },
): AgentSetup {
  const { instructions, schema, maxTurns, maxTotalTokens, maxCost, maxRepeats, tools, skills } = common;
  const help = tools.flatMap(({ name, description }) => (description ? [[name, description] as const] : []));
  return {
    stepId: ctx.call.stepId,
    message: said.message,
    label: ctx.inputLabels[said.field] ?? TRUSTED,
    instructions,
    instructionsLabel: ctx.inputLabels['instructions'] ?? TRUSTED,
    scope: ctx.call.scope,
    toolHelp: Object.fromEntries(help),
    ...(schema === undefined ? {} : { schema }),
    ...{ maxTurns, maxTotalTokens, maxRepeats, trusted: words },
    ...(skills.length === 0 ? {} : { skills }),
    ...(maxCost === undefined ? {} : { maxCost }),
  };
}
