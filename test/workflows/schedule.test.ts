import { expect, it } from 'vitest';
import type { Stored } from '#lib/value.ts';
import { pauseFlow } from '#platform/flows.ts';
import { db } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';
import { published } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';

useHearth();

it('a published schedule fires by itself, each time as a run of its own, from a trusted source', async () => {
  const { flowId, versionId } = await published(
    draw({
      nodes: {
        clock: ['schedule', { mode: 'every', every: '1s' }],
        keep: ['set', { fields: { at: '{{ trigger.scheduledAt }}' } }],
      },
      wires: ['clock > keep'],
    }),
  );
  const runs = await until(
    async () => {
      const done = await db().run.findMany({ where: { flowId, status: 'done' }, orderBy: { createdAt: 'asc' } });
      return done.length >= 2 && done;
    },
    { what: 'two fires of the schedule' },
  );
  await pauseFlow({ id: flowId, by: 'user:tester' });
  const inputs = runs.map(({ input }) => JSON.parse(input) as Extract<Stored, { kind: 'inline' }>);
  const times = inputs.map(({ value }) => (value as { scheduledAt: string }).scheduledAt);
  expect(new Set(times).size).toBe(times.length);
  expect(inputs[0]?.labels.rest.integrity).toBe('trusted');
  expect(runs[0]).toMatchObject({ versionId, mode: 'production', triggerId: 'clock' });
});
