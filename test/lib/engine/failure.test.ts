import { describe, expect, it } from 'vitest';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation, START } from '#test/lib/support/simulation.ts';

const start = node('start', 'manual');
const refused = { type: 'Refused', message: 'No such thing.', hint: 'Look it up.' };

describe('a failed step', () => {
  it('fails the run by name and cancels the rest', () => {
    const sim = new Simulation(planOf([start, node('a', 'note'), node('b', 'note')], wires('start > a', 'start > b')))
      .start()
      .fail('a', refused);
    expect(sim.state.outcome).toEqual({ status: 'failed', error: refused, stepId: 'a' });
    expect(sim.bodies('run.failed')).toEqual([{ type: 'run.failed', error: refused, stepId: 'a' }]);
    expect(sim.status('b')).toBe('cancelled');
  });

  it('with an error branch goes on there, with the error as its output', () => {
    const nodes = [
      start,
      node('a', 'note', {}, { settings: { onError: 'branch' } }),
      node('good', 'note'),
      node('bad', 'template', { text: '{{ steps.a.error.message }}' }),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a > good', 'a:error > bad')))
      .start()
      .fail('a', refused);
    expect(sim.status('good')).toBe('skipped');
    expect(sim.value('bad')).toEqual({ text: 'No such thing.' });
    expect(sim.bodies('step.failed')).toEqual([{ type: 'step.failed', error: refused, attempt: 1, port: 'error' }]);
    expect(sim.state.outcome?.status).toBe('done');
  });

  it('that does not fail leaves its error branch dead', () => {
    const nodes = [
      start,
      node('a', 'note', {}, { settings: { onError: 'branch' } }),
      node('good', 'note'),
      node('bad', 'note'),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a > good', 'a:error > bad'))).start().done('a');
    expect([sim.status('good'), sim.status('bad')]).toEqual(['running', 'skipped']);
  });

  it('may be passed over', () => {
    const nodes = [
      start,
      node('a', 'note', {}, { settings: { onError: 'continue' } }),
      node('b', 'template', { text: '{{ steps.a.error.type }}' }),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a > b'))).start().fail('a', refused);
    expect(sim.value('b')).toEqual({ text: 'Refused' });
  });
});

describe('a missing reference', () => {
  const plan = (params: object, type = 'note') =>
    planOf(
      [
        start,
        node('check', 'if', { rows: [{ left: false, operator: 'isTrue' }] }),
        node('a', 'set', { fields: { x: 1 } }),
        node('b', type, params as never),
      ],
      wires('start > check', 'check:true > a', 'a > b', 'check:false > b'),
    );

  it('fails the step before it is dispatched and says that its source was skipped', () => {
    const sim = new Simulation(plan({ value: '{{ steps.a.x }}' })).start();
    expect(sim.dispatched).toEqual([]);
    expect(sim.state.outcome).toMatchObject({ status: 'failed', stepId: 'b', error: { type: 'MissingReference' } });
    expect(sim.state.outcome?.error?.message).toBe(
      '{{ steps.a.x }} cannot be found: step "a" was skipped in this run.',
    );
  });

  it('fails a control step too', () => {
    const sim = new Simulation(plan({ text: '{{ steps.a.x }}' }, 'template')).start();
    expect(sim.state.outcome?.error?.type).toBe('MissingReference');
  });

  it('is null where the author allowed it', () => {
    const sim = new Simulation(plan({ value: '{{ steps.a.x ?? "none" }}' })).start();
    expect(sim.dispatched[0]?.values['steps.a.x']?.stored).toMatchObject({ value: null });
  });

  it('goes to the error branch where there is one', () => {
    const nodes = [
      start,
      node('a', 'template', { text: '{{ trigger.nothing }}' }, { settings: { onError: 'branch' } }),
      node('b', 'note'),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a:error > b'))).start();
    expect(sim.waitingFor('dispatch')).toEqual(['b']);
  });
});

describe('nonsense', () => {
  it.each([
    ['a comparison', 'if', { rows: [{ left: '{{ trigger.list }}', operator: 'greater', right: 5 }] }, 'BadComparison'],
    ['a condition that is no truth value', 'if', { expression: '{{ trigger.list }}' }, 'Invalid'],
    ['a condition that gives nothing', 'if', { expression: '{{ trigger.nothing ?? null }}' }, 'Invalid'],
    ['a wait without a length', 'wait', { for: '{{ trigger.word }}' }, 'Invalid'],
    ['a moment without a zone', 'wait', { mode: 'until', until: '2026-05-01T10:00:00' }, 'Invalid'],
  ])('%s fails by name', (...[, type, params, name]) => {
    const plan = planOf([start, node('a', type, params)], wires('start > a'));
    const sim = new Simulation(plan, { trigger: inline({ list: [1], word: 'soon' }) }).start();
    expect(sim.state.outcome).toMatchObject({ status: 'failed', error: { type: name } });
  });

  it.each([
    ['rows that are no list', 'if', { rows: '{{ trigger.word }}' }],
    ['an answer with a status that is none', 'respond', { status: '{{ trigger.word }}' }],
    ['an answer with a header of two lines', 'respond', { headers: { 'X-Note': '{{ trigger.lines }}' } }],
    ['a question that expires at no time', 'approval', { title: 'x', expiresAfter: '{{ trigger.word }}' }],
  ])('%s fails that step as Invalid', (...[, type, params]) => {
    const plan = planOf([start, node('a', type, params)], wires('start > a'));
    const sim = new Simulation(plan, { trigger: inline({ word: 'soon', lines: 'a\r\nSet-Cookie: b' }) }).start();
    expect(sim.state.outcome).toMatchObject({ status: 'failed', stepId: 'a', error: { type: 'Invalid' } });
    expect(sim.bodies('run.responded')).toEqual([]);
  });

  it('that looks like a stored value stays data: nobody can point a step at the blob of another run', () => {
    const forged = {
      kind: 'blob',
      blob: { ref: 'of-another-run', size: 1, contentType: 'text/plain', preview: '' },
      labels: { rest: 'x' },
    };
    const nodes = [
      start,
      node('a', 'set', { fields: '{{ trigger.forged }}' }),
      node('b', 'respond', { body: '{{ trigger.forged }}' }),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a > b')), { trigger: inline({ forged }) }).start();
    expect(sim.state.steps.a?.output).toMatchObject({ kind: 'inline', value: forged });
    expect(sim.state.outcome?.output).toMatchObject({ kind: 'inline', value: forged });
  });

  it('in a text or a question becomes text', () => {
    const nodes = [
      start,
      node('a', 'template', { text: '{{ trigger.list }}' }),
      node('b', 'approval', { title: '{{ trigger.list }}' }),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'a > b')), { trigger: inline({ list: [1] }) }).start();
    expect(sim.value('a')).toEqual({ text: '[1]' });
    expect(sim.open[0]).toMatchObject({ params: { title: '[1]' } });
  });

  it('of a value that is nested without measure fails that step by name', () => {
    const plan = planOf(
      [
        start,
        node('a', 'set', { fields: { x: '{{ trigger }}' } }, { settings: { onError: 'branch' } }),
        node('b', 'note'),
      ],
      wires('start > a', 'a:error > b'),
    );
    let deep: Json = 1;
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const sim = new Simulation(plan, { trigger: inline(deep) }).start();
    expect(sim.state.steps.a?.error?.type).toBe('TooDeep');
    expect(sim.waitingFor('dispatch')).toEqual(['b']);
  });

  it('from an activity (a port that is not drawn) fails by name', () => {
    const sim = new Simulation(planOf([start, node('a', 'note')], wires('start > a')))
      .start()
      .done('a', 1, { port: 'sideways' });
    expect(sim.state.outcome?.error?.type).toBe('UnknownPort');
  });

  it('in the plan ends the run as EngineError and throws nothing', () => {
    const plan = planOf([start, node('a', 'note')], wires('start > a'));
    const broken: Plan = { ...plan, edges: [{ id: '0', from: 'start', port: 'out', to: 'ghost' }] };
    const sim = new Simulation(broken).start();
    expect(sim.state.outcome).toMatchObject({ status: 'failed', error: { type: 'EngineError' } });
    expect(sim.finished).toBe(1);
  });

  it('from the world changes nothing', () => {
    const sim = new Simulation(
      planOf([start, node('a', 'note'), node('b', 'wait', { for: '1h' })], wires('start > a', 'start > b')),
    ).start();
    const before = JSON.stringify(sim.state);
    sim.tell({ type: 'stepDone', step: 'ghost', at: 1, output: inline(1) });
    sim.tell({ type: 'timer', step: 'a', at: START + 9e9 });
    sim.tell({ type: 'stepDone', step: 'b', at: 1, output: inline(1) });
    sim.tell({ type: 'decided', step: 'a', at: 1, decision: { status: 'decided', choice: 'approve', by: 'x', at: 1 } });
    sim.tell({ type: 'start', at: 1 });
    expect(JSON.stringify(sim.state)).toBe(before);
  });
});
