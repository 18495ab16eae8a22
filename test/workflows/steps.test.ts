import { describe, expect, it } from 'vitest';
import { SIGNAL, workflowIdOf } from '#lib/messages.ts';
import type { Plan } from '#lib/plan.ts';
import { saveConnection } from '#platform/connections.ts';
import { storePlan } from '#platform/plans.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { published, startWithPlan, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

describe('a step', () => {
  it('runs as an activity, and its log shows input, decision and output', async () => {
    await using server = await CountingServer.start();
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: ['http.request', { method: 'GET', url: `${server.url}/hello` }],
          keep: ['set', { fields: { ok: '{{ steps.call.body.ok }}', status: '{{ steps.call.status }}' } }],
        },
        wires: chain('start', 'call', 'keep'),
      }),
    );
    expect(await run.output()).toEqual({ ok: true, status: 200 });
    expect(await run.types('call')).toEqual(['step.started', 'step.input', 'step.done']);
    expect(await run.sees('step.input', 'call')).toMatchObject({
      attempt: 1,
      input: { value: { method: 'GET', url: `${server.url}/hello` } },
      decision: { outcome: 'allow' },
    });
    const { output } = await run.sees('step.done', 'call');
    expect(output.labels.rest).toMatchObject({ integrity: 'untrusted', origins: ['http.request:steps.call'] });
  });

  it('is tried again as often as it may be, and says so', async () => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => {
      response.statusCode = server.count() < 3 ? 503 : 200;
      response.end('{"ok":true}');
    };
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: [
            'http.request',
            { method: 'GET', url: `${server.url}/flaky` },
            { settings: { retry: { attempts: 3, backoff: '10ms' } } },
          ],
        },
        wires: ['start > call'],
      }),
    );
    await run.output();
    expect(server.count()).toBe(3);
    const retries = (await run.events()).map((one) => one.body).filter((body) => body.type === 'step.retrying');
    expect(retries).toMatchObject([
      { attempt: 1, attempts: 3, error: { type: 'Unreachable' } },
      { attempt: 2, attempts: 3, error: { type: 'Unreachable' } },
    ]);
    expect(await run.sees('step.done', 'call')).toMatchObject({ attempt: 3 });
  });

  it('fails the run by name when all attempts are used up', async () => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => void response.writeHead(503).end();
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: [
            'http.request',
            { method: 'GET', url: server.url },
            { settings: { retry: { attempts: 2, backoff: '10ms' } } },
          ],
        },
        wires: ['start > call'],
      }),
    );
    expect(await run.ends()).toMatchObject({ type: 'run.failed', stepId: 'call', error: { type: 'Unreachable' } });
    expect(server.count()).toBe(2);
    expect(await run.sees('step.failed', 'call')).toMatchObject({ attempt: 2 });
  });

  it('is not tried again when the service said no, and takes its error branch', async () => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => void response.writeHead(404).end('{"why":"none"}');
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: ['http.request', { method: 'GET', url: server.url }, { settings: { onError: 'branch' } }],
          fine: ['set', { fields: { end: 'fine' } }],
          sorry: ['set', { fields: { type: '{{ steps.call.error.type }}' } }],
        },
        wires: ['start > call', 'call > fine', 'call.error > sorry'],
      }),
    );
    expect(await run.output()).toEqual({ type: 'Refused' });
    expect(server.count()).toBe(1);
    expect(await run.types('fine')).toEqual(['step.skipped']);
  });

  it('is ended at its time limit', async () => {
    await using server = await CountingServer.start();
    server.answer = null;
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: [
            'http.request',
            { method: 'GET', url: server.url },
            { settings: { timeout: '300ms', retry: { attempts: 1 } } },
          ],
        },
        wires: ['start > call'],
      }),
    );
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Timeout' } });
  });

  it('lets go of its work when the run is cancelled', async () => {
    await using server = await CountingServer.start();
    server.answer = null;
    await using run = await testFlow(
      draw({
        nodes: { start: ['manual'], call: ['http.request', { method: 'GET', url: server.url }] },
        wires: ['start > call'],
      }),
    );
    await server.receives(1);
    await run.cancel();
    expect((await run.ends()).type).toBe('run.stopped');
    await server.hungUp();
  });

  it('writes to a table once, with the labels of its values', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          hook: ['webhook'],
          keep: ['table.insert', { table: 'Orders', row: { from: '{{ trigger.body.who }}', kind: 'web' } }],
          find: ['table.find', { table: 'Orders' }],
        },
        wires: chain('hook', 'keep', 'find'),
      }),
      { input: { method: 'POST', path: '', headers: {}, query: {}, body: { who: 'Eve' } }, from: 'webhook:steps.hook' },
    );
    expect(await run.outputOf('find')).toMatchObject({ count: 1, first: { from: 'Eve', kind: 'web' } });
    const { output } = await run.sees('step.done', 'find');
    expect(output.labels.rest).toMatchObject({ integrity: 'untrusted', origins: ['webhook:steps.hook'] });
  });

  it('keeps what a connection hides out of everything that is written down', async () => {
    await using server = await CountingServer.start();
    const secret = 'hunter2-very-secret-token';
    server.answer = (request, response) => {
      const seen = String(request.headers.authorization);
      response.end(
        JSON.stringify({
          seen,
          hex: Buffer.from(secret).toString('hex'),
          b64: Buffer.from(`x${secret}`).toString('base64'),
        }),
      );
    };
    const { id } = await saveConnection({
      by: 'user:tester',
      name: 'Service',
      type: 'http-bearer',
      config: { hosts: [server.host] },
      secrets: { token: secret },
    });
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: ['http.request', { method: 'GET', url: `${server.url}/me` }, { connection: id }],
        },
        wires: ['start > call'],
      }),
    );
    await run.ends();
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${secret}`);
    const written = JSON.stringify(await run.events());
    expect(written).toContain('[secret]');
    for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(`x${secret}`).toString('base64')]) {
      expect(written).not.toContain(form);
    }
  });

  it('fails the run by name when no worker knows its type', async () => {
    const { flowId, versionId, planHash } = await published(
      draw({
        nodes: { start: ['manual'], call: ['http.request', { method: 'GET', url: 'https://example.org' }] },
        wires: ['start > call'],
      }),
    );
    const { plan } = await db().plan.findUniqueOrThrow({ where: { hash: planHash } });
    const changed = JSON.parse(plan) as Plan;
    for (const tier of ['activity', 'local'] as const) {
      Object.assign(changed.steps['call'] ?? {}, { type: 'magic.wand', tier });
      await using run = await startWithPlan({ flowId, versionId, planHash: await storePlan(changed) });
      expect(await run.ends()).toMatchObject({ type: 'run.failed', stepId: 'call', error: { type: 'UnknownType' } });
    }
  });

  it('fails by name for a missing reference, a bad value and an expression that breaks', async () => {
    const cases: [string, Parameters<typeof draw>[0]['nodes'][string], string][] = [
      ['missing', ['set', { fields: { x: '{{ trigger.nothing.here }}' } }], 'MissingReference'],
      ['invalid', ['http.request', { method: 'GET', url: '{{ trigger.word }}' }], 'Invalid'],
      ['broken', ['set', { fields: { x: '{{ $number(trigger.word) }}' } }], 'ExpressionFailed'],
    ];
    for (const [id, node, type] of cases) {
      await using run = await testFlow(draw({ nodes: { start: ['manual'], [id]: node }, wires: [`start > ${id}`] }), {
        input: { word: 'not a number' },
      });
      const end = await run.ends();
      expect(end).toMatchObject({ type: 'run.failed', stepId: id });
      expect(end.type === 'run.failed' && end.error.type).toBe(type);
    }
  });

  it('ends by name when the plan of its run is gone', async () => {
    const { flowId, versionId, planHash } = await published(
      draw({ nodes: { start: ['manual'], one: ['set', { fields: { a: 1 } }] }, wires: ['start > one'] }),
    );
    expect(planHash).toMatch(/^[0-9a-f]{64}$/);
    await using run = await startWithPlan({ flowId, versionId, planHash: 'f'.repeat(64) });
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'NotFound' } });
    expect(await run.status()).toBe('failed');
  });

  it('takes no harm from signals that nobody sends', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '500ms' }] }, wires: ['start > rest'] }),
    );
    const handle = await run.handle();
    await handle.signal(SIGNAL.wake);
    await handle.signal('no-such-signal', { approve: true });
    expect((await run.ends()).type).toBe('run.done');
  });

  it('can be replayed', async () => {
    expect(await replayAll()).toBeGreaterThan(10);
  });
});

describe('whoever reads the server', () => {
  it('finds no word of a run that failed: not in its history, its failure, its name or what it is found by', async () => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => {
      response.statusCode = 400;
      response.end('{"error":"no such person as visible-anna"}');
    };
    const url = `${server.url}/people/visible-anna`;
    await using run = await testFlow(
      draw({
        name: 'visible-flow',
        nodes: { start: ['manual'], call: ['http.request', { method: 'GET', url }] },
        wires: chain('start', 'call'),
      }),
      {
        input: { mail: 'visible-anna@example.org' },
      },
    );
    expect(await run.ends()).toMatchObject({ type: 'run.failed' });
    const handle = (await temporalClient()).workflow.getHandle(workflowIdOf(run.runId));
    const { events } = await handle.fetchHistory();
    const { raw } = await handle.describe();
    const everything = [...(events ?? []), raw].map((one) => textsIn(one)).join('\n');
    expect(events?.some(({ activityTaskFailedEventAttributes: failed }) => Boolean(failed))).toBe(true);
    expect(everything).toContain(run.runId);
    expect(everything).not.toMatch(/visible-(anna|flow)/);
  });
});

/** Every text and every byte of a message, as it lies on the server. */
function textsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, item]) => `${key} ${textsIn(item)}`)
    .join('\n');
}
