import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decide } from '#platform/approvals.ts';
import { closeNudge } from '#platform/nudge.ts';
import { closeTemporal } from '#platform/temporal.ts';
import { closeDb, db } from '#prisma/client.ts';
import { addPerson, tokenOf } from '#test/server/house.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { Instance, type Victim } from '#test/support/instance.ts';
import { until } from '#test/support/until.ts';

/** Every death takes the work with it that was in the worker; the deaths of the others leave it alone. */
const takesTheWork = (victim: Victim) => victim === 'worker' || victim === 'all';

/** `kill -9` of one victim in the middle of everything that can be in the middle. */
export function survives(victim: Victim): void {
  describe(
    `kill -9 of ${victim === 'all' ? 'the whole process group' : `the ${victim} process`}`,
    { timeout: 240_000 },
    () => {
      let hearth: Instance;
      let server: CountingServer;

      beforeAll(async () => {
        hearth = await Instance.start();
        server = await CountingServer.start();
      }, 120_000);

      afterEach(() => {
        server.received.length = 0;
        server.release();
      });

      afterAll(async () => {
        await hearth.stop();
        await server[Symbol.asyncDispose]();
        await closeTemporal();
        closeNudge();
        await closeDb();
      });

      async function killAndReturn(): Promise<void> {
        await hearth.kill(victim);
        await hearth.back(victim);
      }

      it('in a chain with a slow step that may be repeated: the chain ends, each finished step ran once', async () => {
        server.answer = (request, response) => {
          if (request.path !== '/slow' || server.count('/slow') > 1) response.end('{"ok":true}');
          else server.hold(response);
        };
        const step = (path: string) =>
          ['http.request', { method: 'GET', url: `${server.url}/${path}` }] as [
            'http.request',
            { method: string; url: string },
          ];
        await using run = await testFlow(
          draw({
            nodes: { start: ['manual'], before: step('before'), slow: step('slow'), after: step('after') },
            wires: chain('start', 'before', 'slow', 'after'),
          }),
        );
        await server.receives(1, '/slow');
        await killAndReturn();
        server.release();
        expect((await run.ends()).type).toBe('run.done');
        expect(server.count('/before')).toBe(1);
        expect(server.count('/after')).toBe(1);
        expect(server.count('/slow')).toBe(takesTheWork(victim) ? 2 : 1);
      });

      it('in a step that must never happen twice: it happens once, and a person is asked when nobody can know', async () => {
        server.answer = (_request, response) => server.hold(response);
        await using run = await testFlow(
          draw({
            nodes: { start: ['manual'], pay: ['http.request', { method: 'POST', url: `${server.url}/pay` }] },
            wires: ['start > pay'],
          }),
        );
        await server.receives(1, '/pay');
        await killAndReturn();
        if (takesTheWork(victim)) {
          const { approvalId, reason } = await run.sees('step.waiting', 'pay');
          expect(reason).toBe('outcome-unknown');
          await decide({ approvalId: approvalId ?? '', choice: 'happened', by: TESTER });
        } else {
          server.release();
        }
        expect((await run.ends()).type).toBe('run.done');
        expect(server.count('/pay')).toBe(1);
      });

      it('in a wait: the wait ends at its time', async () => {
        await using run = await testFlow(
          draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '2s' }] }, wires: ['start > rest'] }),
        );
        const { until: due } = await run.sees('step.waiting', 'rest');
        await killAndReturn();
        expect((await run.ends()).type).toBe('run.done');
        const done = (await run.events()).find((one) => one.stepId === 'rest' && one.body.type === 'step.done');
        expect(done?.at).toBeGreaterThanOrEqual(due ?? Infinity);
      });

      it('while a person is asked: the question waits, and the answer counts', async () => {
        await using run = await testFlow(
          draw({ nodes: { start: ['manual'], ask: ['approval', { title: 'Go on?' }] }, wires: ['start > ask'] }),
        );
        const { approvalId } = await run.sees('step.waiting', 'ask');
        await killAndReturn();
        await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
        expect((await run.ends()).type).toBe('run.done');
        expect(await run.sees('step.decided', 'ask')).toMatchObject({ choice: 'approve' });
      });

      it('between the answer to a webhook and the start of its run: the run starts', async () => {
        const { flowId } = await published(
          draw({
            nodes: { hook: ['webhook'], keep: ['set', { fields: { got: '{{ trigger.body.n }}' } }] },
            wires: ['hook > keep'],
          }),
        );
        const { key } = await db().trigger.findFirstOrThrow({ where: { flowId } });
        hearth.freezeTemporal();
        const answer = await fetch(`${hearth.url}/hooks/${key ?? ''}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"n":7}',
        });
        expect(answer.status).toBe(202);
        await hearth.kill(victim);
        if (victim !== 'temporal' && victim !== 'all') hearth.thawTemporal();
        await hearth.back(victim);
        const { id } = await db().run.findFirstOrThrow({ where: { flowId } });
        await using run = new FlowRun(id, flowId);
        expect(await run.output()).toEqual({ got: 7 });
        expect(await db().run.count({ where: { flowId } })).toBe(1);
      });

      it('between a decision and the message that wakes its run: the run goes on', async () => {
        await using run = await testFlow(
          draw({ nodes: { start: ['manual'], ask: ['approval', { title: 'Go on?' }] }, wires: ['start > ask'] }),
        );
        const { approvalId = '' } = await run.sees('step.waiting', 'ask');
        const token = await tokenOf(await addPerson('owner'), ['view', 'approve']);
        hearth.freezeTemporal();
        const deciding = fetch(`${hearth.url}/api/v1/approvals/${approvalId}/decide`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{"decision":"approve"}',
        }).catch(() => undefined);
        const decided = async () =>
          (await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).status === 'decided';
        await until(decided, { what: 'the decision' });
        await hearth.kill(victim);
        if (victim !== 'temporal' && victim !== 'all') hearth.thawTemporal();
        await hearth.back(victim);
        await deciding;
        expect((await run.ends()).type).toBe('run.done');
        expect(await run.sees('step.decided', 'ask')).toMatchObject({ choice: 'approve' });
      });
    },
  );
}
