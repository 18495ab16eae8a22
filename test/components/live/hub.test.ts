import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Hub, type Source } from '#components/live/hub.ts';
import type { FromHub } from '#components/live/protocol.ts';
import type { RunEvent } from '#lib/run-event.ts';

/** A stream that the test feeds by hand. */
class HandFedSource implements Source {
  readonly url: string;
  readyState = 0;
  private readonly listeners = new Map<string, ((event: { data?: string }) => void)[]>();
  constructor(url: string) {
    this.url = url;
  }
  addEventListener(type: string, listener: (event: { data?: string }) => void) {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  close() {
    this.readyState = 2;
  }
  give(type: string, data?: unknown) {
    if (type === 'open') this.readyState = 1;
    for (const listener of this.listeners.get(type) ?? [])
      listener(data === undefined ? {} : { data: JSON.stringify(data) });
  }
}

function event(id: number, runId: string): RunEvent {
  return { id, runId, seq: id, key: `k${id}`, stepId: '', iteration: '', at: 0, body: { type: 'run.done' } };
}

function hubWithSources() {
  const sources: HandFedSource[] = [];
  const open = (url: string) => {
    const source = new HandFedSource(url);
    sources.push(source);
    return source;
  };
  let now = 0;
  const hub = new Hub({ open, now: () => now });
  const join = () => {
    const key = {};
    const heard: FromHub[] = [];
    hub.join(key, (message) => heard.push(message));
    return { key, heard };
  };
  const last = () => sources.at(-1)?.url ?? '';
  return { hub, sources, join, last, pass: (ms: number) => (now += ms) };
}

const settle = () => vi.advanceTimersByTime(50);

describe('the hub of live events', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('opens one stream for eight tabs and tells each of them', () => {
    const { sources, join } = hubWithSources();
    const tabs = Array.from({ length: 8 }, join);
    settle();
    expect(sources).toHaveLength(1);
    sources[0]?.give('approvals', { waiting: 2 });
    for (const tab of tabs) expect(tab.heard).toContainEqual({ type: 'approvals', waiting: 2 });
  });

  test('asks for the runs of all tabs at once, and again when the set changes', () => {
    const { hub, sources, join, last } = hubWithSources();
    const [one, two] = [join(), join()];
    hub.receive(one.key, { type: 'watch', runs: { b: 0 } });
    hub.receive(two.key, { type: 'watch', runs: { a: 0 } });
    settle();
    expect(last()).toBe('/api/live?runs=a%2Cb');
    hub.receive(two.key, { type: 'bye' });
    settle();
    expect(last()).toBe('/api/live?runs=b');
    expect(sources[0]?.readyState).toBe(2);
  });

  test('goes on from the last event after a change of runs', () => {
    const { hub, sources, join, last } = hubWithSources();
    const tab = join();
    settle();
    sources[0]?.give('summary', event(41, 'x'));
    hub.receive(tab.key, { type: 'watch', runs: { a: 99 } });
    settle();
    expect(last()).toBe('/api/live?runs=a&after=41');
  });

  test('reads on from where a tab began to watch, whatever the old stream tells before the new one is open', () => {
    const { hub, sources, join, last } = hubWithSources();
    const tab = join();
    settle();
    hub.receive(tab.key, { type: 'watch', runs: { a: 5 } });
    // Of a run that it does not watch yet the stream tells a summary only: this is no event of the run that was seen.
    sources[0]?.give('summary', event(6, 'a'));
    settle();
    expect(last()).toBe('/api/live?runs=a&after=5');

    sources[1]?.give('run', event(6, 'a'));
    hub.receive(tab.key, { type: 'watch', runs: { a: 5, b: 6 } });
    sources[1]?.give('summary', event(7, 'b'));
    settle();
    expect(last()).toBe('/api/live?runs=a%2Cb&after=6');
  });

  test('goes back for a tab that is behind, even when another tab watches that run already', () => {
    const { hub, sources, join, last } = hubWithSources();
    const [one, two] = [join(), join()];
    hub.receive(one.key, { type: 'watch', runs: { a: 10 } });
    settle();
    sources[0]?.give('run', event(30, 'a'));
    hub.receive(two.key, { type: 'watch', runs: { a: 20 } });
    settle();
    expect(sources).toHaveLength(2);
    expect(last()).toBe('/api/live?runs=a&after=20');
  });

  test('opens anew from the last event when the server answered with an error', () => {
    const { sources, join, last } = hubWithSources();
    const tab = join();
    settle();
    const [first] = sources;
    first?.give('open');
    first?.give('summary', event(7, 'x'));
    first?.close();
    first?.give('error');
    expect(tab.heard).toContainEqual({ type: 'status', online: false });
    vi.advanceTimersByTime(1100);
    expect(sources).toHaveLength(2);
    expect(last()).toBe('/api/live?runs=&after=7');
    sources[1]?.give('open');
    expect(tab.heard.at(-1)).toEqual({ type: 'status', online: true });
  });

  test('hears nothing more from a stream it has left', () => {
    const { hub, sources, join } = hubWithSources();
    const tab = join();
    settle();
    hub.receive(tab.key, { type: 'watch', runs: { a: 1 } });
    settle();
    sources[0]?.give('run', event(5, 'a'));
    expect(tab.heard.filter((message) => message.type === 'run')).toEqual([]);
  });

  test('closes the stream once the last tab is gone', () => {
    const { hub, sources, join } = hubWithSources();
    const tab = join();
    settle();
    hub.receive(tab.key, { type: 'bye' });
    settle();
    expect(sources[0]?.readyState).toBe(2);
    expect(sources).toHaveLength(1);
  });

  test('forgets tabs that have been silent for minutes', () => {
    const { hub, join, last, pass } = hubWithSources();
    const [silent, alive] = [join(), join()];
    hub.receive(silent.key, { type: 'watch', runs: { a: 0 } });
    settle();
    pass(200_000);
    hub.receive(alive.key, { type: 'watch', runs: { b: 0 } });
    settle();
    expect(last()).toBe('/api/live?runs=b');
  });
});
