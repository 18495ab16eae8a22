import fc from 'fast-check';
import type { FlowEdge, FlowNode } from '#lib/flow.ts';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';

/** A flow as a tree: what a person would draw with loops and branches inside of each other. */
export type Part =
  | { kind: 'step'; fails: boolean }
  | { kind: 'each'; items: number; concurrency: number; body: Part[] }
  | { kind: 'while'; rounds: number; before: boolean; body: Part[] }
  | { kind: 'both'; left: Part[]; right: Part[] };

/** A part with the ids it was drawn with. */
type Drawn = { part: Part; id: string; inner: Drawn[][] };

export type LoopRun = { plan: Plan; drawn: Drawn[]; picks: number[] };

const step = (fails: boolean): fc.Arbitrary<Part> =>
  fc.record({ kind: fc.constant('step' as const), fails: fc.constant(fails) });

/** Failing steps stand only where the nearest loop over items notes a failure and goes on. */
function parts(depth: number, mayFail: boolean): fc.Arbitrary<Part[]> {
  const leaf: fc.Arbitrary<Part> = mayFail
    ? fc.oneof({ weight: 4, arbitrary: step(false) }, { weight: 1, arbitrary: step(true) })
    : step(false);
  if (depth === 0) return fc.array(leaf, { minLength: 1, maxLength: 2 });
  const each = fc.record({
    kind: fc.constant('each' as const),
    items: fc.nat(5),
    concurrency: fc.integer({ min: 1, max: 4 }),
    body: parts(depth - 1, true),
  });
  const again = fc.record({
    kind: fc.constant('while' as const),
    rounds: fc.nat(3),
    before: fc.boolean(),
    body: parts(depth - 1, mayFail),
  });
  const both = fc.record({ kind: fc.constant('both' as const), left: parts(0, false), right: parts(depth - 1, false) });
  return fc.array(fc.oneof(leaf, each, again, both), { minLength: 1, maxLength: 3 });
}

/** Flows with loops up to three deep. */
export const randomLoops: fc.Arbitrary<LoopRun> = fc
  .record({ tree: parts(3, false), picks: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }) })
  .map(({ tree, picks }) => {
    const nodes: FlowNode[] = [node('start', 'manual')];
    const edges: FlowEdge[] = [];
    const { drawn } = drawChain(tree, { from: 'start', nodes, edges });
    return { plan: planOf(nodes, edges), drawn, picks };
  });

type Board = { from: string; nodes: FlowNode[]; edges: FlowEdge[] };

function drawChain(tree: Part[], board: Board): { drawn: Drawn[]; end: string } {
  let from = board.from;
  const drawn = tree.map((part) => {
    const made = drawPart(part, { ...board, from });
    from = made.end;
    return made.drawn;
  });
  return { drawn, end: from };
}

function drawPart(part: Part, { from, nodes, edges }: Board): { drawn: Drawn; end: string } {
  const id = `n${nodes.length}`;
  if (part.kind === 'step' || part.kind === 'both') {
    nodes.push(node(id, 'note', { value: id }));
    edges.push(...wires(`${from} > ${id}`));
    if (part.kind === 'step') return { drawn: { part, id, inner: [] }, end: id };
    const left = drawChain(part.left, { from: id, nodes, edges });
    const right = drawChain(part.right, { from: id, nodes, edges });
    const end = `n${nodes.length}`;
    nodes.push(node(end, 'note', { value: id }));
    edges.push(...wires(`${left.end} > ${end}`, `${right.end} > ${end}`));
    const joined: Drawn = { part: { kind: 'step', fails: false }, id: end, inner: [] };
    return { drawn: { part, id, inner: [left.drawn, right.drawn, [joined]] }, end };
  }
  nodes.push(part.kind === 'each' ? forEach(id, part) : repeat(id, part));
  edges.push(...wires(`${from} > ${id}`));
  const body = drawChain(part.body, { from: `${id}:each`, nodes, edges });
  edges.push(...wires(`${body.end} > ${id}`));
  return { drawn: { part, id, inner: [body.drawn] }, end: `${id}:done` };
}

function forEach(id: string, part: Extract<Part, { kind: 'each' }>): FlowNode {
  const items = Array.from({ length: part.items }, (_, index) => ({ name: `${id}-${index}` }));
  return node(id, 'forEach', { items, concurrency: part.concurrency, onItemError: 'continue' });
}

function repeat(id: string, part: Extract<Part, { kind: 'while' }>): FlowNode {
  const rows = [{ left: `{{ steps.${id}.rounds }}`, operator: 'less', right: part.rounds }];
  return node(id, 'while', { rows, check: part.before ? 'before' : 'after', maxRounds: 50 });
}

class Failed extends Error {}

/** Every step key that must be handed out, each once, worked out from the tree; and what a loop's result must be. */
export function expectedOf({ drawn }: LoopRun): { keys: string[]; results: Record<string, Json> } {
  const keys: string[] = [];
  const results: Record<string, Json> = {};
  walk(drawn, '', { keys, results });
  return { keys: keys.sort(), results };
}

function keyOf(id: string, iteration: string): string {
  return iteration === '' ? id : `${id}@${iteration}`;
}

type Told = { keys: string[]; results: Record<string, Json> };

function walk(drawn: Drawn[], iteration: string, told: Told): Json {
  let last: Json = null;
  for (const { part, id, inner } of drawn) {
    const key = keyOf(id, iteration);
    const [body = []] = inner;
    const within = (index: number) => (iteration === '' ? String(index) : `${iteration}/${index}`);
    if (part.kind === 'step' || part.kind === 'both') {
      told.keys.push(key);
      if (part.kind === 'step' && part.fails) throw new Failed();
      last = { from: key };
      for (const branch of inner) last = walk(branch, iteration, told);
    } else if (part.kind === 'each') {
      const found = Array.from({ length: part.items }, (_, index) => attempt(() => walk(body, within(index), told)));
      last = told.results[key] = found;
    } else {
      const rounds = part.before ? part.rounds : Math.max(1, part.rounds);
      let value: Json = null;
      for (let round = 0; round < rounds; round += 1) value = walk(body, within(round), told);
      last = told.results[key] = { rounds, value };
    }
  }
  return last;
}

function attempt(work: () => Json): Json {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failed) return null;
    throw error;
  }
}

/** Ids of the steps that fail. */
export function failing({ drawn }: LoopRun): Set<string> {
  const all = (list: Drawn[]): Drawn[] => list.flatMap((one) => [one, ...one.inner.flatMap(all)]);
  return new Set(all(drawn).flatMap(({ part, id }) => (part.kind === 'step' && part.fails ? [id] : [])));
}
