import { describe, expect, it } from 'vitest';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation, START } from '#test/lib/support/simulation.ts';

const start = node('start', 'manual');
const connection = 'c1';
const send = (settings?: object) =>
  planOf(
    [
      start,
      node(
        'mail',
        'send',
        { to: 'ana@example.org', text: '{{ trigger.text ?? "" }}' },
        { connection, ...(settings ? { settings } : {}) },
      ),
    ],
    wires('start > mail'),
  );

describe('a wait', () => {
  const plan = planOf(
    [start, node('pause', 'wait', { for: '10m' }), node('a', 'note')],
    wires('start > pause', 'pause > a'),
  );
  const until = START + 600_000;

  it('sets an absolute timer and goes on when it rings', () => {
    const sim = new Simulation(plan).start();
    expect(sim.open).toEqual([{ type: 'timer', step: 'pause', until }]);
    expect(sim.bodies('step.waiting')).toEqual([{ type: 'step.waiting', until }]);
    sim.tell({ type: 'timer', step: 'pause', at: until });
    expect(sim.value('pause')).toEqual({ waitedUntil: '2026-01-01T00:10:00.000Z' });
    expect(sim.waitingFor('dispatch')).toEqual(['a']);
  });

  it('asks for the rest when the timer rings too early, and ignores one that rings twice', () => {
    const sim = new Simulation(plan).start().tell({ type: 'timer', step: 'pause', at: until - 1 });
    expect(sim.status('pause')).toBe('waiting');
    sim.tell({ type: 'timer', step: 'pause', at: until }).tell({ type: 'timer', step: 'pause', at: until + 1 });
    expect(sim.dispatched).toHaveLength(1);
  });

  it('until a moment in the past goes on at once', () => {
    const past = planOf(
      [start, node('pause', 'wait', { mode: 'until', until: '2025-12-31T23:00:00+01:00' })],
      wires('start > pause'),
    );
    expect(new Simulation(past).start().state.outcome?.status).toBe('done');
  });

  it('keeps its deadline over continue-as-new', () => {
    const sim = new Simulation(plan).start().continueAsNew();
    expect(sim.open).toEqual([{ type: 'timer', step: 'pause', until }]);
  });
});

describe('an approval step', () => {
  const plan = planOf(
    [
      start,
      node('ask', 'approval', { title: 'Send to {{ trigger.name }}?' }),
      node('yes', 'note'),
      node('no', 'note'),
      node('late', 'note'),
    ],
    wires('start > ask', 'ask:approve > yes', 'ask:deny > no', 'ask:expired > late'),
  );
  const trigger = inline(
    { name: 'Ana' },
    { rest: { integrity: 'untrusted', confidentiality: 'private', origins: ['hook'] } },
  );
  const waiting = () => new Simulation(plan, { trigger }).start().opened('ask', 'ap1');

  it('opens with its resolved texts and their labels, then is watched', () => {
    const sim = new Simulation(plan, { trigger }).start();
    expect(sim.open[0]).toMatchObject({
      type: 'openApproval',
      params: { title: 'Send to Ana?', expiresAfter: '24h' },
      labels: { title: { integrity: 'untrusted' }, message: { integrity: 'trusted' } },
    });
    sim.opened('ask', 'ap1');
    expect(sim.open).toEqual([{ type: 'watch', step: 'ask', approvalId: 'ap1', until: START + 1000 }]);
  });

  it('goes the way of the button, and what the person said is trusted', () => {
    const sim = waiting().decide('ask', 'deny', { reason: 'Not today' });
    expect([sim.status('yes'), sim.status('no'), sim.status('late')]).toEqual(['skipped', 'running', 'skipped']);
    expect(sim.value('ask')).toEqual({
      choice: 'deny',
      reason: 'Not today',
      by: 'Ana',
      at: '2026-01-01T00:00:00.000Z',
      answers: {},
    });
    expect(sim.state.steps.no?.scope.integrity).toBe('trusted');
    expect(sim.bodies('step.decided')).toEqual([
      { type: 'step.decided', approvalId: 'ap1', choice: 'deny', by: 'Ana', reason: 'Not today' },
    ]);
  });

  it('takes the first decision only', () => {
    const sim = waiting().decide('ask', 'approve');
    sim.tell({ type: 'decided', step: 'ask', at: 1, decision: { status: 'decided', choice: 'deny', by: 'Bo', at: 1 } });
    expect(sim.status('no')).toBe('skipped');
  });

  it('goes on at expired when nobody decides', () => {
    const sim = waiting();
    sim.tell({ type: 'decided', step: 'ask', at: 2, decision: { status: 'waiting' } });
    expect(sim.status('ask')).toBe('waiting');
    sim.tell({ type: 'decided', step: 'ask', at: 2, decision: { status: 'expired', at: 2 } });
    expect(sim.status('late')).toBe('running');
  });

  it('is opened again, or watched again, after continue-as-new', () => {
    const sim = new Simulation(plan, { trigger }).start().continueAsNew();
    expect(sim.waitingFor('openApproval')).toEqual(['ask']);
    sim.opened('ask', 'ap1').continueAsNew();
    expect(sim.open).toEqual([{ type: 'watch', step: 'ask', approvalId: 'ap1', until: START + 1000 }]);
  });
});

