/** US dollars for a million tokens, as OpenAI published them on 2026-11-22. Any other model works too, without a cost. */
const PRICES: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 0.02,
  'text-embedding-3-large': 0.13,
  'text-embedding-ada-002': 0.1,
};

/** Estimated cost of vectors in US dollars; undefined for a model whose price is not known. */
export function embeddingCost(model: string, inputTokens: number): number | undefined {
  const price = Object.hasOwn(PRICES, model) ? PRICES[model] : undefined;
  return price === undefined ? undefined : (inputTokens * price) / 1_000_000;
}
