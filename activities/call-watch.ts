/** How far one request to a model came, so that one that fails is put down with what it may have cost. */
import type { Usage } from '#activities/connections/model-client.ts';
import type { ActivityContext } from '#activities/context.ts';
import { neverSent } from '#activities/map-errors.ts';
import type { EndedCall } from '#platform/model-calls.ts';

type Fetch = ActivityContext['fetch'];

/** `price` in US dollars, undefined where it is not known. `mostOut`: so many tokens the answer may have at most. */
type Priced = { price: (usage: Usage) => number | undefined; mostOut: number };

export type CallWatch = {
  fetch: Fetch;
  onUsage: (usage: Usage, whole?: boolean) => void;
  endOf: (error: unknown, priced: Priced) => Omit<EndedCall, 'ms'>;
};

/** Watches a request through its `fetch`: what the service did not take costs nothing, what broke off costs something. */
export function watchCall(fetch: Fetch): CallWatch {
  let mayCost = false;
  let told: { usage: Usage; whole: boolean } | undefined;
  return {
    fetch: async (url, init) => {
      mayCost = true;
      const response = await fetch(url, init);
      mayCost = response.ok;
      return response;
    },
    onUsage: (usage, whole = false) => (told = { usage: { ...usage }, whole }),
    endOf: (error, { price, mostOut }) => {
      const errorType = error instanceof Error ? error.name : 'Error';
      if (!mayCost || neverSent(error)) return { status: 'failed', errorType, cost: 0 };
      if (!told) return { status: 'cut', errorType, cost: null };
      const { usage, whole } = told;
      if (whole) return { status: 'failed', errorType, usage, cost: price(usage) ?? null };
      const mostCost = price({ ...usage, outputTokens: Math.max(usage.outputTokens, mostOut) });
      return { status: 'cut', errorType, usage, cost: price(usage) ?? null, mostCost };
    },
  };
}
