/** What the drawing says of labels is never less than what a run carries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EngineCommand } from '#lib/engine/types.ts';
import { joinLabels, TRUSTED, uniform, untrusted, wholeLabel, type Label } from '#lib/label.ts';
import type { Flow } from '#lib/flow.ts';
import type { Plan } from '#lib/plan.ts';
import { compile } from '#nodes/compile.ts';
import { action, trigger, type Catalogue } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import { staticLabels } from '#nodes/lint/static-labels.ts';
import { referencesIn } from '#lib/params.ts';
import { driveLabels, randomLabels } from '#test/lib/support/random-labels.ts';
import { randomRun, type RandomRun } from '#test/lib/support/random-plan.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';
import { draw } from '#test/support/draw.ts';

const any = z.object({});
const common = { title: 'Work', help: '', icon: 'cog', group: 'Data', version: 1, input: any, output: any } as const;

/** Random plans know two types; whether work is done outside, and who starts it, is drawn by lot. */
function world(reads: 'untrusted' | 'join', starts: 'untrusted' | 'trusted'): Catalogue {
  return {
    work: action({ ...common, tier: 'activity', risk: 'read', repeat: 'safe', timeout: '1m', reads }),
    manual: trigger({ ...common, reads: starts }),
  };
}

function isBelow(low: Label, high: Label): boolean {
  const both = joinLabels(low, high);
  return both.integrity === high.integrity && both.confidentiality === high.confidentiality;
}

type Way = { reads: 'untrusted' | 'join'; starts: 'untrusted' | 'trusted' };

function drive(run: RandomRun, { reads, starts }: Way): Simulation {
  const label = starts === 'trusted' ? TRUSTED : untrusted('trigger:start');
  const sim = new Simulation(run.plan, { triggerId: 'start', trigger: inline({}, uniform(label)) }).start();
  for (let turn = 0; sim.open.length > 0 && turn < 200; turn += 1) {
    const command = sim.open[(run.picks[turn % run.picks.length] ?? 0) % sim.open.length] as EngineCommand;
    if (command.type === 'timer') {
      sim.open.splice(sim.open.indexOf(command), 1);
      sim.tell({ type: 'timer', step: command.step, at: command.until });
    } else if (command.type === 'dispatch') {
      const { scope, values } = command.call;
      const given = joinLabels(scope, ...Object.values(values).map(({ stored }) => wholeLabel(stored.labels)));
      const labels = uniform(reads === 'join' ? given : joinLabels(given, untrusted(`work:steps.${command.step}`)));
      if (run.world[command.step]?.outcome === 'fail') sim.fail(command.step);
      else sim.done(command.step, { from: command.step }, { labels });
    } else throw new Error(`nobody expected ${command.type}`);
  }
  return sim;
}

function compiled(flow: Flow): Plan {
  const made = compile(flow, catalogue);
  if (!('plan' in made)) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  return made.plan;
}

const way = fc.record({
  reads: fc.constantFrom('untrusted' as const, 'join' as const),
  starts: fc.constantFrom('untrusted' as const, 'trusted' as const),
});

