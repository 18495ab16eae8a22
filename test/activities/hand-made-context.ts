import { pino } from 'pino';
import type { ActivityContext } from '#activities/context.ts';
import { TRUSTED, uniform, type FieldLabels, type Label } from '#lib/label.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { egressFetch } from '#platform/egress.ts';

type Options = {
  connection?: OpenConnection | null;
  /** What the step may open besides. */
  others?: OpenConnection[];
  effectKey?: string;
  signal?: AbortSignal;
  labels?: Record<string, FieldLabels>;
  fetch?: ActivityContext['fetch'];
};

export type HandMade = ActivityContext & { streamed: string[]; beats: () => number };

export const NOW = new Date('2026-11-22T12:00:00Z');

/** A context without wrapper and gate, with the real egress: what an implementation does by itself. */
export function handMadeContext(options: Options = {}): HandMade {
  const streamed: string[] = [];
  let beats = 0;
  const labels: Record<string, FieldLabels> = options.labels ?? {};
  const run = { runId: 'run1', rootRunId: 'run1', flowId: 'flow1', versionId: 'version1', planHash: 'hash' };
  return {
    call: { run, stepId: 'step', type: 'test', iteration: '', generation: 0, values: {}, scope: TRUSTED },
    runId: 'run1',
    connection: options.connection ?? null,
    effectKey: options.effectKey ?? 'e'.repeat(64),
    attempt: 1,
    signal: options.signal ?? new AbortController().signal,
    fetch: options.fetch ?? egressOf(options),
    through: (id) => {
      const connection = options.others?.find((one) => one.id === id);
      if (!connection) throw new Error(`The test has no connection "${id}".`);
      return Promise.resolve({ connection, fetch: egressOf({ ...options, connection }) });
    },
    heartbeat: () => void (beats += 1),
    streamText: (text) => void streamed.push(text),
    log: pino({ level: 'silent' }),
    now: () => NOW,
    inputLabels: Object.fromEntries(Object.entries(labels).map(([field, { rest }]): [string, Label] => [field, rest])),
    labelsOf: (field) => labels[field] ?? uniform(TRUSTED),
    streamed,
    beats: () => beats,
  };
}

/** The egress as the wrapper binds it, except that the stand-ins on this machine may be reached. */
export function egressOf({ connection, signal }: Pick<Options, 'connection' | 'signal'>): ActivityContext['fetch'] {
  return (url, init) =>
    egressFetch(url, {
      ...(signal ? { signal } : {}),
      ...init,
      ...(connection ? { connectionHosts: connection.hosts } : {}),
      allowHosts: [new URL(url).host, ...(connection?.hosts ?? [])],
    });
}

/** A connection as the wrapper opens it. */
export function connectionOf(
  given: Pick<OpenConnection, 'type' | 'config' | 'secrets' | 'hosts'> & Partial<OpenConnection>,
): OpenConnection {
  return { id: 'connection1', name: 'My service', ...given };
}
