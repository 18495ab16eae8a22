/** A loop over items: iterations begin within a window, and only that window of items and results stays in the state. */
import type { ForEachParams } from '#lib/control.ts';
import { beginBody, clearIteration, failLoop, resultOf } from '#lib/engine/body.ts';
import { callOf, inputsLabel, readParams } from '#lib/engine/lookup.ts';
import { scopeOfStep } from '#lib/engine/made-value.ts';
import { completeStep, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { IterationEnd, StepAt, Turn } from '#lib/engine/turn.ts';
import type {
  EngineEvent,
  ForEachOutput,
  ForEachSettings,
  ForEachState,
  LoopResult,
  OpenedList,
} from '#lib/engine/types.ts';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, TRUSTED, uniform, untrusted } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { withScope } from '#lib/reference.ts';
import { INLINE_LIMIT, jsonSize } from '#lib/value.ts';
import type { Json, Stored, StoredPlace } from '#lib/value.ts';

/** Iterations that one turn may begin by itself; longer lists are read in pieces, so that no turn is endless. */
export const CHUNK = 200;
export const MAX_ITEMS = 100_000;
/** Results in the state are put away when they are more than this, in number or in bytes. */
const MAX_RESULTS = 200;
const MAX_RESULT_BYTES = 32 * 1024;
const MAX_ERRORS = 100;
const MAX_CONCURRENCY = 50;

export type ListEvent = Extract<EngineEvent, { type: 'listOpened' | 'itemsLoaded' | 'resultsSaved' | 'listClosed' }>;

/** Begins with a short list at once, with any other after the driver has put it away. */
export function beginForEach(turn: Turn, step: StepAt): void {
  const params = readParams(turn, step) as ForEachParams | undefined;
  const items = params ? itemsOf(params.items) : [];
  if (!params || items.length > CHUNK || turn.begun >= CHUNK || jsonSize(params) > INLINE_LIMIT) {
    const made = callOf(turn, step);
    if ('error' in made) return failStep(turn, step, made);
    return void turn.commands.push({ type: 'openList', step: step.key, params: step.params, call: made.call });
  }
  const ahead = items.map((value) => ({ value }));
  open(turn, step, {
    list: { ...forEachSettings(params), count: items.length, chunks: [], ahead },
    input: { kind: 'inline', value: params, labels: uniform(inputsLabel(turn, step)) },
  });
}

/** The list to go over. Throws `Invalid`. */
export function itemsOf(items: Json | undefined): Json[] {
  if (!Array.isArray(items)) throw new Invalid('"Items" must be a list. Refer to a list, for example steps.find.rows');
  if (items.length <= MAX_ITEMS) return items;
  throw new Invalid(`A loop goes over ${MAX_ITEMS} items at most, but there are ${items.length}. Split the list`);
}

/** What the other params mean; they may come from templates. */
export function forEachSettings(params: Record<string, Json>): ForEachSettings {
  const wanted = Number(params.concurrency ?? 1);
  const concurrency = Number.isInteger(wanted) ? Math.min(MAX_CONCURRENCY, Math.max(1, wanted)) : 1;
  return { concurrency, collect: params.collect !== false, stopsAtError: params.onItemError !== 'continue' };
}

/** Takes what the driver brings. Answers to what was not asked change nothing. */
export function handleList(turn: Turn, step: StepAt, event: ListEvent): void {
  const loop = own(turn.state.steps, step.key)?.loop;
  if (event.type === 'listOpened') return loop ? undefined : open(turn, step, event);
  if (loop?.kind !== 'forEach') return;
  if (event.type === 'itemsLoaded' && loop.asked === 'load' && event.from === loop.next + loop.ahead.length) {
    loop.ahead.push(...event.items);
  } else if (event.type === 'resultsSaved' && loop.asked === 'save') {
    for (const result of loop.results.splice(0, event.count)) loop.bytes -= jsonSize(result);
    loop.saved.push(event.blob);
  } else if (event.type === 'listClosed' && loop.asked === 'close') {
    return finish(turn, step, event.output);
  } else return;
  delete loop.asked;
  pump(turn, step, loop);
}

function open(turn: Turn, step: StepAt, opened: { list: OpenedList; input: Stored }): void {
  const at = own(turn.state.steps, step.key);
  if (!at) return;
  emit(turn, {
    step: step.key,
    body: { type: 'step.input', attempt: 1, input: opened.input, items: opened.list.count },
  });
  const itemsLabel = inputsLabel(turn, step);
  // How often the body runs is the list's choice: it taints what it guards.
  at.decided = itemsLabel;
  at.loop = {
    kind: 'forEach',
    ...opened.list,
    ...{
      next: 0,
      active: {},
      results: [],
      bytes: 0,
      saved: [],
      failed: 0,
      errors: [],
      itemsLabel,
      resultsLabel: TRUSTED,
    },
  };
  pump(turn, step, at.loop);
}