describe('over random graphs', () => {
  it('no value and no decision of a run is labelled above what the drawing says', () => {
    fc.assert(
      fc.property(randomRun, way, (run, how) => {
        const known = staticLabels(run.plan, 'start', { catalogue: world(how.reads, how.starts) });
        for (const [id, at] of Object.entries(drive(run, how).allSteps())) {
          if (at.status === 'skipped' && !known.reached.has(id)) continue;
          const ran = at.status !== 'skipped' || run.plan.steps[id]?.disabled === true;
          expect(isBelow(at.scope, ran ? known.scope(id) : known.fate(id)), `scope of ${id}`).toBe(true);
          const output = at.output && wholeLabel(at.output.labels);
          if (output) expect(isBelow(output, wholeLabel(known.output(id))), `output of ${id}`).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('over random loops and calls', () => {
  const works = action({
    ...common,
    output: z.object({ value: z.string() }),
    input: z.object({ fields: z.record(z.string(), z.unknown()) }),
    tier: 'activity',
    risk: 'read',
    repeat: 'safe',
    timeout: '1m',
    reads: 'untrusted',
  });
  it.each(['untrusted', 'join'] as const)(
    'what %s steps are given and give is labelled as the drawing says',
    (reads) => {
      const types = { ...catalogue, work: { ...works, reads } };
      fc.assert(
        fc.property(
          randomLabels(types),
          fc.constantFrom(undefined, 'data' as const, 'branch' as const),
          (run, called) => {
            const known = staticLabels(run.plan, 'start', { catalogue: types, ...(called ? { called } : {}) });
            const theirs = untrusted('trigger:start');
            const from = { start: called ? theirs : TRUSTED, ...(called === 'branch' ? { scope: theirs } : {}), reads };
            const sim = driveLabels(run, from, ({ stepId, scope, values }) => {
              const step = run.plan.steps[stepId];
              if (!step) throw new Error(stepId);
              const given = joinLabels(...Object.values(values).map(({ stored }) => wholeLabel(stored.labels)));
              const said = Object.values(step.params)
                .flatMap(referencesIn)
                .map((one) => known.reference(step, one));
              expect(isBelow(scope, known.scope(stepId)), `scope of ${stepId}`).toBe(true);
              expect(isBelow(given, joinLabels(...said)), `input of ${stepId}`).toBe(true);
            });
            for (const { stepId, body } of sim.events) {
              if (body.type !== 'step.done') continue;
              const { labels } = body.output;
              expect(isBelow(wholeLabel(labels), wholeLabel(known.output(stepId))), `output of ${stepId}`).toBe(true);
            }
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});

describe('drawn flows', () => {
  it('what a stranger sent taints what is made of it, and nothing else', () => {
    const plan = compiled(
      draw({
        name: 'Two values',
        nodes: {
          hook: ['webhook'],
          both: ['set', { fields: { mine: 'drawn', theirs: '{{ trigger.body.name }}' } }],
          mine: ['template', { text: '{{ steps.both.mine }}' }],
          theirs: ['template', { text: '{{ steps.both.theirs }}' }],
        },
        wires: ['hook > both', 'both > mine', 'both > theirs'],
      }),
    );
    const { output, scope } = staticLabels(plan, 'hook', { catalogue });
    expect(wholeLabel(output('mine')).integrity).toBe('trusted');
    expect(wholeLabel(output('theirs'))).toEqual(untrusted('trigger:hook'));
    expect(scope('theirs')).toEqual(TRUSTED);
  });

  it('what was checked is as good as what lays down what may pass', () => {
    const check = (choice: string) => ({ value: '{{ trigger.body.to }}', choices: [choice] });
    const plan = compiled(
      draw({
        name: 'Checked',
        nodes: {
          hook: ['webhook'],
          mine: ['value.check', check('anna')],
          theirs: ['value.check', check('{{ trigger.body.ok }}')],
        },
        wires: ['hook > mine', 'hook > theirs'],
      }),
    );
    const { output } = staticLabels(plan, 'hook', { catalogue });
    expect(wholeLabel(output('mine'))).toEqual({ ...untrusted('trigger:hook'), integrity: 'trusted' });
    expect(wholeLabel(output('theirs'))).toEqual(untrusted('trigger:hook'));
  });

  it('a choice made by a stranger taints what it guards, also after the branches join again', () => {
    const plan = compiled(
      draw({
        name: 'A choice',
        nodes: {
          hook: ['webhook'],
          asked: ['if', { rows: [{ left: '{{ trigger.body.pay }}', operator: 'isTrue' }] }],
          yes: ['set', { fields: { answer: 'yes' } }],
          no: ['set', { fields: { answer: 'no' } }],
          after: ['set', { fields: { answer: '{{ steps.yes.answer ?? "none" }}' } }],
        },
        wires: ['hook > asked', 'asked.true > yes', 'asked.false > no', 'yes > after', 'no > after'],
      }),
    );
    const { output, scope } = staticLabels(plan, 'hook', { catalogue });
    expect(scope('yes').integrity).toBe('untrusted');
    expect(scope('after').integrity).toBe('untrusted');
    expect(wholeLabel(output('after')).origins).toEqual(['trigger:hook']);
  });

  it('each trigger is followed for itself', () => {
    const plan = compiled(
      draw({
        name: 'Two ways in',
        nodes: {
          hook: ['webhook'],
          hand: ['manual'],
          said: ['set', { fields: { said: '{{ trigger.text ?? "" }}' } }],
        },
        wires: ['hook > said', 'hand > said'],
      }),
    );
    expect(wholeLabel(staticLabels(plan, 'hook', { catalogue }).output('said')).integrity).toBe('untrusted');
    expect(wholeLabel(staticLabels(plan, 'hand', { catalogue }).output('said')).integrity).toBe('trusted');
  });

  it('a loop over what came from outside runs its body because of it, and what it gives is no better', () => {
    const plan = compiled(
      draw({
        name: 'A loop',
        nodes: {
          hand: ['manual'],
          page: ['http.request', { url: 'https://example.org' }],
          each: ['forEach', { items: '{{ steps.page.body }}' }],
          inside: ['set', { fields: { drawn: 'yes' } }],
          last: ['set', { fields: { count: '{{ steps.each.count }}' } }],
        },
        wires: ['hand > page', 'page > each', 'each.each > inside', 'inside > each', 'each.done > last'],
      }),
    );
    const { output, scope } = staticLabels(plan, 'hand', { catalogue });
    expect(scope('inside').integrity).toBe('untrusted');
    expect(wholeLabel(output('last')).integrity).toBe('untrusted');
    expect(scope('last').integrity).toBe('trusted');
  });
});
