/** US dollars for a million tokens. */
type Price = { input: number; output: number };

/** A model by name. `above`: the price once the prompt is longer than `tokens`. */
type KnownModel = {
  provider: 'anthropic' | 'openai';
  id: string;
  title: string;
  price: Price;
  above?: Price & { tokens: number };
};

/**
 * Models the form offers and whose cost Hearth can estimate. Any other name works too, without a cost.
 * Prices as the providers published them on 2026-11-22.
 */
export const KNOWN_MODELS: readonly KnownModel[] = [
  { provider: 'anthropic', id: 'claude-sonnet-5-5', title: 'Claude Sonnet 5.5', price: { input: 2, output: 10 } },
  { provider: 'anthropic', id: 'claude-opus-5-5', title: 'Claude Opus 5.5', price: { input: 4, output: 20 } },
  {
    provider: 'anthropic',
    id: 'claude-haiku-5-5',
    title: 'Claude Haiku 5.5',
    price: { input: 0.1, output: 0.5 },
    above: { tokens: 100_000, input: 0.5, output: 2.5 },
  },
  { provider: 'anthropic', id: 'claude-fable-5-1', title: 'Claude Fable 5.1', price: { input: 10, output: 50 } },
  { provider: 'anthropic', id: 'claude-sonnet-5', title: 'Claude Sonnet 5', price: { input: 2, output: 10 } },
  { provider: 'anthropic', id: 'claude-opus-5', title: 'Claude Opus 5', price: { input: 5, output: 25 } },
  { provider: 'anthropic', id: 'claude-sonnet-4-6', title: 'Claude Sonnet 4.6', price: { input: 3, output: 15 } },
  { provider: 'anthropic', id: 'claude-haiku-4-5', title: 'Claude Haiku 4.5', price: { input: 1, output: 5 } },
  { provider: 'openai', id: 'gpt-5.4', title: 'GPT-5.4', price: { input: 2.5, output: 15 } },
  { provider: 'openai', id: 'gpt-5.4-mini', title: 'GPT-5.4 mini', price: { input: 0.75, output: 4.5 } },
  { provider: 'openai', id: 'gpt-5.2', title: 'GPT-5.2', price: { input: 1.75, output: 14 } },
  { provider: 'openai', id: 'gpt-5', title: 'GPT-5', price: { input: 1.25, output: 10 } },
  { provider: 'openai', id: 'gpt-5-mini', title: 'GPT-5 mini', price: { input: 0.25, output: 2 } },
  { provider: 'openai', id: 'gpt-4.1', title: 'GPT-4.1', price: { input: 2, output: 8 } },
  { provider: 'openai', id: 'gpt-4.1-mini', title: 'GPT-4.1 mini', price: { input: 0.4, output: 1.6 } },
  { provider: 'openai', id: 'gpt-4o', title: 'GPT-4o', price: { input: 2.5, output: 10 } },
  { provider: 'openai', id: 'gpt-4o-mini', title: 'GPT-4o mini', price: { input: 0.15, output: 0.6 } },
];

/** Estimated cost in US dollars; undefined for a model whose price is not known. */
export function costOf(model: string, usage: { inputTokens: number; outputTokens: number }): number | undefined {
  // `gpt-5` must not price `gpt-5.4`: only a dated name (`-2025…`) of the same model counts as it.
  const known = KNOWN_MODELS.find(({ id }) => model === id || model.startsWith(`${id}-20`));
  if (!known) return undefined;
  const price = known.above && usage.inputTokens > known.above.tokens ? known.above : known.price;
  return (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1_000_000;
}
