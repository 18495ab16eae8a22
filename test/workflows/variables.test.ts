import { expect, it } from 'vitest';
import { systemActivities } from '#activities/system.ts';
import type { Flow } from '#lib/flow.ts';
import { TRUSTED, untrusted, wholeLabel } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { db } from '#prisma/client.ts';
import { retryRun } from '#server/services/retry.ts';
import { addPerson } from '#test/server/house.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

async function keep(name: string, value: Json, label = TRUSTED): Promise<void> {
  const data = { value: JSON.stringify(value), labels: JSON.stringify({ rest: label }) };
  await db().variable.upsert({ where: { name }, create: { name, ...data }, update: data });
}

function saying(fields: Record<string, Json>): Flow {
  return draw({ nodes: { start: ['manual'], say: ['set', { fields }] }, wires: ['start > say'] });
}

it('steps use variables by name: alone, in a text, in a calculation, each with where it came from', async () => {
  await keep('city', 'Ulm');
  await keep('last invoice', { number: 7 }, untrusted('mail:m'));
  const fields = {
    city: 'In {{ vars.city }}',
    number: '{{ vars.`last invoice`.number }}',
    next: '{{ vars.`last invoice`.number + 1 }}',
  };
  await using run = await testFlow(saying(fields));
  expect(await run.output()).toEqual({ city: 'In Ulm', number: 7, next: 8 });
  const { output } = await run.sees('step.done', 'say');
  expect(output.labels.fields).toMatchObject({
    city: { integrity: 'trusted' },
    number: { integrity: 'untrusted', origins: ['mail:m'] },
    next: { integrity: 'untrusted', origins: ['mail:m'] },
  });
});

it('a run goes on with what the variables were when it began, also over continue-as-new', async () => {
  await keep('mood', 'calm');
  const flow = draw({
    nodes: {
      start: ['manual'],
      change: ['vars.set', { name: 'mood', value: 'excited' }],
      fresh: ['vars.get', { name: 'mood' }],
      say: ['set', { fields: { frozen: '{{ vars.mood }}', fresh: '{{ steps.fresh.value }}' } }],
    },
    wires: chain('start', 'change', 'fresh', 'say'),
  });
  await using run = await testFlow(flow, { continueAfter: 1 });
  expect(await run.output()).toEqual({ frozen: 'calm', fresh: 'excited' });
  await using next = await testFlow(flow);
  expect(await next.output()).toEqual({ frozen: 'excited', fresh: 'excited' });
});

it('a variable that is not there is an error, unless there is something to use instead', async () => {
  await using run = await testFlow(saying({ value: '{{ vars.nothing }}' }));
  const message = '{{ vars.nothing }} cannot be found: there was no variable "nothing" when the run began.';
  expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'MissingReference', message } });
  await using other = await testFlow(saying({ value: '{{ vars.nothing ?? "none" }}' }));
  expect(await other.output()).toEqual({ value: 'none' });
});

it('a large variable reaches the step that uses it, and the label of another one stays with that', async () => {
  await keep('letter', 'x'.repeat(100_000));
  await keep('sender', 'Bo', untrusted('mail:m'));
  const flow = draw({
    nodes: {
      start: ['manual'],
      note: ['vars.set', { name: 'copy', value: { letter: '{{ vars.letter }}', sender: '{{ vars.sender }}' } }],
      part: ['vars.set', { name: 'part', value: '{{ vars.letter }}' }],
    },
    wires: chain('start', 'note', 'part'),
  });
  await using run = await testFlow(flow);
  expect(await run.ends()).toMatchObject({ type: 'run.done' });
  const kept = async (name: string) => {
    const { value, labels } = await db().variable.findUniqueOrThrow({ where: { name } });
    return {
      value: JSON.parse(value) as Json,
      label: wholeLabel(JSON.parse(labels) as Parameters<typeof wholeLabel>[0]),
    };
  };
  expect((await kept('copy')).value).toEqual({ letter: 'x'.repeat(100_000), sender: 'Bo' });
  expect((await kept('copy')).label.integrity).toBe('untrusted');
  expect((await kept('part')).label.integrity).toBe('trusted');
});

it('a run that was lost and is begun anew has the variables that it had', async () => {
  await keep('lost', 'before');
  const { 'system.readVariables': readVariables } = systemActivities;
  const first = await readVariables({ runId: 'lost-run', names: ['lost'] });
  await keep('lost', 'after');
  expect(await readVariables({ runId: 'lost-run', names: ['lost'] })).toEqual(first);
});

it('a run that takes steps over from another goes on with the variables they were made with', async () => {
  await keep('rate', 2);
  const flow = draw({
    nodes: {
      start: ['manual'],
      kept: ['vars.set', { name: 'seen', value: '{{ vars.rate }}' }],
      fails: ['json.parse', { text: '{{ vars.late ?? "{" }}' }],
      say: ['set', { fields: { rate: '{{ vars.rate }}' } }],
    },
    wires: chain('start', 'kept', 'fails', 'say'),
  });
  await using run = await testFlow(flow);
  expect((await run.ends()).type).toBe('run.failed');
  await keep('rate', 3);
  await keep('late', '{}');
  const { runId } = await retryRun({
    id: run.runId,
    from: 'failed',
    version: 'original',
    actor: await addPerson('owner'),
  });
  await using again = new FlowRun(runId, run.flowId);
  expect(await again.output()).toEqual({ rate: 2 });
});