describe('the gate', () => {
  it('parks the step, and hands it out again with the approval', () => {
    const sim = new Simulation(send()).start().ask('mail', 'ap1');
    expect(sim.status('mail')).toBe('waiting');
    expect(sim.bodies('step.waiting')).toMatchObject([{ approvalId: 'ap1', reason: 'untrusted-target' }]);
    sim.decide('mail', 'approve');
    expect(sim.dispatched.map((call) => call.approvalId)).toEqual([undefined, 'ap1']);
    expect(sim.done('mail').state.outcome?.status).toBe('done');
  });

  it('may ask a second time, and an answer to the first question does not count for it', () => {
    const sim = new Simulation(send()).start().ask('mail', 'ap1').decide('mail', 'approve').ask('mail', 'ap2');
    sim.tell({
      type: 'decided',
      step: 'mail',
      at: 1,
      approvalId: 'ap1',
      decision: { status: 'decided', choice: 'approve', by: 'Ana', at: 1 },
    });
    expect(sim.status('mail')).toBe('waiting');
    expect(sim.decide('mail', 'approve', { approvalId: 'ap2' }).dispatched.at(-1)?.approvalId).toBe('ap2');
  });

  it('uses the edited copy of an approval', () => {
    const sim = new Simulation(send()).start().ask('mail', 'ap1').decide('mail', 'approve', { replacedBy: 'ap9' });
    expect(sim.dispatched.at(-1)?.approvalId).toBe('ap9');
  });

  it('denied or expired fails the step as Denied', () => {
    const denied = new Simulation(send()).start().ask('mail', 'ap1').decide('mail', 'deny', { reason: 'Wrong person' });
    expect(denied.state.outcome?.error).toMatchObject({ type: 'Denied', message: 'Ana said no: Wrong person.' });
    const late = new Simulation(send({ onError: 'continue' })).start().ask('mail', 'ap1');
    late.tell({ type: 'decided', step: 'mail', at: 1, decision: { status: 'expired', at: 1 } });
    expect(late.state.steps.mail?.error?.type).toBe('Denied');
    expect(late.state.outcome?.status).toBe('done');
  });

  it('with an unknown outcome: run again is a new generation, stop ends the run', () => {
    const again = new Simulation(send()).start().ask('mail', 'ap1').decide('mail', 'again');
    expect(again.dispatched.map((call) => call.generation)).toEqual([0, 1]);
    const happened = new Simulation(send()).start().ask('mail', 'ap1').decide('mail', 'happened');
    expect(happened.dispatched.map((call) => call.generation)).toEqual([0, 0]);
    const stopped = new Simulation(send()).start().ask('mail', 'ap1').decide('mail', 'stop');
    expect(stopped.state.outcome?.status).toBe('stopped');
  });

  it('keeps approval and generation over continue-as-new', () => {
    const sim = new Simulation(send()).start().ask('mail', 'ap1').continueAsNew();
    expect(sim.open).toMatchObject([{ type: 'watch', approvalId: 'ap1' }]);
    sim.decide('mail', 'again').continueAsNew();
    expect(sim.dispatched.at(-1)).toMatchObject({ approvalId: 'ap1', generation: 1 });
  });
});

