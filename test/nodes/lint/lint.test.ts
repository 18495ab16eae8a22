/** What the lint says of drawings, and that it never says less than the gate would. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EngineCommand } from '#lib/engine/types.ts';
import type { Flow } from '#lib/flow.ts';
import { joinLabels, TRUSTED, uniform, untrusted, wholeLabel } from '#lib/label.ts';
import { decide, DEFAULT_POLICY, type GateAction, type GateField } from '#lib/policy.ts';
import { compile } from '#nodes/compile.ts';
import { action, trigger, type Catalogue, type FieldRole } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { lint } from '#nodes/lint/lint.ts';
import { driveLabels, randomLabels } from '#test/lib/support/random-labels.ts';
import { randomRun, type RandomRun } from '#test/lib/support/random-plan.ts';
import { inline, RUN, Simulation } from '#test/lib/support/simulation.ts';
import { draw } from '#test/support/draw.ts';

const FACTS = { flowId: RUN.flowId, isListed: () => false, policy: DEFAULT_POLICY };
const common = { title: 'Work', help: '', icon: 'cog', group: 'Data', version: 1, output: z.object({}) } as const;

function findings(flow: Flow, listed: string[] = []): Finding[] {
  const made = compile(flow, catalogue);
  if (!('plan' in made)) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  return lint(made.plan, { ...FACTS, catalogue, isListed: (_kind, id) => listed.includes(id) });
}

/** Of one step only. */
const about = (flow: Flow, node: string) => findings(flow).filter((one) => one.node === node);

const mail = { subject: 'Hello', text: 'Somebody wrote: {{ trigger.body ?? "nothing" }}' };

describe('a drawing', () => {
  it('that only reads and sends to whom its author named is held up nowhere', () => {
    const flow = draw({
      name: 'Forward',
      nodes: { hand: ['manual'], tell: ['mail.send', { to: 'me@example.org', ...mail }, { connection: 'c' }] },
      wires: ['hand > tell'],
    });
    expect(findings(flow)).toEqual([]);
  });

  it('that lets a stranger choose who is written to, with private words, has a way out', () => {
    const flow = draw({
      name: 'Answer',
      nodes: {
        hook: ['webhook'],
        tidy: ['set', { fields: { to: '{{ trigger.body.from }}' } }],
        tell: ['mail.send', { to: '{{ steps.tidy.to }}', ...mail }, { connection: 'c' }],
      },
      wires: ['hook > tidy', 'tidy > tell'],
    });
    expect(about(flow, 'tell')).toMatchObject([
      {
        rule: 'private-way-out',
        severity: 'error',
        trigger: 'hook',
        field: 'to',
        way: ['hook', 'tidy', 'tell'],
        mends: [
          { kind: 'fill', field: 'to' },
          { kind: 'endorse', field: 'to' },
          { kind: 'check', field: 'to' },
          { kind: 'ask' },
        ],
      },
    ]);
  });

  const chosen = (wires: string[]) =>
    about(
      draw({
        name: 'Chosen',
        nodes: {
          hook: ['webhook'],
          wanted: ['if', { rows: [{ left: '{{ trigger.body.want }}', operator: 'isTrue' }] }],
          ask: ['approval', { title: 'Write?' }],
          tell: ['mail.send', { to: 'me@example.org', subject: 'Hello', text: 'You are wanted.' }, { connection: 'c' }],
        },
        wires,
      }),
      'tell',
    );

  it('in which a stranger chooses that something happens says so, and what asks on every way before it', () => {
    expect(chosen(['hook > wanted', 'wanted.true > tell'])).toMatchObject([
      { rule: 'unguarded', severity: 'warning', mends: [{ kind: 'ask' }] },
    ]);
    expect(chosen(['hook > wanted', 'wanted.true > ask', 'ask.approve > tell'])).toMatchObject([
      { rule: 'guarded', severity: 'note' },
    ]);
    const around = chosen(['hook > wanted', 'wanted.true > ask', 'ask.approve > tell', 'wanted.false > tell']);
    expect(around).toMatchObject([{ rule: 'unguarded' }]);
    const expired = chosen(['hook > wanted', 'wanted.true > ask', 'ask.expired > tell']);
    expect(expired).toMatchObject([{ rule: 'unguarded' }]);
  });

  it('that a list of the owner covers has no finding for its target', () => {
    const flow = draw({
      name: 'Post',
      nodes: {
        hand: ['manual'],
        page: ['http.request', { url: 'https://example.org' }],
        post: ['http.request', { method: 'POST', url: 'https://api.example.org/x', body: '{{ steps.page.body }}' }],
      },
      wires: ['hand > page', 'page > post'],
    });
    expect(findings(flow, ['api.example.org'])).toEqual([]);
  });
});

/** Random plans in which all work reaches others, and its one field means what is drawn by lot. */
function world(role: FieldRole, starts: 'untrusted' | 'trusted'): Catalogue {
  return {
    work: action({
      ...common,
      input: z.object({ fields: z.record(z.string(), z.unknown()).meta({ role }) }),
      tier: 'activity',
      risk: 'send',
      repeat: 'safe',
      timeout: '1m',
      reads: 'untrusted',
    }),
    manual: trigger({ ...common, input: z.object({}), reads: starts }),
  };
}

