import { describe, expect, it } from 'vitest';
import { canonicalText, diffFlows, diffValues, isEmptyDiff, sameFlow, summarizeDiff, wireKey } from '#lib/flow-diff.ts';
import type { FlowDiff, ItemChange } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { draw } from '../support/draw.ts';

const base = (): Flow =>
  draw({
    name: 'Greeter',
    nodes: { start: ['manual'], greet: ['set', { fields: { text: 'Hello', to: ['a', 'b'] } }], end: ['stop'] },
    wires: ['start > greet', 'greet > end'],
  });

const changed = (change: (flow: Flow) => void): Flow => {
  const flow = structuredClone(base());
  change(flow);
  return flow;
};
const at = (flow: Flow, id: string) => flow.nodes.find((node) => node.id === id)!;

describe('a difference', () => {
  it('is none between a drawing and itself, also with its file in another order', () => {
    const other = structuredClone(base());
    other.nodes.reverse();
    other.edges.reverse();
    at(other, 'greet').params = { fields: { to: ['a', 'b'], text: 'Hello' } };
    expect(isEmptyDiff(diffFlows(base(), other))).toBe(true);
    expect(sameFlow(base(), other)).toBe(true);
    expect(canonicalText(other)).toBe(canonicalText(base()));
  });

  it('names what was added and removed, steps as well as wires', () => {
    const after = changed((flow) => {
      flow.nodes = flow.nodes.filter(({ id }) => id !== 'end');
      flow.nodes.push({ id: 'log', type: 'set', name: 'Log', position: { x: 0, y: 0 }, params: {} });
      flow.edges = [flow.edges[0]!, { from: { node: 'greet', port: 'out' }, to: { node: 'log', port: 'in' } }];
    });
    const diff = diffFlows(base(), after);
    expect(diff.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['log', 'added'],
      ['end', 'removed'],
    ]);
    expect(diff.edges.map(({ kind, edge }) => [kind, wireKey(edge)])).toEqual([
      ['added', 'greet.out>log.in'],
      ['removed', 'greet.out>end.in'],
    ]);
    expect(summarizeDiff(diff)).toMatchObject({
      added: 1,
      removed: 1,
      changed: 0,
      moved: 0,
      wires: 2,
      names: ['Log', 'end'],
    });
  });

  it('keeps apart that a step was moved and that it was changed, and says which value by its path', () => {
    const moved = changed((flow) => (at(flow, 'greet').position = { x: 999, y: 8 }));
    expect(diffFlows(base(), moved).nodes).toMatchObject([{ id: 'greet', kind: 'changed', fields: [], moved: true }]);
    expect(summarizeDiff(diffFlows(base(), moved))).toMatchObject({ changed: 0, moved: 1, names: [] });
    const edited = changed((flow) => {
      const node = at(flow, 'greet');
      node.name = 'Say it';
      node.params = { fields: { text: 'Bye', to: ['a', 'c'] } };
      node.settings = { disabled: true };
    });
    expect(diffFlows(base(), edited).nodes).toMatchObject([
      {
        moved: false,
        fields: [
          { path: 'name', before: 'greet', after: 'Say it' },
          { path: 'params.fields.text', before: 'Hello', after: 'Bye' },
          { path: 'params.fields.to[1]', before: 'b', after: 'c' },
          { path: 'settings', before: undefined, after: { disabled: true } },
        ],
      },
    ]);
  });

  it('covers notes, groups that may come, the name and the settings of the flow', () => {
    const after = {
      ...changed((flow) => {
        flow.name = 'Other';
        flow.settings = { deadline: '2h' };
        flow.notes = [{ id: 'note', text: 'Hi', position: { x: 0, y: 0 } }];
      }),
      groups: [{ id: 'g', name: 'Group', members: ['greet'] }],
    } as Flow;
    const diff = diffFlows(base(), after);
    expect(diff.flow.map(({ path }) => path)).toEqual(['name', 'settings']);
    expect(Object.entries(diff.items).map(([list, [first]]) => [list, first?.kind])).toEqual([
      ['notes', 'added'],
      ['groups', 'added'],
    ]);
    expect(isEmptyDiff(diff)).toBe(false);
  });

  it('is not led astray by names of built-in things', () => {
    const odd = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Json;
    expect(diffValues({}, odd).map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
    expect(diffValues({ 'a b': 1 }, { 'a b': 2 })).toEqual([{ path: '["a b"]', before: 1, after: 2 }]);
  });
});

