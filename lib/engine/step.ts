/**
 * The interpreter of plans: what happened goes in, what must be done comes out. It knows no clock, no chance and no
 * input or output, so a run can be replayed, simulated and tested.
 */
import { applyDecision, dispatch, park } from '#lib/engine/decision.ts';
import { awaitCalled, endCall } from '#lib/engine/called.ts';
import { endWait } from '#lib/engine/control-nodes.ts';
import { handleList } from '#lib/engine/for-each.ts';
import { endIteration, endPause, resumeLoop } from '#lib/engine/loop.ts';
import { guarded } from '#lib/engine/guarded.ts';
import { goOnWhile } from '#lib/engine/while.ts';
import { passDeadline, watchDeadline } from '#lib/engine/deadline.ts';
import { goesOn } from '#lib/engine/join.ts';
import { endLater, goOnLater } from '#lib/engine/later.ts';
import { dropLosers } from '#lib/engine/losers.ts';
import { beginPure, evaluateOrRun, runPure } from '#lib/engine/pure.ts';
import { completeStep, decideEdge, endRun, enter, failStep, passStep, scopeOf, skipStep } from '#lib/engine/settle.ts';
import { keepPins, takeUp } from '#lib/engine/take-up.ts';
import { arrivalsOf, beginTurn, emit, LIVE, loopAround, openIn, planStep } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import type { EngineCommand, EngineEvent, RunState, StepResult, StepState } from '#lib/engine/types.ts';
import { wholeLabel } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';

export { initialState } from '#lib/engine/turn.ts';

/**
 * Handles one event. OWNS `state`: it is changed in place and returned, because copying a run of 2,000 steps for each
 * event costs more than the event (clone it first to keep the old one). Never throws: a mistake in here ends the run as
 * `EngineError`. Events that come twice, too late or for unknown steps change nothing.
 */
export function step(plan: Plan, state: RunState, event: EngineEvent): StepResult {
  const turn = beginTurn(plan, state, event.at);
  if (state.phase === 'ended') return { state, commands: [] };
  unbroken(turn, () => {
    handle(turn, event);
    advance(turn);
    if (state.kept) keepPins(turn);
  });
  return { state, commands: turn.commands };
}

/** What the driver must take up again after continue-as-new: timers, watched approvals and steps not answered yet. */
export function resumeCommands(plan: Plan, state: RunState): EngineCommand[] {
  const turn = beginTurn(plan, state, state.startedAt);
  if (state.phase === 'ended') return [];
  unbroken(turn, () => {
    watchDeadline(turn);
    for (const [key, at] of Object.entries(state.steps)) {
      const drawn = planStep(turn, key);
      if (drawn && LIVE.has(at.status)) resume(turn, drawn, at);
    }
  });
  return turn.commands;
}

function unbroken(turn: Turn, work: () => void): void {
  try {
    work();
  } catch (error) {
    const message = `Hearth could not go on with this run: ${error instanceof Error ? error.message : String(error)}`;
    endRun(turn, {
      status: 'failed',
      error: { type: 'EngineError', message, hint: 'Report this with the flow that shows it.' },
    });
  }
}

function handle(turn: Turn, event: EngineEvent): void {
  if (event.type === 'start') return begin(turn);
  if (event.type === 'deadline') return passDeadline(turn);
  if (event.type === 'cancel') {
    return endRun(turn, { status: 'stopped', ...(event.reason === undefined ? {} : { reason: event.reason }) });
  }
  const drawn = planStep(turn, event.step);
  const at = own(turn.state.steps, event.step);
  if (drawn && at && LIVE.has(at.status)) handleStep(turn, drawn, { at, event });
}

type StepEvent = Extract<EngineEvent, { step: string }>;

function handleStep(turn: Turn, drawn: StepAt, { at, event }: { at: StepState; event: StepEvent }): void {
  const running = at.status === 'running';
  switch (event.type) {
    case 'stepDone':
      if (!running || drawn.tier === 'pure') return;
      if (event.until !== undefined) return goOnLater(turn, drawn, { ...event, until: event.until });
      return finishActivity(turn, drawn, event);
    case 'stepFailed':
      if (running) failStep(turn, drawn, event);
      return;
    case 'stepAsked':
      if (!running || drawn.tier === 'pure') return;
      return park(turn, drawn, {
        approvalId: event.approvalId,
        until: event.expiresAt,
        for: 'gate',
        reason: event.reason,
      });
    case 'evaluated':
      if (running && drawn.body) guarded(turn, drawn, () => goOnWhile(turn, drawn, event));
      else if (running && drawn.tier === 'pure') runPure(turn, drawn, event);
      return;
    case 'opened':
      if (!running || drawn.type !== 'approval') return;
      return park(turn, drawn, { approvalId: event.approvalId, until: event.expiresAt, for: 'approval' });
    case 'decided':
      if (at.status !== 'waiting' || !isAsked(at) || event.decision.status === 'waiting') return;
      if (event.approvalId !== undefined && event.approvalId !== at.approvalId) return;
      return applyDecision(turn, drawn, { at, decision: event.decision });
    case 'called':
      if (running && drawn.tier !== 'pure') awaitCalled(turn, drawn, event.runId);
      return;
    case 'calledEnded':
      if (at.waitingFor !== 'run' || at.calledRunId !== event.runId) return;
      return endCall(turn, drawn, { at, end: event.end });
    case 'timer':
      if (at.status !== 'waiting' || at.waitingFor !== 'time') return;
      return drawn.body ? endPause(turn, drawn, at) : ring(turn, drawn, at);
      return;
    case 'listOpened':
    case 'itemsLoaded':
    case 'resultsSaved':
    case 'listClosed':
      if (running && drawn.body) guarded(turn, drawn, () => handleList(turn, drawn, event));
      return;
    default:
      event satisfies never;
  }
}

