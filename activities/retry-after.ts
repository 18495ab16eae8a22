const LONGEST_MS = 60 * 60 * 1000;

/** How long a service asks us to wait, from `retry-after-ms` or `retry-after` (seconds or an HTTP date). */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms)) return clamp(ms);
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return clamp(seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : clamp(date - now);
}

/** Pairs of headers: what is left of a limit, and when it is whole again (a duration such as `6m0s`, or a time). */
const LIMITS = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'],
  ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
  ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset'],
  ['anthropic-ratelimit-output-tokens-remaining', 'anthropic-ratelimit-output-tokens-reset'],
] as const;

/** How long until every used-up limit is whole again, where a model service says so without `retry-after`. */
export function limitResetMs(headers: Headers, now: number): number | undefined {
  const waits = LIMITS.flatMap(([left, reset]) =>
    headers.get(left) === '0' ? (untilReset(headers.get(reset)?.trim() ?? '', now) ?? []) : [],
  );
  return waits.length === 0 ? undefined : clamp(Math.max(...waits));
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function untilReset(text: string, now: number): number | undefined {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0);
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date - now;
}

function clamp(ms: number): number {
  return Math.min(LONGEST_MS, Math.max(0, Math.round(ms)));
}
