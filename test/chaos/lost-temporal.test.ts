import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { saveConnection } from '#platform/connections.ts';
import { ingest } from '#platform/ingest.ts';
import { closeNudge } from '#platform/nudge.ts';
import { startRun } from '#platform/start-run.ts';
import { closeTemporal, temporalClient } from '#platform/temporal.ts';
import { closeDb } from '#prisma/client.ts';
import { endOf, ENDS, kindsOf, Service, type Kind, type Run } from '#test/chaos/fifty-runs.ts';
import { Backend } from '#test/support/backend.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { FlowRun, published } from '#test/support/flow-run.ts';
import { until } from '#test/support/until.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await Backend.start();
}, 120_000);
afterAll(async () => {
  await backend.kill();
  await closeTemporal();
  closeNudge();
  await closeDb();
});

type Begun = { kind: Kind; run: Run };

async function begin(kind: Kind, service: Service): Promise<Begun[]> {
  const flow = await published(kind.flow);
  const begun: Begun[] = [];
  for (let index = 0; index < kind.count; index += 1) {
    const n = randomUUID().slice(0, 8);
    service.hold(`/read/${n}`);
    const { runId } = await ingest({
      ...flow,
      triggerId: 'start',
      dedupeKey: n,
      input: { n, path: 'away' },
      labels: { rest: kind.untrusted ? untrusted('webhook:steps.start') : TRUSTED },
      mode: 'production',
    });
    if (!kind.queued) await startRun(runId);
    begun.push({ kind, run: Object.assign(new FlowRun(runId, flow.flowId), { n }) });
  }
  return begun;
}

/** Each of them, all at once; says which one did not. */
async function each(begun: Begun[], part: 'before' | 'between' | 'after'): Promise<void> {
  await Promise.all(
    begun.map(async ({ kind, run }) => {
      await kind[part]?.(run).catch((error: unknown) => {
        throw new Error(`A run "${kind.name}" got no further (${part}).`, { cause: error });
      });
    }),
  );
}

async function stillOpen(): Promise<number> {
  const client = await temporalClient();
  return (await client.workflow.count(`ExecutionStatus = 'Running' AND WorkflowType = 'runFlowV1'`)).count;
}

describe('fifty runs in every state', { timeout: 300_000 }, () => {
  it.each([
    ['an earlier copy of Temporal’s file', 'earlier'],
    ['an empty Temporal', 'empty'],
  ])('all end right with %s, and nothing that must not happen twice does', async (_, loss) => {
    const service = new Service(await CountingServer.start());
    const outside = await CountingServer.start({ listed: false });
    const { id: connection } = await saveConnection({
      by: 'user:tester',
      name: `Service ${loss}`,
      type: 'http-bearer',
      config: { hosts: [outside.host] },
      secrets: { token: 'a-token-of-the-test' },
    });
    const kinds = kindsOf(service, { server: outside, connection });
    const begun = (await Promise.all(kinds.filter(({ queued }) => !queued).map((kind) => begin(kind, service)))).flat();
    await each(begun, 'before');
    if (loss === 'earlier') backend.copyTemporal(loss);
    await each(begun, 'between');
    for (const kind of kinds.filter(({ queued }) => queued)) begun.push(...(await begin(kind, service)));
    expect(begun).toHaveLength(50);

    await backend.kill();
    backend.putBack(loss === 'earlier' ? loss : undefined);
    service.recover();
    await backend.up();
    await each(begun, 'after');

    for (const { kind, run } of begun) {
      expect([kind.name, await endOf(run)]).toEqual([kind.name, kind.ends]);
      const calls = (kind.once?.(run.n) ?? []).map((path) => [path, service.server.count(path) + outside.count(path)]);
      expect([kind.name, calls]).toEqual([kind.name, calls.map(([path]) => [path, 1])]);
      const ends = (await run.types()).filter((type) => ENDS.includes(type));
      expect([kind.name, ends]).toEqual([kind.name, [kind.ends]]);
    }
    await until(async () => (await stillOpen()) === 0, { what: 'Temporal to have ended every run too' });
  });
});
