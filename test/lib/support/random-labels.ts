/** Random drawings for what is said of labels: branches, loops in loops, calls of other flows, failures, all of it referring to all that it can. */
import fc from 'fast-check';
import type { EngineCommand } from '#lib/engine/types.ts';
import type { ActivityCall, CalledEnd } from '#lib/call.ts';
import type { FlowEdge, FlowNode } from '#lib/flow.ts';
import { joinLabels, TRUSTED, uniform, untrusted, wholeLabel, type Label } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { compile } from '#nodes/compile.ts';
import type { Catalogue } from '#nodes/define.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

type Refs = { refs: number[] };
type Failing = { onError: 'branch' | 'continue' | 'fail' };
type Part =
  | ({ kind: 'work' | 'call' } & Refs & Failing)
  | ({ kind: 'set' } & Refs)
  | ({ kind: 'if'; yes: Part[]; no: Part[] } & Refs)
  | ({ kind: 'each'; goesOn: boolean; listed: boolean; body: Part[] } & Refs)
  | ({ kind: 'while'; rounds: number; before: boolean; body: Part[] } & Refs);

/** `luck`: what the world makes of each answer. */
export type LabelRun = { plan: Plan; luck: number[] };

const refs = fc.array(fc.nat(30), { maxLength: 2 });
const onError = fc.constantFrom('branch' as const, 'continue' as const, 'fail' as const);

function parts(depth: number): fc.Arbitrary<Part[]> {
  const act = fc.record({ kind: fc.constantFrom('work' as const, 'work' as const, 'call' as const), refs, onError });
  const set = fc.record({ kind: fc.constant('set' as const), refs });
  if (depth === 0) return fc.array(fc.oneof(act, set), { minLength: 1, maxLength: 2 });
  const body = parts(depth - 1);
  const choice = fc.record({ kind: fc.constant('if' as const), refs, yes: body, no: body });
  const each = fc.record({
    kind: fc.constant('each' as const),
    refs,
    goesOn: fc.boolean(),
    listed: fc.boolean(),
    body,
  });
  const again = fc.record({
    kind: fc.constant('while' as const),
    refs,
    rounds: fc.nat(3),
    before: fc.boolean(),
    body,
  });
  return fc.array(fc.oneof(act, set, choice, each, again), { minLength: 1, maxLength: 3 });
}

/** Drawings up to three deep, compiled with what the test says of their types. */
export function randomLabels(catalogue: Catalogue, start = 'manual'): fc.Arbitrary<LabelRun> {
  const luck = fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 });
  return fc.record({ tree: parts(2), luck }).map(({ tree, luck }) => {
    const board: Board = { nodes: [node('start', start, {})], edges: [], seen: ['{{ trigger.text ?? "" }}'] };
    chain(tree, 'start.out', board);
    const made = compile(
      { format: 'hearth.flow/1', name: 'Random', nodes: board.nodes, edges: board.edges, notes: [] },
      catalogue,
    );
    if (!('plan' in made)) throw new Error(made.problems.map(({ message }) => message).join('\n'));
    return { plan: made.plan, luck };
  });
}

/** `seen`: templates of all that can be referred to here. */
type Board = { nodes: FlowNode[]; edges: FlowEdge[]; seen: string[] };

type Told = [id: string, type: string, params: FlowNode['params'], settings?: FlowNode['settings']];

function node(...[id, type, params, settings]: Told): FlowNode {
  return { id, type, name: id, position: { x: 0, y: 0 }, params, ...(settings ? { settings } : {}) };
}

function wire(board: Board, from: string, to: string): void {
  const [id = '', port = 'out'] = from.split('.');
  board.edges.push({ from: { node: id, port }, to: { node: to, port: 'in' } });
}

function chain(tree: readonly Part[], from: string, board: Board): string {
  let end = from;
  for (const part of tree) end = draw(part, end, board);
  return end;
}

function pick(seen: readonly string[], picks: readonly number[]): Record<string, string> {
  return Object.fromEntries(picks.map((at, index) => [`f${index}`, seen[at % seen.length] ?? '']));
}

function draw(part: Part, from: string, board: Board): string {
  const id = `n${board.nodes.length}`;
  const given = pick(board.seen, part.refs);
  const any = given.f0 ?? '{{ trigger.text ?? "" }}';
  switch (part.kind) {
    case 'set':
      board.nodes.push(node(id, 'set', { fields: { value: any, drawn: 'yes' } }));
      wire(board, from, id);
      board.seen.push(`{{ steps.${id}.value ?? "" }}`, `{{ steps.${id}.drawn ?? "" }}`);
      return `${id}.out`;
    case 'work':
    case 'call':
      return act(part, { id, from, given }, board);
    case 'if': {
      board.nodes.push(node(id, 'if', { rows: [{ left: any, operator: 'isNotEmpty' }] }));
      wire(board, from, id);
      const yes = chain(part.yes, `${id}.true`, { ...board, seen: [...board.seen] });
      const no = chain(part.no, `${id}.false`, { ...board, seen: [...board.seen] });
      return join([yes, no], board);
    }
    case 'each':
    case 'while':
      return loop(part, { id, from, any }, board);
    default:
      return part satisfies never;
  }
}