/** Begins what may begin, and asks for what is missing; when all is over, for the output. */
function pump(turn: Turn, step: StepAt, loop: ForEachState): void {
  while (loop.ahead.length > 0 && Object.keys(loop.active).length < loop.concurrency) begin(turn, step, loop);
  if (loop.asked !== undefined) return;
  const isOver = loop.next === loop.count && Object.keys(loop.active).length === 0;
  if (isOver) return close(turn, step, loop);
  const isFull = loop.results.length >= MAX_RESULTS || loop.bytes > MAX_RESULT_BYTES;
  const isShort = loop.ahead.length < loop.concurrency && loop.next + loop.ahead.length < loop.count;
  if (!isFull && !isShort) return;
  loop.asked = isFull ? 'save' : 'load';
  ask(turn, step, loop);
}

function begin(turn: Turn, step: StepAt, loop: ForEachState): void {
  const item = loop.ahead.shift();
  if (!item) return;
  const index = loop.next;
  loop.next += 1;
  loop.active[index] = item;
  beginBody(turn, step, index);
}

/** Goes on after a restart: what was read ahead is not carried along. */
export function resumeForEach(turn: Turn, step: StepAt, loop: ForEachState): void {
  if (loop.asked !== undefined) ask(turn, step, loop);
  else pump(turn, step, loop);
}

/** Asks the driver for what the loop waits for. */
function ask(turn: Turn, step: StepAt, loop: ForEachState): void {
  const [key, { runId }] = [step.key, turn.state.run];
  switch (loop.asked) {
    case 'load':
      turn.commands.push({ type: 'loadItems', step: key, chunks: loop.chunks, from: loop.next + loop.ahead.length });
      return;
    case 'save':
      turn.commands.push({ type: 'saveResults', step: key, runId, results: [...loop.results] });
      return;
    case 'close':
      turn.commands.push({ type: 'closeList', step: key, runId, saved: loop.saved, output: outputOf(loop) });
      return;
    default:
  }
}

/** An iteration is over, well or not. */
export function endItem(turn: Turn, step: StepAt, ended: { loop: ForEachState } & Omit<IterationEnd, 'loop'>): void {
  const { loop, index, failure } = ended;
  if (failure && loop.stopsAtError) return failLoop(turn, step, failure);
  if (failure) {
    const { type, message } = failure.error;
    loop.failed += 1;
    if (loop.errors.length < MAX_ERRORS) loop.errors.push({ index, type, message: message.slice(0, 300) });
    loop.resultsLabel = joinLabels(loop.resultsLabel, untrusted(`error:steps.${failure.stepId}`));
  } else {
    const { output, label } = resultOf(turn, step, index);
    loop.resultsLabel = joinLabels(loop.resultsLabel, label);
    const result = output.kind === 'blob' ? { blob: output.blob } : { value: output.value };
    if (loop.collect) add(loop, { index, ...result });
  }
  clearIteration(turn, step, index);
  delete loop.active[index];
  pump(turn, step, loop);
}

function add(loop: ForEachState, result: LoopResult): void {
  loop.results.push(result);
  loop.bytes += jsonSize(result);
}

function close(turn: Turn, step: StepAt, loop: ForEachState): void {
  const isPlain = loop.saved.length === 0 && loop.results.every((result) => 'value' in result);
  const value = isPlain ? closedOutput(outputOf(loop)) : null;
  if (value && jsonSize(value) <= INLINE_LIMIT) return finish(turn, step, { kind: 'inline', value });
  loop.asked = 'close';
  ask(turn, step, loop);
}

function outputOf({ count, results, failed, errors, collect }: ForEachState): ForEachOutput {
  return { count, results, failed, errors, collect };
}

/** The output, when all results are plain values: in the order of the items, null where there is none. `errors` too. */
export function closedOutput({ count, results, failed, errors, collect }: ForEachOutput): Record<string, Json> {
  const list: Json[] = collect ? Array.from({ length: count }, () => null) : [];
  for (const result of results) if ('value' in result) list[result.index] = result.value;
  return { count, results: list, failed, errors: errors.toSorted((a, b) => a.index - b.index) };
}

function finish(turn: Turn, step: StepAt, output: StoredPlace): void {
  const at = own(turn.state.steps, step.key);
  if (at?.loop?.kind !== 'forEach') return;
  const { itemsLabel, resultsLabel } = at.loop;
  const both = joinLabels(itemsLabel, resultsLabel);
  const labels = withScope({ rest: both, fields: { count: itemsLabel, results: both } }, scopeOfStep(turn, step));
  // What follows runs whatever the list was.
  delete at.decided;
  completeStep(turn, step, { output: { ...output, labels } });
}