function finishActivity(turn: Turn, drawn: StepAt, event: Extract<StepEvent, { type: 'stepDone' }>): void {
  const chosen = event.port === undefined ? {} : { port: event.port, decided: wholeLabel(event.output.labels) };
  completeStep(turn, drawn, { output: event.output, ...chosen });
}

/** Does a person decide what becomes of it? */
function isAsked({ waitingFor }: StepState): boolean {
  return waitingFor === 'approval' || waitingFor === 'gate';
}

function ring(turn: Turn, drawn: StepAt, at: StepState): void {
  const until = at.until ?? turn.at;
  if (turn.at >= until) return drawn.tier === 'pure' ? endWait(turn, drawn, until) : endLater(turn, drawn, at);
  turn.commands.push({ type: 'timer', step: drawn.key, until });
}

/** Takes the edges of the trigger that fired; those of other triggers, and steps nothing leads to, are dead. */
function begin(turn: Turn): void {
  const { plan, state, index } = turn;
  if (Object.keys(state.edges).length > 0 || Object.keys(state.steps).length > 0) return;
  emit(turn, { body: { type: 'run.started', input: state.trigger } });
  watchDeadline(turn);
  turn.ready.push(...index.top.filter((id) => !index.incoming.has(id)));
  for (const id of Object.keys(plan.triggers)) {
    const outcome = id === state.triggerId ? 'taken' : 'dead';
    for (const edge of index.outgoing.get(id) ?? []) decideEdge(turn, edge, { outcome, iteration: '' });
  }
}

function advance(turn: Turn): void {
  for (let next = 0; ;) {
    const over = turn.over.shift();
    if (over) endIteration(turn, over);
    else if (next < turn.ready.length) beginStep(turn, turn.ready[next++] ?? '');
    else break;
  }
  if (turn.state.phase === 'running' && openIn(turn, { iteration: '' }) === 0) {
    const { result } = turn.state;
    endRun(turn, { status: 'done', ...(result ? { output: result } : {}) });
  }
}

function beginStep(turn: Turn, key: string): void {
  const drawn = planStep(turn, key);
  if (!drawn) {
    const error = {
      type: 'EngineError',
      message: `The plan leads to "${key}", which is no step.`,
      hint: 'Publish the flow again.',
    };
    return endRun(turn, { status: 'failed', error });
  }
  // Two edges of one turn may both have made it ready; or its iteration is over already.
  if (own(turn.state.steps, key) || !isUnderWay(turn, drawn)) return;
  const arrivals = arrivalsOf(turn, drawn);
  const runs = goesOn(drawn.join, arrivals);
  const early = drawn.join.mode !== 'all' && arrivals.undecided > 0;
  if (early) dropLosers(turn, drawn, scopeOf(turn, drawn, runs ? 'taken' : 'dead'));
  if (!runs) skipStep(turn, drawn);
  else if (drawn.disabled) passStep(turn, drawn);
  else beginWork(turn, drawn);
}

function isUnderWay(turn: Turn, drawn: StepAt): boolean {
  const loop = loopAround(turn, drawn);
  if (!loop) return true;
  const index = drawn.iteration.split('/').at(-1) ?? '';
  return own<unknown>(own(turn.state.steps, loop.key)?.loop?.active, index) !== undefined;
}

function beginWork(turn: Turn, drawn: StepAt): void {
  if (takeUp(turn, drawn)) return;
  enter(turn, drawn, 'running');
  if (drawn.tier === 'pure') beginPure(turn, drawn);
  else dispatch(turn, drawn);
}

function resume(turn: Turn, drawn: StepAt, at: StepState): void {
  const until = at.until ?? turn.at;
  if (at.loop) return resumeLoop(turn, drawn, at);
  if (at.status !== 'waiting') {
    if (drawn.tier === 'pure') evaluateOrRun(turn, drawn);
    else dispatch(turn, drawn);
  } else if (at.waitingFor === 'run') {
    turn.commands.push({ type: 'watchRun', step: drawn.key, runId: at.calledRunId ?? '' });
  } else if (at.waitingFor === 'time') {
    turn.commands.push({ type: 'timer', step: drawn.key, until });
  } else {
    turn.commands.push({ type: 'watch', step: drawn.key, approvalId: at.approvalId ?? '', until });
  }
}