/** What a difference says, done to a drawing. */
function apply(flow: Flow, diff: FlowDiff): Flow {
  const items = <T extends { id: string }>(list: readonly T[], changes: readonly ItemChange<T>[]): T[] => {
    const byId = new Map(list.map((item) => [item.id, item]));
    for (const change of changes) {
      if (change.kind === 'removed') byId.delete(change.id);
      else if (change.kind === 'added') byId.set(change.id, change.after);
      else {
        const next = structuredClone(byId.get(change.id)!) as T & { position?: unknown };
        for (const field of change.fields) put(next, field);
        if (change.moved) next.position = (change.after as { position?: unknown }).position;
        byId.set(change.id, next);
      }
    }
    return [...byId.values()];
  };
  const gone = new Set(diff.edges.filter(({ kind }) => kind === 'removed').map(({ edge }) => wireKey(edge)));
  const result = {
    ...structuredClone(flow),
    nodes: items(flow.nodes, diff.nodes),
    notes: items(flow.notes, (diff.items.notes ?? []) as unknown as ItemChange<Flow['notes'][number]>[]),
    edges: [
      ...flow.edges.filter((edge) => !gone.has(wireKey(edge))),
      ...diff.edges.filter(({ kind }) => kind === 'added').map(({ edge }) => edge),
    ],
  };
  for (const field of diff.flow) put(result, field);
  return result;
}

function put(root: Json, { path, after }: { path: string; after: Json | undefined }): void {
  const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([A-Za-z_][\w-]*)/g)].map(
    ([, quoted, index, plain]) =>
      quoted !== undefined ? (JSON.parse(`"${quoted}"`) as string) : (index ?? plain ?? ''),
  );
  const last = keys.pop() ?? '';
  let place = root as Record<string, Json>;
  for (const key of keys) place = place[key] as Record<string, Json>;
  if (after === undefined) delete place[last];
  else place[last] = after;
}

/** A repeatable source of chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

function anyValue(pick: (below: number) => number, depth = 0): Json {
  const kind = pick(depth > 2 ? 4 : 6);
  if (kind === 0) return null;
  if (kind === 1) return pick(3);
  if (kind === 2) return ['', 'a', '{{ trigger.x }}'][pick(3)] ?? '';
  if (kind === 3) return pick(2) === 0;
  if (kind === 4) return Array.from({ length: pick(3) }, () => anyValue(pick, depth + 1));
  return Object.fromEntries(
    Array.from({ length: pick(3) }, () => [['a', 'b c', 'd.e'][pick(3)] ?? 'a', anyValue(pick, depth + 1)]),
  );
}

function anyFlow(pick: (below: number) => number): Flow {
  const ids = ['a', 'b', 'c', 'd', 'e'].filter(() => pick(4) > 0);
  const nodes = ids.map((id) => ({
    id,
    type: ['set', 'if'][pick(2)] ?? 'set',
    name: `Step ${pick(3)}`,
    position: { x: pick(3) * 8, y: 0 },
    params: { one: anyValue(pick), ...(pick(2) ? { two: anyValue(pick) } : {}) },
    ...(pick(3) === 0 ? { settings: { disabled: true } } : {}),
  }));
  const edges = ids
    .slice(1)
    .flatMap((id, index) =>
      pick(3) === 0
        ? []
        : [{ from: { node: ids[index] ?? '', port: pick(2) ? 'out' : 'true' }, to: { node: id, port: 'in' } }],
    );
  const notes = pick(2) ? [{ id: 'note', text: `${pick(3)}`, position: { x: 0, y: pick(2) } }] : [];
  const settings = pick(2) ? { settings: { deadline: `${pick(3) + 1}h` } } : {};
  return { format: 'hearth.flow/1', name: `Flow ${pick(3)}`, nodes, edges, notes, ...settings };
}

it('done to the drawing before, any difference gives the drawing after, and undoing is the difference backwards', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const pick = chance(seed);
    const [before, after] = [anyFlow(pick), anyFlow(pick)];
    expect(canonicalText(apply(before, diffFlows(before, after))), `seed ${seed}`).toBe(canonicalText(after));
    expect(canonicalText(apply(after, diffFlows(after, before))), `seed ${seed}`).toBe(canonicalText(before));
    expect(isEmptyDiff(diffFlows(before, after))).toBe(canonicalText(before) === canonicalText(after));
  }
});
