import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ActivityContext, Implementation } from '#activities/context.ts';
import { wrap } from '#activities/wrapper.ts';
import { referenceKey, type ActivityCall, type ActivityResult } from '#lib/call.ts';
import { Invalid, Unreachable } from '#lib/errors.ts';
import { TRUSTED, uniform, untrusted } from '#lib/label.ts';
import type { Param, Plan, PlanStep, Reference } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { action, type ActionSpec } from '#nodes/define.ts';
import { createFlow } from '#platform/flows.ts';
import { storePlan } from '#platform/plans.ts';
import { runEvents } from '#platform/run-events.ts';
import { setStop, releaseStop } from '#platform/stop.ts';
import { closeDb, db } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';

const spec = (more: Partial<ActionSpec> = {}): ActionSpec => ({
  ...action({
    title: 'Send a note',
    help: '',
    icon: 'send',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: 'send',
    repeat: 'never',
    timeout: '5s',
    reads: 'untrusted',
    input: z.object({
      to: z.string().min(3).meta({ title: 'To', role: 'target' }),
      text: z.string().default('hello').meta({ title: 'Text', role: 'content' }),
      times: z.number().int().max(3).default(1).meta({ title: 'Times', role: 'amount' }),
    }),
    output: z.object({ sent: z.boolean() }),
  }),
  ...more,
});

const reference: Reference = { root: 'trigger', path: ['word'] };
const fromTrigger: Param = { kind: 'reference', reference };
const literal = (value: Json): Param => ({ kind: 'literal', value });

let run: { runId: string; flowId: string };

/** A run of one step of a made-up type, and its activity. */
async function given(
  options: {
    params?: Record<string, Param>;
    word?: Json;
    step?: Partial<PlanStep>;
    spec?: Partial<ActionSpec>;
    implementation?: Implementation;
    call?: Partial<ActivityCall>;
  } = {},
) {
  const step: PlanStep = {
    ...{ id: 'send', type: 'note.send', version: 1, name: 'Send', tier: 'activity', repeat: 'never' },
    params: options.params ?? { to: literal('anna') },
    retry: { attempts: 3, backoffMs: 100, factor: 2, maxBackoffMs: 1000 },
    ...{ timeoutMs: 5000, onError: 'fail', disabled: false, join: { mode: 'all' }, ports: ['out'] },
    ...options.step,
  };
  const plan: Plan = {
    ...{ format: 'hearth.plan/1', name: 'Notes', triggers: {}, edges: [], order: ['send'] },
    steps: { send: step },
  };
  const planHash = await storePlan(plan);
  const { runId, flowId } = run;
  await db().run.update({ where: { id: runId }, data: { planHash } });
  const label = untrusted('webhook:test');
  const call: ActivityCall = {
    run: { runId, rootRunId: runId, flowId, versionId: 'v1', planHash },
    ...{ stepId: 'send', type: 'note.send', iteration: '', generation: 0, scope: TRUSTED },
    values: {
      [referenceKey(reference)]: {
        reference: { ...reference, path: [] },
        stored: { kind: 'inline', value: options.word ?? 'word', labels: uniform(label) },
      },
    },
    ...options.call,
  };
  const seen: { input: unknown; context: ActivityContext }[] = [];
  const implementation: Implementation = async (input, context) => {
    seen.push({ input, context });
    return options.implementation ? options.implementation(input, context) : { sent: true };
  };
  const activity = wrap({ type: 'note.send', spec: spec(options.spec), implementation });
  const perform = (attempt = 1): Promise<ActivityResult> =>
    new MockActivityEnvironment({ attempt, retryPolicy: { maximumAttempts: 3 } }).run(activity, call, {
      events: [],
      attemptsBefore: 0,
    });
  return { perform, seen, call };
}

async function bodies() {
  return (await runEvents({ runId: run.runId })).map((event) => event.body);
}

async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const failure: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof ApplicationFailure)) throw new Error(`No failure, but ${String(failure)}`);
  return failure;
}

beforeEach(async () => {
  const { id: flowId } = await createFlow({ flow: draw({ nodes: { start: ['manual'] }, wires: [] }) });
  const runId = randomUUID();
  const row = { versionId: 'v1', planHash: '', triggerId: 'start', mode: 'test', status: 'queued', input: '{}' };
  await db().run.create({ data: { id: runId, flowId, rootRunId: runId, ...row } });
  run = { runId, flowId };
});

afterAll(closeDb);

