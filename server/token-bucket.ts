type Level = { left: number; at: number };

/** So many at once, and then so many a minute, for each key. Kept in memory: a restart forgives. */
export class TokenBuckets {
  private readonly levels = new Map<string, Level>();
  private readonly limit: { burst: number; perMinute: number; keys?: number };
  private readonly now: () => number;

  constructor(limit: { burst: number; perMinute: number; keys?: number }, now: () => number = Date.now) {
    this.limit = limit;
    this.now = now;
  }

  /** Takes one; gives the seconds to wait when there is none left, else 0. */
  take(key: string): number {
    const { burst, perMinute, keys = 10_000 } = this.limit;
    const at = this.now();
    const before = this.levels.get(key) ?? { left: burst, at };
    const left = Math.min(burst, before.left + ((at - before.at) / 60_000) * perMinute);
    // Sums of fractions are a hair short of what they should be.
    const allowed = left >= 1 - 1e-6;
    // Taken out and put in again: the map stays in the order of use, and the longest unused goes first.
    this.levels.delete(key);
    this.levels.set(key, { left: allowed ? left - 1 : left, at });
    if (this.levels.size > keys) this.levels.delete(this.levels.keys().next().value ?? '');
    return allowed ? 0 : Math.max(1, Math.ceil(((1 - left) / perMinute) * 60 - 1e-3));
  }
}

/** The part of a client's address that one person cannot easily change: an IPv6 network is one client. */
export function clientKey(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}