type At = { id: string; from: string };

function act(
  part: Extract<Part, { kind: 'work' | 'call' }>,
  { id, from, given }: At & { given: Record<string, string> },
  board: Board,
): string {
  const params: FlowNode['params'] = part.kind === 'work' ? { fields: given } : { flow: 'other', input: given };
  board.nodes.push(node(id, part.kind === 'work' ? 'work' : 'flow.call', params, { onError: part.onError }));
  wire(board, from, id);
  board.seen.push(`{{ steps.${id}.value ?? "" }}`);
  return part.onError === 'branch' ? join([`${id}.out`, `${id}.error`], board) : `${id}.out`;
}

function loop(
  part: Extract<Part, { kind: 'each' | 'while' }>,
  { id, from, any }: At & { any: string },
  board: Board,
): string {
  const params: FlowNode['params'] =
    part.kind === 'each'
      ? { items: part.listed ? ['a', 'b'] : [any, 'b'], onItemError: part.goesOn ? 'continue' : 'stop' }
      : {
          rows: [
            { left: `{{ steps.${id}.rounds }}`, operator: 'less', right: part.rounds },
            { left: any, operator: 'notEquals', right: 'never' },
            ...(part.before ? [{ left: `{{ steps.${id}.last }}`, operator: 'notEquals', right: 'never' }] : []),
          ],
          check: part.before ? 'before' : 'after',
        };
  board.nodes.push(node(id, part.kind === 'each' ? 'forEach' : 'while', params));
  wire(board, from, id);
  // Often, because only later rounds tell what an earlier one left there.
  const inside = { ...board, seen: [...board.seen, ...Array<string>(4).fill('{{ item.value ?? "" }}')] };
  wire(board, chain(part.body, `${id}.each`, inside), id);
  const shown = part.kind === 'each' ? ['results', 'count', 'errors'] : ['last', 'rounds'];
  board.seen.push(...shown.map((field) => `{{ steps.${id}.${field} ?? "" }}`));
  return `${id}.done`;
}

function join(ends: readonly string[], board: Board): string {
  const id = `n${board.nodes.length}`;
  board.nodes.push(node(id, 'set', { fields: { joined: 'yes' } }));
  for (const end of ends) wire(board, end, id);
  board.seen.push(`{{ steps.${id}.joined ?? "" }}`);
  return `${id}.out`;
}

type World = { start: Label; scope?: Label; reads: 'untrusted' | 'join' };

/** Runs it to its end; `onCall` sees each action before it is done. */
export function driveLabels(
  { plan, luck }: LabelRun,
  { start, scope, reads }: World,
  onCall: (call: ActivityCall) => void,
): Simulation {
  const sim = new Simulation(plan, { triggerId: 'start', trigger: inline({ text: 'hello' }, uniform(start)) });
  if (scope) sim.state.scope = scope;
  sim.start();
  for (let turn = 0; sim.open.length > 0 && turn < 400; turn += 1) {
    const draw = luck[turn % luck.length] ?? 0;
    const command = sim.open[draw % sim.open.length] as EngineCommand;
    if (command.type === 'watchRun') endCalled(sim, command, draw);
    else if (command.type !== 'dispatch') throw new Error(`nobody expected ${command.type}`);
    else {
      onCall(command.call);
      if (draw % 5 === 0) sim.fail(command.step);
      else if (plan.steps[command.call.stepId]?.type === 'flow.call') {
        sim.open.splice(sim.open.indexOf(command), 1);
        sim.tell({ type: 'called', step: command.step, at: sim.now, runId: `run-${turn}` });
      } else sim.done(command.step, outputOf(draw), { labels: uniform(labelOf(command.call, reads)) });
    }
  }
  return sim;
}

function labelOf({ scope, values, stepId }: ActivityCall, reads: World['reads']): Label {
  const given = joinLabels(scope, ...Object.values(values).map(({ stored }) => wholeLabel(stored.labels)));
  return reads === 'join' ? given : joinLabels(given, untrusted(`work:steps.${stepId}`));
}

function outputOf(draw: number): Json {
  return { value: draw % 3 === 0 ? '' : 'x' };
}

/** What was called gives anything, and fails because of anything. */
function endCalled(sim: Simulation, { step, runId }: { step: string; runId: string }, draw: number): void {
  sim.open = sim.open.filter((one) => one.type !== 'watchRun' || one.step !== step);
  const label = draw % 2 === 0 ? untrusted('other') : TRUSTED;
  const ends: CalledEnd[] = [
    { flowName: 'Other', status: 'done', output: inline({ value: 'x' }, uniform(label)) },
    { flowName: 'Other', status: 'failed', error: { type: 'Refused', message: 'No.' }, label },
    { flowName: 'Other', status: 'stopped' },
  ];
  const end = ends[draw % ends.length] ?? { flowName: 'Other', status: 'stopped' };
  sim.tell({ type: 'calledEnded', step, at: sim.now, runId, end });
}
