import type { FromHub, ToHub, TokenChunk } from '#components/live/protocol.ts';
import type { RunEvent } from '#lib/run-event.ts';

/** The part of EventSource the hub uses; tests bring their own. */
export type Source = {
  addEventListener: (type: string, listener: (event: { data?: string }) => void) => void;
  close: () => void;
  readonly readyState: number;
};

export type HubOptions = { open: (url: string) => Source; url?: string; now?: () => number };

type Member = { send: (message: FromHub) => void; runs: Record<string, number>; seenAt: number };

const CLOSED = 2;
const SILENT_MS = 180_000;
const SETTLE_MS = 40;

/**
 * Holds the one event stream of this browser and shares it out to tabs. A browser opens at most six connections
 * to a host over HTTP/1.1; one stream a tab would stop the seventh tab from loading at all.
 */
export class Hub {
  private readonly options: HubOptions;
  private readonly members = new Map<object, Member>();
  private source: Source | null = null;
  private cursor = 0;
  private watched = '';
  /** Where the next opening begins. What the old stream still brings must not move it: of a new run it tells little. */
  private from: number | null = null;
  private online = true;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: HubOptions) {
    this.options = options;
  }

  /** Adds a tab; `key` stands for it in later calls. */
  join(key: object, send: (message: FromHub) => void) {
    this.members.set(key, { send, runs: {}, seenAt: this.now() });
    send({ type: 'status', online: this.online });
    this.settle();
  }

  /** A message of a tab. */
  receive(key: object, message: ToHub) {
    const member = this.members.get(key);
    if (!member) return;
    member.seenAt = this.now();
    if (message.type === 'bye') this.members.delete(key);
    if (message.type === 'watch') {
      for (const [runId, after] of Object.entries(message.runs))
        if (!(runId in member.runs)) this.beginWatching(runId, after);
      member.runs = message.runs;
    }
    if (message.type !== 'alive') this.settle();
  }

  /** A tab that starts to watch a run reads on from what it has seen of it; the others drop what they know. */
  private beginWatching(runId: string, after: number) {
    const streamed = this.cursor !== 0 && this.watched.split(',').includes(runId);
    if (streamed && after >= this.cursor) return;
    const begin = this.cursor === 0 ? after : Math.min(after, this.cursor);
    this.from = Math.min(this.from ?? begin, begin);
  }

  private now() {
    return (this.options.now ?? Date.now)();
  }

  /** Opens the stream anew if the set of watched runs has changed; waits a moment so that a page's hooks count as one. */
  private settle(delay = SETTLE_MS) {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.dropSilent();
      const runs = [...new Set([...this.members.values()].flatMap((member) => Object.keys(member.runs)))]
        .sort()
        .join(',');
      if (this.members.size === 0) return this.close();
      if (this.source && this.source.readyState !== CLOSED && runs === this.watched && this.from === null) return;
      this.watched = runs;
      this.connect();
    }, delay);
  }

  private dropSilent() {
    for (const [key, member] of this.members) if (this.now() - member.seenAt > SILENT_MS) this.members.delete(key);
  }

  private close() {
    this.source?.close();
    this.source = null;
    // The next tab starts from what it has seen itself.
    this.cursor = 0;
    this.from = null;
    this.watched = '';
  }

  private connect() {
    this.source?.close();
    this.cursor = this.from ?? this.cursor;
    this.from = null;
    const query = new URLSearchParams({ runs: this.watched });
    if (this.cursor > 0) query.set('after', String(this.cursor));
    const source = this.options.open(`${this.options.url ?? '/api/live'}?${query.toString()}`);
    this.source = source;
    const on = (type: string, take: (data: unknown) => void) =>
      source.addEventListener(type, (event) => {
        if (this.source === source && event.data !== undefined) take(JSON.parse(event.data));
      });
    source.addEventListener('open', () => this.source === source && this.opened());
    source.addEventListener('error', () => this.source === source && this.failed(source));
    on('run', (data) => this.pass('run', data as RunEvent));
    on('summary', (data) => this.pass('summary', data as RunEvent));
    on('approvals', (data) => this.tell({ type: 'approvals', waiting: (data as { waiting: number }).waiting }));
    on('notices', (data) => this.tell({ type: 'notices', unread: (data as { unread: number }).unread }));
    on('tokens', (data) => this.tell({ type: 'tokens', chunk: data as TokenChunk }));
  }

  private pass(type: 'run' | 'summary', event: RunEvent) {
    this.cursor = Math.max(this.cursor, event.id);
    this.tell({ type, event });
  }

  private opened() {
    this.failures = 0;
    this.setOnline(true);
  }

  private failed(source: Source) {
    this.setOnline(false);
    this.failures += 1;
    // An EventSource gives up for good when it is answered with an error status.
    if (source.readyState === CLOSED) this.settle(Math.min(1000 * 2 ** (this.failures - 1), 15_000));
  }

  private setOnline(online: boolean) {
    if (this.online === online) return;
    this.online = online;
    this.tell({ type: 'status', online });
  }

  private tell(message: FromHub) {
    for (const member of this.members.values()) member.send(message);
  }
}