describe('the wrapper', () => {
  it('gives the implementation its input with defaults, and the log what happened', async () => {
    const { perform, seen } = await given();
    const result = await perform();
    expect(result).toMatchObject({ kind: 'done', output: { kind: 'inline', value: { sent: true } } });
    expect(seen[0]?.input).toEqual({ to: 'anna', text: 'hello', times: 1 });
    expect((await bodies()).map((body) => body.type)).toEqual(['step.started', 'step.input', 'step.done']);
  });

  it('labels each field by what it refers to, and the output by what was read', async () => {
    const { perform, seen } = await given({ params: { to: literal('anna'), text: fromTrigger } });
    const result = await perform();
    expect(seen[0]?.context.inputLabels.to).toEqual(TRUSTED);
    expect(seen[0]?.context.inputLabels.text).toMatchObject({ integrity: 'untrusted', origins: ['webhook:test'] });
    const origins = result.kind === 'done' ? result.output.labels.rest.origins : [];
    expect(origins).toEqual(['note.send:steps.send', 'webhook:test']);
  });

  it('lists every field that does not fit, and does nothing', async () => {
    const { perform, seen } = await given({ params: { to: literal('x'), times: literal(9) } });
    const failure = await failureOf(perform());
    expect(failure).toMatchObject({ type: 'Invalid', nonRetryable: true });
    expect(failure.message).toMatch(/to: .*times: /);
    expect(seen).toHaveLength(0);
  });

  it('asks when an untrusted value would choose the target', async () => {
    const { perform, seen } = await given({ params: { to: fromTrigger } });
    const result = await perform();
    expect(result).toMatchObject({ kind: 'ask', reason: 'untrusted-target' });
    expect(seen).toHaveLength(0);
    expect((await bodies()).at(-1)).toMatchObject({
      type: 'step.input',
      decision: { outcome: 'ask', rule: 'untrusted-target' },
    });
  });

  it('asks when an untrusted value decided that the step runs', async () => {
    const { perform } = await given({ call: { scope: untrusted('webhook:test') } });
    expect(await perform()).toMatchObject({ kind: 'ask' });
  });

  it('refuses by name while everything is stopped', async () => {
    await setStop('global', 'system', 'Fire drill');
    const { perform, seen } = await given();
    const failure = await failureOf(perform());
    await releaseStop('global', 'system');
    expect(failure).toMatchObject({ type: 'Stopped', nonRetryable: true });
    expect(failure.message).toContain('Fire drill');
    expect(seen).toHaveLength(0);
  });

  it('gives back the stored result when the effect was done and only its answer was lost', async () => {
    const { perform, seen } = await given();
    const first = await perform();
    expect(await perform(2)).toEqual(first);
    expect(seen).toHaveLength(1);
  });

  it('asks a person when a step that must not happen twice was begun and never ended', async () => {
    const { perform, seen, call } = await given({
      implementation: () => Promise.reject(new Unreachable('The line is dead.')),
    });
    expect(await perform()).toMatchObject({ kind: 'ask', reason: 'outcome-unknown' });
    expect(seen).toHaveLength(1);
    const rows = await db().approval.findMany({ where: { runId: call.run.runId } });
    expect(rows).toMatchObject([{ kind: 'outcome', status: 'waiting' }]);
  });

  it('tries again what may be repeated, and says when', async () => {
    const repeatable = { repeat: 'safe' } as const;
    const { perform } = await given({
      spec: repeatable,
      step: repeatable,
      implementation: () => Promise.reject(new Unreachable('Busy.', { retryAfterMs: 250 })),
    });
    const failure = await failureOf(perform());
    expect(failure).toMatchObject({ type: 'Unreachable', nonRetryable: false });
    expect((await bodies()).at(-1)).toMatchObject({ type: 'step.retrying', attempt: 1, attempts: 3 });
    expect(await failureOf(perform(3))).toMatchObject({ type: 'Unreachable', nonRetryable: true });
  });

  it('ends a step at its time limit even when the implementation does not listen', async () => {
    const { perform } = await given({
      spec: { repeat: 'safe' },
      step: { repeat: 'safe', timeoutMs: 50 },
      implementation: () => new Promise(() => {}),
    });
    expect(await failureOf(perform(3))).toMatchObject({ type: 'Timeout' });
  });

  it('does not report what is too large to keep as not done', async () => {
    const { perform, seen } = await given({
      implementation: () => Promise.resolve({ sent: 'x'.repeat(51 * 1024 * 1024) } as never),
    });
    expect(await failureOf(perform())).toMatchObject({ type: 'OutputTooLarge', nonRetryable: true });
    const effects = await db().effect.findMany({ where: { runId: run.runId } });
    expect(effects).toMatchObject([{ status: 'done' }]);
    expect(seen).toHaveLength(1);
  });

  it('passes a mistake of the implementation on by name', async () => {
    const { perform } = await given({ implementation: () => Promise.reject(new Invalid('No such note.')) });
    expect(await failureOf(perform())).toMatchObject({ type: 'Invalid', message: 'No such note.', nonRetryable: true });
  });
});