type Way = { role: FieldRole; starts: 'untrusted' | 'trusted' };

/** Runs it as if everything were allowed, and gives the steps that the gate would have stopped. */
function stopped(run: RandomRun, { role, starts }: Way): string[] {
  const label = starts === 'trusted' ? TRUSTED : untrusted('trigger:start');
  const sim = new Simulation(run.plan, { triggerId: 'start', trigger: inline({}, uniform(label)) }).start();
  const found: string[] = [];
  for (let turn = 0; sim.open.length > 0 && turn < 200; turn += 1) {
    const command = sim.open[(run.picks[turn % run.picks.length] ?? 0) % sim.open.length] as EngineCommand;
    if (command.type === 'timer') {
      sim.open.splice(sim.open.indexOf(command), 1);
      sim.tell({ type: 'timer', step: command.step, at: command.until });
    } else if (command.type === 'dispatch') {
      const { scope, values } = command.call;
      const given = joinLabels(scope, ...Object.values(values).map(({ stored }) => wholeLabel(stored.labels)));
      const literal = Object.keys(values).length === 0;
      const field: GateField = { field: 'fields', title: 'fields', role, label: given, literal };
      const about = { tool: 'work', title: 'Work', risk: 'send', flowId: RUN.flowId, connectionId: null } as const;
      const asked: GateAction = {
        ...about,
        fields: [field],
        scope,
        target: null,
        targetListed: false,
        newTarget: true,
      };
      if (decide(asked, DEFAULT_POLICY).outcome !== 'allow') found.push(command.step);
      if (run.world[command.step]?.outcome === 'fail') sim.fail(command.step);
      else sim.done(command.step, {}, { labels: uniform(joinLabels(given, untrusted(`work:steps.${command.step}`))) });
    } else throw new Error(`nobody expected ${command.type}`);
  }
  return found;
}

it('over random graphs, whatever the gate would stop has a finding', () => {
  const way = fc.record({
    role: fc.constantFrom<FieldRole>('target', 'content', 'amount', 'control'),
    starts: fc.constantFrom('untrusted' as const, 'trusted' as const),
  });
  fc.assert(
    fc.property(randomRun, way, (run, how) => {
      const told = lint(run.plan, { ...FACTS, catalogue: world(how.role, how.starts) });
      const nodes = told.filter((one) => one.trigger === 'start').map(({ node }) => node);
      for (const step of stopped(run, how)) expect(nodes, step).toContain(step);
    }),
    { numRuns: 400 },
  );
});

type Start = [type: string, from: { data?: true; branch?: true }];
const STARTS: Record<string, Start> = {
  'by hand': ['manual', {}],
  'with data of a token': ['manual', { data: true }],
  'by a flow, on a branch of its own': ['flow.called', { data: true, branch: true }],
  'by a stranger': ['hook', { data: true }],
};

it.each(Object.entries(STARTS))('over random loops and calls, started %s, too', (_how, [start, { data, branch }]) => {
  const theirs = untrusted('trigger:start');
  const from = { start: data ? theirs : TRUSTED, ...(branch ? { scope: theirs } : {}), reads: 'join' as const };
  const role = fc.constantFrom<FieldRole>('target', 'content', 'amount', 'control');
  const types = (one: FieldRole): Catalogue => {
    const { work } = world(one, 'trusted');
    const hook = trigger({
      ...common,
      input: z.object({}),
      reads: 'untrusted',
      output: z.object({ text: z.string() }),
    });
    return {
      ...catalogue,
      work: { ...work, reads: 'join', output: z.object({ value: z.string() }) },
      hook,
    } as Catalogue;
  };
  const drawings = role.chain((one) => randomLabels(types(one), start).map((run) => ({ run, one })));
  fc.assert(
    fc.property(drawings, ({ run, one }) => {
      const nodes = lint(run.plan, { ...FACTS, catalogue: types(one) }).map(({ node }) => node);
      driveLabels(run, from, ({ stepId, scope, values }) => {
        if (run.plan.steps[stepId]?.type !== 'work') return;
        const given = joinLabels(scope, ...Object.values(values).map(({ stored }) => wholeLabel(stored.labels)));
        const field = {
          field: 'fields',
          title: 'fields',
          role: one,
          label: given,
          literal: Object.keys(values).length === 0,
        };
        const about = { tool: 'work', title: 'Work', risk: 'send', flowId: RUN.flowId, connectionId: null } as const;
        const asked: GateAction = {
          ...about,
          fields: [field],
          scope,
          target: null,
          targetListed: false,
          newTarget: true,
        };
        if (decide(asked, DEFAULT_POLICY).outcome !== 'allow') expect(nodes, stepId).toContain(stepId);
      });
    }),
    { numRuns: 60 },
  );
});
