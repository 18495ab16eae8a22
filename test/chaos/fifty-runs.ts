/** Runs in every state that a run can be in when Temporal's file is lost: what each does before, between and after. */
import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { decide } from '#platform/approvals.ts';
import type { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { until } from '#test/support/until.ts';
import { TESTER, type Ended, type FlowRun } from '#test/support/flow-run.ts';

export const ENDS = ['run.done', 'run.failed', 'run.stopped'];

/** One run of a kind. `n` is in its input and in every address it calls. */
export type Run = FlowRun & { n: string };

export type Kind = {
  name: string;
  count: number;
  flow: Flow;
  /** Its input comes from outside. */
  untrusted?: true;
  /** Accepted, but not started before the loss. */
  queued?: true;
  /** Until it stands where it stands when the file is copied. */
  before?: (run: Run) => Promise<unknown>;
  /** What happens after the copy; Temporal's file forgets it. */
  between?: (run: Run) => Promise<unknown>;
  /** What lets it end. */
  after?: (run: Run) => Promise<unknown>;
  ends: Ended['type'];
  /** Paths that must have been called once, no more and no less. */
  once?: (n: string) => string[];
};

type Step = [
  'http.request',
  { [name: string]: string },
  { connection?: string; settings?: Flow['nodes'][number]['settings'] }?,
];

/** A service that answers at once, but for what is held back. */
export class Service {
  readonly server: CountingServer;
  private readonly held = new Map<string, ServerResponse[]>();
  private recovered = false;

  constructor(server: CountingServer) {
    this.server = server;
    server.answer = ({ path }, response) => {
      if (path.startsWith('/bad')) response.statusCode = 403;
      if (path.startsWith('/flaky') && !this.recovered) response.statusCode = 503;
      const held = this.held.get(path);
      if (held) held.push(response);
      else response.end(`{"path":"${path}"}`);
    };
  }

  hold(path: string): void {
    this.held.set(path, []);
  }

  open(path: string): void {
    for (const response of this.held.get(path) ?? []) response.end('{"ok":true}');
    this.held.delete(path);
  }

  recover(): void {
    this.recovered = true;
  }
}

async function answer(run: Run, step: string, choice = 'approve'): Promise<void> {
  const { approvalId = '' } = await run.sees('step.waiting', step);
  await decide({ approvalId, choice, by: TESTER });
}

/** The question at the gate that came last. */
async function happened(run: Run, step: string): Promise<void> {
  const { approvalId = '', reason } = await run.sees('step.waiting', step);
  expect(reason).toBe('outcome-unknown');
  await decide({ approvalId, choice: 'happened', by: TESTER });
}

async function waitedAsSaid(run: Run): Promise<void> {
  const waiting = await run.sees('step.waiting', 'rest');
  expect(await run.outputOf('rest')).toEqual({ waitedUntil: new Date(waiting.until ?? 0).toISOString() });
}

/** How a run ended, by its log alone: asking Temporal would outlive it. */
export async function endOf(run: FlowRun): Promise<string> {
  const ended = async () => (await run.types()).find((type) => ENDS.includes(type));
  return until(ended, { what: 'the end of a run' });
}

/** Fifty runs of fifteen kinds. */
export function kindsOf(service: Service, outside: { server: CountingServer; connection: string }): Kind[] {
  const { server } = service;
  const url = (path: string, from = server) => `${from.url}/${path}/{{ trigger.n }}`;
  const get = (path: string): Step => ['http.request', { method: 'GET', url: url(path) }];
  const post = (path: string): Step => ['http.request', { method: 'POST', url: url(path) }];
  const ask = ['approval', { title: 'Go on?' }] as ['approval', { title: string }];
  const rest = ['wait', { mode: 'for', for: '20s' }] as ['wait', { mode: string; for: string }];
  const away: Step = [
    'http.request',
    { method: 'POST', url: `${outside.server.url}/{{ trigger.path }}/{{ trigger.n }}` },
    { connection: outside.connection },
  ];
  const held = (run: Run) => server.receives(1, `/read/${run.n}`);
  const letGo = (run: Run) => service.open(`/read/${run.n}`);
  const paid = (n: string) => [`/pay/${n}`];
  const line = (nodes: Parameters<typeof draw>[0]['nodes']) =>
    draw({ nodes: { start: ['manual'], ...nodes }, wires: asked(chain('start', ...Object.keys(nodes))) });

  return [
    {
      name: 'asked before',
      count: 4,
      flow: line({ ask, pay: post('pay') }),
      ends: 'run.done',
      once: paid,
      before: (run) => run.sees('step.waiting', 'ask'),
      after: (run) => answer(run, 'ask'),
    },
    {
      name: 'decided between',
      count: 4,
      flow: line({ ask, pay: post('pay'), again: ask }),
      ends: 'run.done',
      once: paid,
      before: (run) => run.sees('step.waiting', 'ask'),
      between: async (run) => {
        await answer(run, 'ask');
        await run.sees('step.waiting', 'again');
      },
      after: (run) => answer(run, 'again'),
    },
    {
      name: 'asked between',
      count: 4,
      flow: line({ read: get('read'), pay: post('pay'), ask }),
      ends: 'run.done',
      once: paid,
      before: held,
      between: async (run) => {
        letGo(run);
        await run.sees('step.waiting', 'ask');
      },
      after: (run) => answer(run, 'ask'),
    },
    {
      name: 'waiting before',
      count: 4,
      flow: line({ rest, pay: post('pay') }),
      ends: 'run.done',
      once: paid,
      before: (run) => run.sees('step.waiting', 'rest'),
      after: waitedAsSaid,
    },
    {
      name: 'waiting between',
      count: 4,
      flow: line({ read: get('read'), rest, pay: post('pay') }),
      ends: 'run.done',
      once: paid,
      before: held,
      between: async (run) => {
        letGo(run);
        await run.sees('step.waiting', 'rest');
      },
      after: waitedAsSaid,
    },
    {
      name: 'at the gate',
      count: 3,
      flow: line({ away }),
      untrusted: true,
      ends: 'run.done',
      once: (n) => [`/away/${n}`],
      before: (run) => run.sees('step.waiting', 'away'),
      after: (run) => answer(run, 'away'),
    },
    {
      name: 'through the gate between',
      count: 3,
      flow: line({ away, ask }),
      untrusted: true,
      ends: 'run.done',
      once: (n) => [`/away/${n}`],
      before: (run) => run.sees('step.waiting', 'away'),
      between: async (run) => {
        await answer(run, 'away');
        await run.sees('step.waiting', 'ask');
      },
      after: (run) => answer(run, 'ask'),
    },
    {
      name: 'retrying',
      count: 3,
      ends: 'run.done',
      once: paid,
      flow: line({
        pay: post('pay'),
        flaky: [
          'http.request',
          { method: 'GET', url: url('flaky') },
          { settings: { retry: { attempts: 20, backoff: '1s' } } },
        ],
      }),
      before: (run) => run.sees('step.retrying', 'flaky'),
    },
    {
      name: 'done between',
      count: 3,
      flow: line({ read: get('read'), pay: post('pay') }),
      ends: 'run.done',
      once: paid,
      before: held,
      between: async (run) => {
        letGo(run);
        await endOf(run);
      },
    },
    {
      name: 'failed between',
      count: 3,
      flow: line({ read: get('read'), pay: post('pay'), bad: post('bad') }),
      ends: 'run.failed',
      once: (n) => [`/pay/${n}`, `/bad/${n}`],
      before: held,
      between: async (run) => {
        letGo(run);
        await endOf(run);
      },
    },
    {
      name: 'stopped between',
      count: 3,
      flow: line({ pay: post('pay'), ask }),
      ends: 'run.stopped',
      once: paid,
      before: (run) => run.sees('step.waiting', 'ask'),
      between: async (run) => {
        await run.cancel();
        await endOf(run);
      },
    },
    {
      name: 'under way at the loss',
      count: 3,
      flow: line({ read: get('read'), pay: post('pay') }),
      ends: 'run.done',
      once: paid,
      before: held,
      between: async (run) => {
        service.hold(`/pay/${run.n}`);
        letGo(run);
        await server.receives(1, `/pay/${run.n}`);
      },
      after: (run) => happened(run, 'pay'),
    },
    {
      name: 'in a loop',
      count: 3,
      ends: 'run.done',
      once: (n) => [1, 2, 3, 4].map((item) => `/loop/${n}/${item}`),
      flow: draw({
        nodes: {
          start: ['manual'],
          read: get('read'),
          loop: ['forEach', { items: [1, 2, 3, 4] }],
          pay: ['http.request', { method: 'POST', url: `${url('loop')}/{{ item.value }}` }],
        },
        wires: ['start > read', 'read > loop', 'loop.each > pay', 'pay > loop'],
      }),
      before: held,
      between: async (run) => {
        service.hold(`/loop/${run.n}/3`);
        letGo(run);
        await server.receives(1, `/loop/${run.n}/3`);
      },
      after: (run) => happened(run, 'pay'),
    },
    { name: 'queued', count: 3, flow: line({ pay: post('pay') }), queued: true, ends: 'run.done', once: paid },
    {
      name: 'done before',
      count: 3,
      flow: line({ pay: post('pay') }),
      ends: 'run.done',
      once: paid,
      before: (run) => endOf(run),
    },
  ];
}

/** An approval goes on by its own port. */
function asked(wires: string[]): string[] {
  return wires.map((wire) => wire.replace(/^(ask|again) >/, '$1.approve >'));
}
