import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/value.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

const yes = { rows: [{ left: true, operator: 'isTrue' }] };
const no = { rows: [{ left: false, operator: 'isTrue' }] };

describe('a chain', () => {
  it('runs each step after the one before and ends with the last output', () => {
    const plan = planOf(
      [node('start', 'manual'), node('a', 'note'), node('b', 'note', { value: '{{ steps.a.value }}' })],
      wires('start > a', 'a > b'),
    );
    const sim = new Simulation(plan).start();
    expect(sim.waitingFor('dispatch')).toEqual(['a']);
    sim.done('a', { value: 5 });
    expect(sim.dispatched[1]?.values['steps.a.value']?.stored).toMatchObject({ kind: 'inline', value: 5 });
    sim.done('b', { value: 6 });
    expect(sim.state.outcome).toEqual({ status: 'done', output: inline({ value: 6 }) });
    expect(sim.finished).toBe(1);
  });

  it('of control nodes runs in one turn, without any command but events', () => {
    const nodes = [
      node('start', 'manual'),
      node('a', 'set', { fields: { x: '{{ trigger.n }}' } }),
      node('b', 'template', { text: 'n={{ steps.a.x }}' }),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a > b')), { trigger: inline({ n: 7 }) }).start();
    expect(sim.open).toEqual([]);
    expect(sim.state.outcome?.output).toMatchObject({ value: { text: 'n=7' } });
    expect(sim.events.map((event) => event.key)).toEqual([
      'run.started',
      'a/0/step.started',
      'a/0/step.input',
      'a/0/step.done',
      'b/0/step.started',
      'b/0/step.input',
      'b/0/step.done',
      'run.done',
    ]);
  });

  it('without any step is done at once', () => {
    const sim = new Simulation(planOf([node('start', 'manual')], [])).start();
    expect(sim.state.outcome?.status).toBe('done');
  });
});

describe('branches and joins', () => {
  const diamond = (params: object) =>
    planOf(
      [
        node('start', 'manual'),
        node('check', 'if', params as never),
        node('a', 'note'),
        node('b', 'note'),
        node('end', 'note'),
      ],
      wires('start > check', 'check:true > a', 'check:false > b', 'a > end', 'b > end'),
    );

  it('skips the branch not taken and joins behind it without waiting for it', () => {
    const sim = new Simulation(diamond(yes)).start();
    expect(sim.status('b')).toBe('skipped');
    expect(sim.status('end')).toBeUndefined();
    sim.done('a');
    expect(sim.waitingFor('dispatch')).toEqual(['end']);
    sim.done('end');
    expect(sim.state.outcome?.status).toBe('done');
  });

  it('takes the other branch when the condition does not hold', () => {
    const sim = new Simulation(diamond(no)).start();
    expect([sim.status('a'), sim.status('b')]).toEqual(['skipped', 'running']);
  });

  it('dispatches parallel branches together and joins when both are done', () => {
    const plan = planOf(
      [node('start', 'manual'), node('a', 'note'), node('b', 'note'), node('end', 'note')],
      wires('start > a', 'start > b', 'a > end', 'b > end'),
    );
    const sim = new Simulation(plan).start();
    expect(sim.waitingFor('dispatch')).toEqual(['a', 'b']);
    sim.done('b');
    expect(sim.waitingFor('dispatch')).toEqual(['a']);
    sim.done('a');
    expect(sim.waitingFor('dispatch')).toEqual(['end']);
  });

  it('goes through skipped steps to the end of a dead path', () => {
    const plan = planOf(
      [node('start', 'manual'), node('check', 'if', no), node('a', 'note'), node('b', 'note'), node('c', 'note')],
      wires('start > check', 'check:true > a', 'a > b', 'b > c'),
    );
    const sim = new Simulation(plan).start();
    expect(['a', 'b', 'c'].map((id) => sim.status(id))).toEqual(['skipped', 'skipped', 'skipped']);
    expect(sim.state.outcome?.status).toBe('done');
  });

  it('takes the first case of a switch that fits, or else', () => {
    const cases = [
      { id: 'big', operator: 'greater', value: 10 },
      { id: 'ten', value: 10 },
    ];
    const plan = planOf(
      [
        node('start', 'manual'),
        node('kind', 'switch', { value: '{{ trigger.n }}', cases: cases as Json }),
        node('a', 'note'),
        node('b', 'note'),
        node('c', 'note'),
      ],
      wires('start > kind', 'kind:big > a', 'kind:ten > b', 'kind:else > c'),
    );
    const taken = (n: number) => new Simulation(plan, { trigger: inline({ n }) }).start().waitingFor('dispatch');
    expect([taken(11), taken(10), taken(1)]).toEqual([['a'], ['b'], ['c']]);
  });

  it('asks whether something exists without failing when it does not', () => {
    const rows = [{ left: '{{ trigger.body.name }}', operator: 'exists' }];
    const plan = planOf(
      [node('start', 'manual'), node('check', 'if', { rows }), node('a', 'note'), node('b', 'note')],
      wires('start > check', 'check:true > a', 'check:false > b'),
    );
    const taken = (trigger: Json) => new Simulation(plan, { trigger: inline(trigger) }).start().waitingFor('dispatch');
    expect([taken({ body: { name: 'x' } }), taken({ body: {} }), taken({})]).toEqual([['a'], ['b'], ['b']]);
  });

  it('switches on something absent when a case asks for that', () => {
    const cases: Json[] = [
      { id: 'none', operator: 'notExists' },
      { id: 'x', value: 'x' },
    ];
    const plan = planOf(
      [
        node('start', 'manual'),
        node('kind', 'switch', { value: '{{ trigger.kind }}', cases }),
        node('a', 'note'),
        node('b', 'note'),
      ],
      wires('start > kind', 'kind:none > a', 'kind:x > b'),
    );
    const taken = (trigger: Json) => new Simulation(plan, { trigger: inline(trigger) }).start().waitingFor('dispatch');
    expect([taken({}), taken({ kind: 'x' })]).toEqual([['a'], ['b']]);
  });

  it('starts only what the trigger that fired leads to', () => {
    const plan = planOf(
      [node('one', 'manual'), node('two', 'hook'), node('a', 'note'), node('b', 'note'), node('both', 'note')],
      wires('one > a', 'two > b', 'a > both', 'b > both'),
    );
    const sim = new Simulation(plan, { triggerId: 'two' }).start();
    expect(sim.status('a')).toBe('skipped');
    expect(sim.done('b').waitingFor('dispatch')).toEqual(['both']);
  });

  it('passes through a switched-off step', () => {
    const plan = planOf(
      [node('start', 'manual'), node('a', 'note', {}, { settings: { disabled: true } }), node('b', 'note')],
      wires('start > a', 'a > b'),
    );
    const sim = new Simulation(plan).start();
    expect(sim.status('a')).toBe('skipped');
    expect(sim.waitingFor('dispatch')).toEqual(['b']);
  });

  it('runs a node called constructor like any other', () => {
    const plan = planOf(
      [node('start', 'manual'), node('constructor', 'note'), node('b', 'note')],
      wires('start > constructor', 'constructor > b'),
    );
    expect(new Simulation(plan).start().done('constructor').done('b').state.outcome?.status).toBe('done');
  });
});

describe('stop and respond', () => {
  it('stop ends the run and cancels what is under way', () => {
    const plan = planOf(
      [
        node('start', 'manual'),
        node('slow', 'note'),
        node('quick', 'note'),
        node('end', 'stop', { outcome: 'failed', message: 'Enough' }),
      ],
      wires('start > slow', 'start > quick', 'quick > end'),
    );
    const sim = new Simulation(plan).start().done('quick');
    expect(sim.state.outcome).toMatchObject({
      status: 'failed',
      error: { type: 'Stopped', message: 'Enough' },
      stepId: 'end',
    });
    expect(sim.status('slow')).toBe('cancelled');
    expect(sim.open).toEqual([]);
  });

  it('stop as done keeps the answer as output', () => {
    const plan = planOf(
      [node('start', 'manual'), node('say', 'respond', { status: 201, body: { ok: 1 } }), node('end', 'stop')],
      wires('start > say', 'say > end'),
    );
    const sim = new Simulation(plan).start();
    expect(sim.bodies('run.responded')).toMatchObject([{ status: 201, body: { value: { ok: 1 } } }]);
    expect(sim.state.outcome).toMatchObject({ status: 'done', output: { value: { ok: 1 } } });
  });

  it('only the first answer counts', () => {
    const plan = planOf(
      [node('start', 'manual'), node('one', 'respond', { body: 1 }), node('two', 'respond', { body: 2 })],
      wires('start > one', 'one > two'),
    );
    const sim = new Simulation(plan).start();
    expect(sim.bodies('run.responded')).toHaveLength(1);
    expect(sim.state.outcome?.output).toMatchObject({ value: 1 });
  });
});

describe('cancel', () => {
  it('stops everything and remembers why', () => {
    const plan = planOf(
      [node('start', 'manual'), node('a', 'note'), node('b', 'wait', { for: '1h' })],
      wires('start > a', 'start > b'),
    );
    const sim = new Simulation(plan).start().tell({ type: 'cancel', at: 5, reason: 'Changed my mind' });
    expect(sim.state.outcome?.status).toBe('stopped');
    expect(sim.bodies('run.stopped')).toEqual([{ type: 'run.stopped', reason: 'Changed my mind' }]);
    expect([sim.status('a'), sim.status('b')]).toEqual(['cancelled', 'cancelled']);
    expect(sim.open).toEqual([]);
    const before = JSON.stringify(sim.state);
    sim.tell({ type: 'stepDone', step: 'a', at: 6, output: inline(1) }).tell({ type: 'cancel', at: 7 });
    expect(JSON.stringify(sim.state)).toBe(before);
    expect(sim.finished).toBe(1);
  });
});
