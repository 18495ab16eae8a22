import { describe, expect, it } from 'vitest';
import type { Label } from '#lib/label.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

const hook: Label = { integrity: 'untrusted', confidentiality: 'private', origins: ['webhook:hook'] };
const clean: Label = { integrity: 'trusted', confidentiality: 'public', origins: [] };
const trigger = inline({ who: 'a@b.c', ok: true }, { rest: hook, fields: { ok: clean } });
const start = node('start', 'manual');

function scopeOf(sim: Simulation, id: string): Label['integrity'] | undefined {
  return sim.state.steps[id]?.scope.integrity;
}

describe('labels', () => {
  it('stay with each field of a set', () => {
    const sim = new Simulation(
      planOf(
        [start, node('a', 'set', { fields: { to: '{{ trigger.who }}', ok: '{{ trigger.ok }}', by: 'me' } })],
        wires('start > a'),
      ),
      { trigger },
    ).start();
    expect(sim.state.steps.a?.output?.labels).toEqual({ rest: clean, fields: { to: hook, ok: clean, by: clean } });
  });

  it('go over to the activity with the narrowed value', () => {
    const plan = planOf(
      [start, node('a', 'note', { value: ['{{ trigger.who }}', '{{ trigger.ok }}', '{{ trigger }}'] })],
      wires('start > a'),
    );
    const values = new Simulation(plan, { trigger }).start().dispatched[0]?.values ?? {};
    expect(values['trigger.who']).toEqual({
      reference: { root: 'trigger', path: [] },
      stored: { kind: 'inline', value: 'a@b.c', labels: { rest: hook } },
    });
    expect(values['trigger.ok']?.stored.labels).toEqual({ rest: clean });
    expect(values.trigger?.stored.labels).toEqual({ rest: hook, fields: { ok: clean } });
  });

  it('a branch decided by an untrusted value taints all that it guards, past the join', () => {
    const nodes = [
      start,
      node('check', 'if', { rows: [{ left: '{{ trigger.who }}', operator: 'exists' }] }),
      node('a', 'note'),
      node('end', 'note'),
    ];
    const sim = new Simulation(
      planOf(nodes, wires('start > check', 'check:true > a', 'a > end', 'check:false > end')),
      { trigger },
    )
      .start()
      .done('a');
    expect([scopeOf(sim, 'check'), scopeOf(sim, 'a'), scopeOf(sim, 'end')]).toEqual([
      'trusted',
      'untrusted',
      'untrusted',
    ]);
    expect(sim.dispatched.map((call) => call.scope.origins)).toEqual([['webhook:hook'], ['webhook:hook']]);
  });

  it('a branch decided by a trusted value taints nothing', () => {
    const nodes = [
      start,
      node('check', 'if', { rows: [{ left: '{{ trigger.ok }}', operator: 'isTrue' }] }),
      node('a', 'note'),
    ];
    expect(
      scopeOf(new Simulation(planOf(nodes, wires('start > check', 'check:true > a')), { trigger }).start(), 'a'),
    ).toBe('trusted');
  });

  it('a step beside a tainted branch stays clean, but what it reads out of the branch does not', () => {
    const nodes = [
      start,
      node('check', 'if', { rows: [{ left: '{{ trigger.who }}', operator: 'exists' }] }),
      node('pick', 'set', { fields: { to: 'drawn@example.org' } }),
      node('end', 'note', { value: '{{ steps.pick.to ?? "other@example.org" }}' }),
    ];
    const edges = wires('start > check', 'check:false > pick', 'pick > end', 'start > end');
    const sim = new Simulation(planOf(nodes, edges), { trigger }).start();
    expect(sim.status('pick')).toBe('skipped');
    expect(scopeOf(sim, 'end')).toBe('trusted');
    // That the step was skipped was somebody else's choice, and so is the address.
    expect(sim.dispatched[0]?.values['steps.pick.to']?.stored.labels.rest.integrity).toBe('untrusted');
  });

  it('an error branch carries the labels of what the failed step read', () => {
    const plan = (value: string) =>
      planOf(
        [start, node('a', 'note', { value }, { settings: { onError: 'branch' } }), node('b', 'note')],
        wires('start > a', 'a:error > b'),
      );
    expect(scopeOf(new Simulation(plan('{{ trigger.who }}'), { trigger }).start().fail('a'), 'b')).toBe('untrusted');
    const sim = new Simulation(plan('drawn'), { trigger }).start().fail('a');
    expect(scopeOf(sim, 'b')).toBe('trusted');
    // The words of the error are the service's own.
    expect(sim.state.steps.a?.output?.labels.rest.integrity).toBe('untrusted');
  });

  it('a port that an activity chose carries the labels of its output', () => {
    const sim = new Simulation(
      planOf([start, node('a', 'note'), node('b', 'note')], wires('start > a', 'a > b')),
    ).start();
    sim.done('a', {}, { port: 'out', labels: { rest: hook } });
    expect(scopeOf(sim, 'b')).toBe('untrusted');
  });
});
