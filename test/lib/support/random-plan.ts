import fc from 'fast-check';
import type { Param, Plan, PlanStep } from '#lib/plan.ts';

/** What the world does with a step of a random plan. */
export type Behaviour = { outcome: 'done' | 'fail' | 'ask' };
export type RandomRun = { plan: Plan; world: Record<string, Behaviour>; picks: number[] };

type Drawn = {
  kind: 'activity' | 'local' | 'set' | 'if' | 'wait' | 'off';
  onError: 'branch' | 'continue';
  outcome: Behaviour['outcome'];
  truth: boolean;
  from: { back: number; port: number }[];
};

const drawnStep: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(
    'activity' as const,
    'local' as const,
    'set' as const,
    'if' as const,
    'wait' as const,
    'off' as const,
  ),
  onError: fc.constantFrom('branch' as const, 'continue' as const),
  outcome: fc.constantFrom('done' as const, 'done' as const, 'fail' as const, 'ask' as const),
  truth: fc.boolean(),
  from: fc.uniqueArray(fc.record({ back: fc.nat(20), port: fc.nat(3) }), { maxLength: 3 }),
});

function stepOf(id: string, drawn: Drawn, earlier: string[]): PlanStep {
  const { kind } = drawn;
  const pure = kind === 'set' || kind === 'if' || kind === 'wait';
  const reads = earlier.map((step): [string, Param] => [
    step,
    { kind: 'reference', reference: { root: 'steps', step, path: [], optional: true } },
  ]);
  const fields: Param = { kind: 'object', fields: Object.fromEntries(reads) };
  const params: PlanStep['params'] = {
    set: { fields },
    if: { expression: { kind: 'literal' as const, value: drawn.truth } },
    // A fixed moment: how long a relative wait takes would depend on when its turn came.
    wait: {
      mode: { kind: 'literal' as const, value: 'until' },
      until: { kind: 'literal' as const, value: '2026-01-01T00:05:00Z' },
    },
    activity: { fields },
    local: { fields },
    off: {},
  }[kind];
  const ports = kind === 'if' ? ['true', 'false'] : ['out'];
  return {
    id,
    type: pure ? kind : 'work',
    version: 1,
    name: id,
    tier: pure ? 'pure' : kind === 'local' ? 'local' : 'activity',
    params,
    repeat: 'safe',
    retry: { attempts: 1, backoffMs: 1, factor: 2, maxBackoffMs: 1 },
    timeoutMs: 1000,
    onError: drawn.onError,
    disabled: kind === 'off',
    join: { mode: 'all' },
    ports: drawn.onError === 'branch' ? [...ports, 'error'] : ports,
  };
}

/** Plans of up to 14 steps with every kind of branch, and a world in which no failure ends the run. */
export const randomRun: fc.Arbitrary<RandomRun> = fc
  .record({
    steps: fc.array(drawnStep, { minLength: 1, maxLength: 14 }),
    picks: fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }),
  })
  .map(({ steps: drawn, picks }) => {
    const ids = drawn.map((_, index) => `s${index}`);
    const plan: Plan = {
      format: 'hearth.plan/1',
      name: 'Random',
      triggers: {
        start: { id: 'start', type: 'manual', version: 1, name: 'start', params: {} },
        other: { id: 'other', type: 'manual', version: 1, name: 'other', params: {} },
      },
      steps: {},
      order: ids,
      edges: [],
    };
    for (const [index, one] of drawn.entries()) {
      const id = ids[index] ?? '';
      const before = ['start', 'other', ...ids.slice(0, index)];
      const sources = new Map(
        one.from.map(({ back, port }) => [`${before[back % before.length] ?? 'start'} ${port}`, port]),
      );
      if (sources.size === 0 && index < 3) sources.set('start 0', 0);
      for (const [key, port] of sources) {
        const from = key.split(' ')[0] ?? '';
        const ports = plan.steps[from]?.ports ?? ['out'];
        plan.edges.push({ id: String(plan.edges.length), from, port: ports[port % ports.length] ?? 'out', to: id });
      }
      const earlier = [
        ...new Set(
          plan.edges
            .filter((edge) => edge.to === id && edge.from.startsWith('s') && edge.from !== 'start')
            .map((edge) => edge.from),
        ),
      ];
      plan.steps[id] = stepOf(id, one, earlier);
    }
    return {
      plan,
      world: Object.fromEntries(drawn.map((one, index) => [`s${index}`, { outcome: one.outcome }])),
      picks,
    };
  });

/** What must come of a random run, worked out from the graph alone. */
export function expectedPorts({ plan, world }: RandomRun): Map<string, string | undefined> {
  const ports = new Map<string, string | undefined>([
    ['start', 'out'],
    ['other', undefined],
  ]);
  for (const id of plan.order) {
    const step = plan.steps[id] as PlanStep;
    const runs = plan.edges.some((edge) => edge.to === id && ports.get(edge.from) === edge.port);
    ports.set(id, runs ? portOf(step, world[id]?.outcome ?? 'done') : undefined);
  }
  return ports;
}

function portOf(step: PlanStep, outcome: Behaviour['outcome']): string {
  const first = step.ports[0] ?? 'out';
  if (step.disabled) return first;
  if (step.type === 'if')
    return step.params.expression?.kind === 'literal' && step.params.expression.value === true ? 'true' : 'false';
  if (step.tier === 'pure' || outcome !== 'fail') return first;
  return step.onError === 'branch' ? 'error' : first;
}