describe('what takes JSONata or a stored blob', () => {
  const blob = {
    kind: 'blob' as const,
    blob: { ref: 'b1', size: 90_000, contentType: 'application/json', preview: '' },
    labels: { rest: { integrity: 'untrusted' as const, confidentiality: 'private' as const, origins: ['hook'] } },
  };

  it('is evaluated by the driver, and the labels are our own', () => {
    const plan = planOf(
      [start, node('a', 'set', { fields: { up: '{{ $uppercase(trigger.x) }}', plain: 'p' } })],
      wires('start > a'),
    );
    const sim = new Simulation(plan, { trigger: blob }).start();
    const [command] = sim.open;
    expect(command).toMatchObject({
      type: 'evaluate',
      params: {},
      output: { kind: 'object' },
      call: { values: { 'trigger.x': { stored: blob, reference: { path: ['x'] } } } },
    });
    sim.tell({ type: 'evaluated', step: 'a', at: 1, params: {}, output: inline({ up: 'X', plain: 'p' }) });
    expect(sim.state.steps.a?.output).toMatchObject({
      value: { up: 'X' },
      labels: { fields: { up: { integrity: 'untrusted' }, plain: { integrity: 'trusted' } } },
    });
    expect(sim.bodies('step.input')).toMatchObject([
      {
        input: {
          value: { fields: { up: 'X', plain: 'p' } },
          labels: { fields: { fields: { integrity: 'untrusted' } } },
        },
      },
    ]);
  });

  it('shows the text it wrote among its input, but no value that went to the store', () => {
    const plan = planOf([start, node('a', 'template', { text: '{{ $uppercase(trigger.x) }}' })], wires('start > a'));
    const short = new Simulation(plan, { trigger: inline({ x: 'y' }) }).start();
    short.tell({ type: 'evaluated', step: 'a', at: 1, params: {}, output: inline({ text: 'Y' }) });
    expect(short.bodies('step.input')).toMatchObject([{ input: { value: { text: 'Y' } } }]);

    const long = new Simulation(plan, { trigger: blob }).start();
    long.tell({ type: 'evaluated', step: 'a', at: 1, params: {}, output: blob });
    expect(long.bodies('step.input')).toEqual([]);
    expect(long.status('a')).toBe('done');
  });

  it('decides a branch with values that the driver found', () => {
    const plan = planOf(
      [
        start,
        node('check', 'if', { rows: [{ left: '{{ $count(trigger.list) }}', operator: 'greater', right: 2 }] }),
        node('a', 'note'),
      ],
      wires('start > check', 'check:true > a'),
    );
    const sim = new Simulation(plan, { trigger: inline({ list: [1, 2, 3] }) }).start();
    sim.tell({
      type: 'evaluated',
      step: 'check',
      at: 1,
      params: { match: 'all', rows: [{ left: 3, operator: 'greater', right: 2 }] },
    });
    expect(sim.waitingFor('dispatch')).toEqual(['a']);
  });

  it('that fails is a failed step, and is asked for again after continue-as-new', () => {
    const plan = planOf([start, node('a', 'template', { text: '{{ $uppercase(trigger.x) }}' })], wires('start > a'));
    const sim = new Simulation(plan, { trigger: inline({ x: 1 }) }).start().continueAsNew();
    expect(sim.waitingFor('evaluate')).toEqual(['a']);
    expect(sim.fail('a', { type: 'TooSlow', message: 'It took too long.' }).state.outcome?.error?.type).toBe('TooSlow');
  });

  it('a value that outgrows the state is made and stored by the driver', () => {
    const plan = planOf(
      [start, node('a', 'set', { fields: { twice: '{{ trigger.t }}{{ trigger.t }}' } })],
      wires('start > a'),
    );
    const sim = new Simulation(plan, { trigger: inline({ t: 'x'.repeat(5000) }) }).start();
    expect(sim.waitingFor('evaluate')).toEqual(['a']);
  });
});
