/** Runs whose histories are kept: one for every way that the engine and its driver can go. */
import { decide } from '#platform/approvals.ts';
import { SIGNAL } from '#lib/messages.ts';
import type { CountingServer } from '../support/counting-server.ts';
import { draw } from '../support/draw.ts';
import { published, TESTER } from '../support/flow-run.ts';
import type { FlowRun, testFlow } from '../support/flow-run.ts';

type Drawing = Parameters<typeof draw>[0];
type Kept = {
  drawing: (world: World) => Drawing | Promise<Drawing>;
  options?: (world: World) => NonNullable<Parameters<typeof testFlow>[1]>;
  /** What people do meanwhile. */
  meanwhile?: (run: FlowRun) => Promise<unknown>;
};
export type World = { server: CountingServer };

const get = (url: string): [string, { method: string; url: string }] => ['http.request', { method: 'GET', url }];

async function decideOn(run: FlowRun, step: string, choice: string): Promise<void> {
  const { approvalId = '' } = await run.sees('step.waiting', step);
  await decide({ approvalId, choice, by: TESTER });
}

const CHAIN = ['a', 'b', 'c', 'd', 'e', 'f'];

/** By name; the name is the file's. */
export const KEPT: Record<string, Kept> = {
  'pure-steps': {
    drawing: () => ({
      nodes: {
        start: ['manual'],
        pick: ['if', { rows: [{ left: '{{ trigger.n }}', operator: 'greater', right: 1 }] }],
        which: ['switch', { value: '{{ trigger.n }}', cases: [{ id: 'two', title: 'Two', value: 2 }] }],
        text: ['template', { text: 'n is {{ trigger.n }}' }],
        sum: ['set', { fields: { sum: '{{ $sum([trigger.n, 40]) }}' } }],
        answer: ['respond', { status: 201, body: '{{ steps.sum.sum }}' }],
        end: ['stop', { outcome: 'done', message: 'All is done' }],
        never: ['set', { fields: { n: 0 } }],
      },
      wires: [
        ...['start > pick', 'pick.true > which', 'pick.false > never', 'which.two > text', 'which.else > never'],
        ...['text > sum', 'sum > answer', 'answer > end'],
      ],
    }),
    options: () => ({ input: { n: 2 } }),
  },
  'activities-and-local-steps': {
    drawing: ({ server }) => ({
      nodes: {
        start: ['manual'],
        get: get(`${server.url}/one`),
        hash: ['crypto.hash', { text: '{{ steps.get.status }}' }],
        more: ['crypto.hash', { text: 'more' }],
        end: ['set', { fields: { hash: '{{ steps.hash.hash }}' } }],
      },
      wires: ['start > get', 'get > hash', 'get > more', 'hash > end', 'more > end'],
    }),
  },
  'error-branch': {
    drawing: ({ server }) => ({
      nodes: {
        start: ['manual'],
        get: [...get(`${server.url}/missing`), { settings: { onError: 'branch' } }],
        sorry: ['set', { fields: { why: '{{ steps.get.error.type }}' } }],
      },
      wires: ['start > get', 'get.error > sorry'],
    }),
  },
  'step-fails-the-run': {
    drawing: ({ server }) => ({
      nodes: { start: ['manual'], get: get(`${server.url}/missing`) },
      wires: ['start > get'],
    }),
  },
  approval: {
    drawing: () => ({
      nodes: {
        start: ['manual'],
        ask: ['approval', { title: 'Go on?', expiresAfter: '1h' }],
        end: ['set', { fields: { by: '{{ steps.ask.by }}' } }],
      },
      wires: ['start > ask', 'ask.approve > end'],
    }),
    meanwhile: (run) => decideOn(run, 'ask', 'approve'),
  },
  // The service breaks off, so that nobody knows whether it happened.
  'asked-by-the-gate': {
    drawing: ({ server }) => ({
      nodes: { start: ['manual'], send: ['http.request', { method: 'POST', url: `${server.url}/cut` }] },
      wires: ['start > send'],
    }),
    meanwhile: (run) => decideOn(run, 'send', 'happened'),
  },
  wait: {
    drawing: () => ({
      nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1s' }], end: ['set', { fields: { n: 1 } }] },
      wires: ['start > rest', 'rest > end'],
    }),
  },
  cancelled: {
    drawing: () => ({
      nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] },
      wires: ['start > rest'],
    }),
    meanwhile: async (run) => {
      await run.sees('step.waiting', 'rest');
      await (await run.handle()).signal(SIGNAL.cancel, 'Enough.');
    },
  },
  'first-of-several': {
    drawing: ({ server }) => ({
      nodes: {
        start: ['manual'],
        quick: get(`${server.url}/quick`),
        ask: ['approval', { title: 'Quicker?', expiresAfter: '1h' }],
        rest: ['wait', { mode: 'for', for: '1h' }],
        end: ['set', { fields: { n: 1 } }, { settings: { join: { mode: 'any' } } }],
      },
      wires: ['start > quick', 'start > ask', 'start > rest', 'quick > end', 'ask.approve > end', 'rest > end'],
    }),
  },
  'for-each': {
    drawing: ({ server }) => ({
      nodes: {
        start: ['manual'],
        loop: ['forEach', { items: [{ n: 1 }, { n: 2 }, { n: 3 }], concurrency: 2, onItemError: 'continue' }],
        get: get(`${server.url}/item/{{ item.value.n }}`),
        end: ['set', { fields: { count: '{{ steps.loop.count }}' } }],
      },
      wires: ['start > loop', 'loop.each > get', 'get > loop', 'loop.done > end'],
    }),
  },
  'for-each-of-many': {
    drawing: () => ({
      nodes: {
        start: ['manual'],
        loop: ['forEach', { items: '{{ trigger.rows }}', concurrency: 20 }],
        keep: ['set', { fields: { n: '{{ item.value.n }}' } }],
      },
      wires: ['start > loop', 'loop.each > keep', 'keep > loop'],
    }),
    options: () => ({ input: { rows: Array.from({ length: 450 }, (_, n) => ({ n, text: 'row' })) } }),
  },
  while: {
    drawing: () => ({
      nodes: {
        start: ['manual'],
        loop: ['while', { rows: [{ left: '{{ steps.loop.rounds }}', operator: 'less', right: 3 }], pause: '100ms' }],
        hash: ['crypto.hash', { text: '{{ item.index }}' }],
        end: ['set', { fields: { rounds: '{{ steps.loop.rounds }}' } }],
      },
      wires: ['start > loop', 'loop.each > hash', 'hash > loop', 'loop.done > end'],
    }),
  },
  'continued-as-new': {
    drawing: ({ server }) => ({
      nodes: {
        start: ['manual'],
        ask: ['approval', { title: 'Go on?', expiresAfter: '1h' }],
        ...Object.fromEntries(CHAIN.map((id) => [id, get(`${server.url}/${id}`)])),
        end: ['set', { fields: { said: '{{ steps.ask.choice }}', status: '{{ steps.a.status }}' } }],
      },
      wires: ['start > ask', 'start > a', 'a > b', 'b > c', 'c > d', 'd > e', 'e > f', 'f > end', 'ask.approve > end'],
    }),
    options: () => ({ continueAfter: 2 }),
    meanwhile: async (run) => {
      await run.sees('step.done', 'f');
      await decideOn(run, 'ask', 'approve');
    },
  },
  'calls-a-flow': {
    drawing: async ({ server }) => {
      const called = await published(
        draw({
          nodes: { start: ['flow.called'], get: get(`${server.url}/called`), give: ['set', { fields: { n: 7 } }] },
          wires: ['start > get', 'get > give'],
        }),
      );
      return {
        nodes: {
          start: ['manual'],
          call: ['flow.call', { flow: called.flowId }],
          end: ['set', { fields: { n: '{{ steps.call.n }}' } }],
        },
        wires: ['start > call', 'call > end'],
      };
    },
  },
};
