import { describe, expect, it } from 'vitest';
import { outputPorts } from '#components/editor/model/ports.ts';
import { trustOf } from '#components/editor/model/trust.ts';
import { TRUSTED, uniform, untrusted, wordedBy } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { compile } from '#nodes/compile.ts';
import { portsOf } from '#nodes/define.ts';
import { catalogue, nodes } from '#nodes/index.ts';
import { staticLabels } from '#nodes/lint/static-labels.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';
import { draw } from '#test/support/draw.ts';

const LABELS = [
  { id: 'bill', title: 'Bill' },
  { id: 'other', title: 'Other' },
];

function sorting(more: Record<string, Json> = {}, wires: string[] = ['sort.bill > pay', 'sort.other > keep']) {
  const params = { content: '{{ trigger.body.text }}', model: 'm', labels: LABELS, ...more };
  return draw({
    nodes: {
      hook: ['webhook'],
      sort: ['llm.classify', params, { connection: 'c' }],
      pay: ['set', { fields: { what: 'pay' } }],
      keep: ['set', { fields: { what: 'keep' } }],
    },
    wires: ['hook > sort', ...wires],
  });
}

function planOf(flow: ReturnType<typeof sorting>): Plan {
  const made = compile(flow, catalogue);
  return 'plan' in made ? made.plan : expect.fail(JSON.stringify(made.problems));
}

describe('the outputs of "Sort with a model"', () => {
  it('are its labels, and "unsure" where it has to be sure', () => {
    const ids = (params: Record<string, unknown>) => portsOf(nodes['llm.classify'], params).map(({ id }) => id);
    expect(ids({ labels: LABELS })).toEqual(['bill', 'other']);
    expect(ids({ labels: LABELS, confidence: 80 })).toEqual(['bill', 'other', 'unsure']);
    expect(ids({ labels: [...LABELS, { id: 'unsure' }], confidence: 80 })).toEqual(['bill', 'other', 'unsure']);
    expect(ids({ labels: 'x', confidence: '' })).toEqual([]);
  });

  it('stand on the canvas and in the plan, with the one for errors', () => {
    const flow = sorting({ confidence: 60 });
    const drawn = flow.nodes.map((node) =>
      node.id === 'sort' ? { ...node, settings: { onError: 'branch' as const } } : node,
    );
    const sort = drawn.find(({ id }) => id === 'sort') ?? expect.fail();
    expect(outputPorts(sort, catalogue).map(({ id }) => id)).toEqual(['bill', 'other', 'unsure', 'error']);
    expect(planOf({ ...flow, nodes: drawn }).steps.sort?.ports).toEqual(['bill', 'other', 'unsure', 'error']);
  });

  it('are no others: a wire from anywhere else is a problem', () => {
    const messages = compile(sorting({}, ['sort > pay', 'sort.unsure > keep']), catalogue).problems.map(
      (p) => p.message,
    );
    expect(messages).toContain('"sort" has no output "out". It has bill, other.');
    expect(messages).toContain('"sort" has no output "unsure". It has bill, other.');
    const taken = compile(sorting({ labels: [...LABELS, { id: 'unsure', title: 'U' }] }), catalogue);
    expect(taken).not.toHaveProperty('plan');
  });
});

describe('a branch that a model chose', () => {
  const stranger = wordedBy('llm.classify:steps.sort', untrusted('trigger:hook'));

  it('is followed alone, and is as untrusted as what the model read', () => {
    const sim = new Simulation(planOf(sorting()), {
      trigger: inline({ body: { text: 'Pay!' } }, uniform(untrusted('trigger:hook'))),
    }).start();
    sim.tell({
      type: 'stepDone',
      step: 'sort',
      at: 1,
      output: inline({ label: 'bill' }, uniform(stranger)),
      port: 'bill',
    });
    expect(sim.state.steps.pay?.scope).toEqual(stranger);
    expect(sim.state.steps.keep?.status).toBe('skipped');
  });

  it('is not followed where nobody drew it', () => {
    const sim = new Simulation(planOf(sorting({ content: 'Mine' }))).start();
    sim.tell({ type: 'stepDone', step: 'sort', at: 1, output: inline({}, uniform(TRUSTED)), port: 'unsure' });
    expect(sim.state.outcome).toMatchObject({ status: 'failed', error: { type: 'UnknownPort' } });
  });

  it('is told as such before it runs', () => {
    expect(staticLabels(planOf(sorting()), 'hook', { catalogue }).scope('pay')).toEqual(stranger);
    const mine = planOf(sorting({ content: 'A text of mine' }));
    expect(staticLabels(mine, 'hook', { catalogue }).scope('pay').integrity).toBe('trusted');
    const edges = trustOf(sorting(), catalogue).edges;
    expect(edges.size).toBe(3);
  });
});

it('a rehearsal is nobody’s fallback', () => {
  const connections = { typeOf: (id: string) => (id === 'script' ? 'rehearsal' : 'openai') };
  const messages = (connection: string) =>
    compile(sorting({ fallbacks: [{ connection, model: 'm' }] }), catalogue, { connections }).problems.map(
      (p) => p.message,
    );
  const refused = '"sort" falls back to a rehearsal, which is no model. Choose a model, or none.';
  expect(messages('script')).toContain(refused);
  expect(messages('c')).not.toContain(refused);
});
