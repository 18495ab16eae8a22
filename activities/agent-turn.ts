/** One turn of an agent: what its tools brought goes into the conversation, the model is asked, and what it wants is taken down. */
import { askAbout } from '#activities/agent-asking.ts';
import { judgeCalls, type Judged } from '#activities/agent-calls.ts';
import { shortened } from '#activities/agent-compaction.ts';
import { systemOf } from '#activities/agent-prompt.ts';
import { takeIn } from '#activities/agent-results.ts';
import { skillLabel } from '#activities/agent-skills.ts';
import { builtInTools, drawnTools } from '#activities/agent-tools.ts';
import type { Answered } from '#activities/ask-model.ts';
import type { ActivityContext, Detailed, Implementations } from '#activities/context.ts';
import { Refused } from '#lib/errors.ts';
import { joinLabels, TRUSTED, uniform, wordedBy, type Label } from '#lib/label.ts';
import type { SaidBody } from '#lib/agent-words.ts';
import type { Json } from '#lib/value.ts';
import type { agentInner } from '#nodes/agent-inner.ts';
import {
  agentRun,
  conversationLabel,
  earlierCalls,
  hasWaitingMessages,
  keepTurn,
  messagesOf,
  takenTurn,
  type AgentState,
} from '#platform/agent-runs.ts';
import { hasReachedOthers, personsWords } from '#platform/agent-trust.ts';
import { usablePacks } from '#platform/skill-packs.ts';
import { loadPlan } from '#platform/plans.ts';

type Output = { status: 'go' | 'done'; calls: Judged['handed']; text?: string; result?: Json };
type TurnInput = Parameters<Implementations<typeof agentInner>['llm.turn']>[0];

export const agentTurn: Implementations<typeof agentInner> = {
  async 'llm.turn'(input, ctx) {
    const state = await agentRun(ctx.call.run.runId);
    const turn = input.round;
    const kept = await takenTurn(state.runId, turn);
    // An attempt that died after the model had answered was paid for.
    if (kept) return told(state, kept as Output);
    await takeIn(state, { turn, results: input.results, label: ctx.inputLabels['results'] ?? TRUSTED });
    refuseOverspent(state, turn);
    return takeTurn(state, input, ctx);
  },
};

async function takeTurn(state: AgentState, input: TurnInput, ctx: ActivityContext): Promise<Detailed<Output>> {
  const { setup, runId } = state;
  const { round: turn, results: _results, ...choice } = input;
  const plan = await loadPlan(ctx.call.run.planHash);
  const tools = await drawnTools(plan, setup.toolHelp);
  const askPerson = Object.hasOwn(plan.steps, 'ask_person');
  const skills = await usablePacks(setup.skills ?? []);
  const told = [...tools.map((tool) => tool.told), ...builtInTools({ askPerson, skills, schema: setup.schema })];
  const system = systemOf(setup, { askPerson, skills });
  await shortened(ctx, { state, turn, choice, system });
  const said = await messagesOf(state.conversationId);
  const answer = await askAbout(ctx, choice, { system, said, tools: told });
  const words = await personsWords(state, said);
  const judged = judgeCalls(answer.calls, {
    ...{ tools, askPerson, skills, schema: setup.schema, stepId: setup.stepId, maxRepeats: setup.maxRepeats },
    ...(await earlierCalls(runId)),
    ...words,
    read: await labelRead(state),
    scope: setup.scope,
    hasActed: await hasReachedOthers(runId),
    cutOff: answer.stopReason === 'length',
  });
  return keep(state, { turn, answer, judged });
}

async function labelRead({ conversationId, setup }: AgentState): Promise<Label> {
  return joinLabels(
    setup.instructionsLabel,
    ...(setup.skills ?? []).map(skillLabel),
    await conversationLabel(conversationId),
  );
}

async function keep(
  state: AgentState,
  taken: { turn: number; answer: Answered; judged: Judged },
): Promise<Detailed<Output>> {
  const { turn, answer, judged } = taken;
  const label = wordedBy(`llm.turn:steps.${state.setup.stepId}`, await labelRead(state));
  const { text, calls, opaque, usage, cost } = answer;
  const nudge = nudgeOf(answer, state);
  const output = outputOf(answer, { judged, nudge });
  const body: SaidBody = { role: 'assistant', text, calls, ...(opaque === undefined ? {} : { opaque }) };
  const messages = [
    { body, label },
    ...(nudge ? [{ body: { role: 'user', text: nudge } as const, label: TRUSTED }] : []),
  ];
  const spent = { ...usage, cost: cost ?? null };
  await keepTurn({ state, turn, messages, calls: judged.rows, spent, outcome: output });
  return { ...(await told(state, output)), ...(cost === undefined ? {} : { cost }) };
}

/** What a model is told that neither calls a tool nor is done. */
function nudgeOf({ calls, text, stopReason }: Answered, { setup }: AgentState): string | undefined {
  if (calls.length > 0) return undefined;
  if (stopReason === 'length') return 'Your answer was cut off because it is too long. Go on in smaller pieces.';
  if (setup.schema) return 'Hand in the result with the tool "finish" once all is done. Nothing else ends the task.';
  return text.trim() === '' ? 'You said nothing. Go on with the task, or say that and how it is done.' : undefined;
}

function outputOf({ calls, text }: Answered, at: { judged: Judged; nudge: string | undefined }): Output {
  const { judged, nudge } = at;
  if (judged.finished) return { status: 'done', calls: [], text, result: judged.finished.result };
  if (calls.length > 0 || nudge !== undefined) return { status: 'go', calls: judged.handed };
  return { status: 'done', calls: [], text, result: text };
}

/** A person who said something meanwhile is heard before the end. */
async function told(state: AgentState, output: Output): Promise<Detailed<Output>> {
  const label = wordedBy(`llm.turn:steps.${state.setup.stepId}`, await labelRead(state));
  const goesOn = output.status === 'done' && (await hasWaitingMessages(state.runId));
  return { output: goesOn ? { status: 'go', calls: [] } : output, labels: uniform(label) };
}

/** One of the bounds that the author set. */
class AgentLimit extends Refused {
  override name = 'AgentLimit';
}

function refuseOverspent({ setup, inputTokens, outputTokens, cost, costKnown }: AgentState, turn: number): void {
  const { maxTurns, maxTotalTokens, maxCost } = setup;
  if (turn >= maxTurns) throw new AgentLimit(`The agent took ${maxTurns} turns, as many as it may, and is not done.`);
  const tokens = inputTokens + outputTokens;
  if (tokens >= maxTotalTokens)
    throw new AgentLimit(`The agent has used ${tokens} tokens of the ${maxTotalTokens} that it may.`);
  if (maxCost === undefined) return;
  if (!costKnown) throw new AgentLimit('The agent has a bound on its cost, and the price of this model is not known.');
  if (cost >= maxCost) throw new AgentLimit(`The agent has cost $${cost.toFixed(2)} of the $${maxCost} that it may.`);
}
