import type { Forecast } from '#lib/usage-forecast.ts';

/**
 * What requests to models took. `cost` in US dollars, as far as it is known; `uncertain`: so much more at most, of requests
 * that were cut off or are under way. `inputTokens` counts all that was sent, `cachedTokens` what of that came from the
 * provider's cache. `calls` counts all of them; `failed`, `cut` and `unpriced` are among them.
 */
export type UsageSum = {
  calls: number;
  failed: number;
  cut: number;
  unpriced: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  cost: number;
  uncertain: number;
};

/** `id` null: by itself, without a person. `name` null: it is no more. */
export type UsagePart = UsageSum & { id: string | null; name: string | null };

export type UsageBy = 'flow' | 'model' | 'connection' | 'person';

/** What one flow, model, connection or person took of a day. */
export type UsageSlice = { id: string | null; cost: number; tokens: number; calls: number };

export type UsageDay = UsageSum & { day: string; by: Record<UsageBy, UsageSlice[]> };

/** A budget of costs. `used`: in its window now; null where each flow or run has its own. `raised`: by people, on top. */
export type UsageCap = {
  name: string;
  max: number;
  window: string;
  per: 'target' | 'flow' | 'run' | null;
  asks: boolean;
  used: number | null;
  raised: number;
};

export type UsageView = {
  from: string;
  to: string;
  zone: string;
  currency: 'USD';
  /** Day of the first request ever; null where there was none. */
  since: string | null;
  total: UsageSum;
  days: UsageDay[];
  by: Record<UsageBy, UsagePart[]>;
  forecast: Forecast & { month: string };
  caps: UsageCap[];
};

/** One row of the file: a day, and who asked what. */
export type UsageRow = UsageSum & {
  day: string;
  flow: string;
  model: string;
  connection: string;
  person: string;
};
