/**
 * US dollars for a million tokens; `cached` for those read from the provider's cache, a tenth of `input` unless it says
 * otherwise.
 */
type Price = { input: number; output: number; cached?: number };

/** A model by name. `context`: tokens that it can read and write at a time. `above`: the price once the prompt is longer than `tokens`. */
type KnownModel = {
  provider: 'anthropic' | 'openai';
  id: string;
  title: string;
  context: number;
  price: Price;
  above?: Price & { tokens: number };
};

const CACHED_SHARE = 0.1;
/** What is written to a cache costs more than what is only read. */
const WRITE_SHARE = 1.25;

/**
 * Models the form offers and whose cost Hearth can estimate. Any other name works too, without a cost.
 * Prices and sizes as the providers published them on 2026-11-22; where a size was not certain, the smaller one.
 */
export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    provider: 'anthropic',
    id: 'claude-sonnet-5-5',
    title: 'Claude Sonnet 5.5',
    context: 1_000_000,
    price: { input: 2, output: 10 },
  },
  {
    provider: 'anthropic',
    id: 'claude-opus-5-5',
    title: 'Claude Opus 5.5',
    context: 1_000_000,
    price: { input: 4, output: 20 },
  },
  {
    provider: 'anthropic',
    id: 'claude-haiku-5-5',
    title: 'Claude Haiku 5.5',
    context: 1_000_000,
    price: { input: 0.1, output: 0.5 },
    above: { tokens: 100_000, input: 0.5, output: 2.5 },
  },
  {
    provider: 'anthropic',
    id: 'claude-fable-5-1',
    title: 'Claude Fable 5.1',
    context: 1_000_000,
    price: { input: 10, output: 50 },
  },
  {
    provider: 'anthropic',
    id: 'claude-sonnet-5',
    title: 'Claude Sonnet 5',
    context: 1_000_000,
    price: { input: 2, output: 10 },
  },
  {
    provider: 'anthropic',
    id: 'claude-opus-5',
    title: 'Claude Opus 5',
    context: 1_000_000,
    price: { input: 5, output: 25 },
  },
  {
    provider: 'anthropic',
    id: 'claude-sonnet-4-6',
    title: 'Claude Sonnet 4.6',
    context: 200_000,
    price: { input: 3, output: 15 },
  },
  {
    provider: 'anthropic',
    id: 'claude-haiku-4-5',
    title: 'Claude Haiku 4.5',
    context: 200_000,
    price: { input: 1, output: 5 },
  },
  {
    provider: 'openai',
    id: 'gpt-5.4',
    title: 'GPT-5.4',
    context: 400_000,
    price: { input: 2.5, output: 15, cached: 0.25 },
  },
  {
    provider: 'openai',
    id: 'gpt-5.4-mini',
    title: 'GPT-5.4 mini',
    context: 400_000,
    price: { input: 0.75, output: 4.5, cached: 0.075 },
  },
  {
    provider: 'openai',
    id: 'gpt-5.2',
    title: 'GPT-5.2',
    context: 400_000,
    price: { input: 1.75, output: 14, cached: 0.175 },
  },
  {
    provider: 'openai',
    id: 'gpt-5',
    title: 'GPT-5',
    context: 400_000,
    price: { input: 1.25, output: 10, cached: 0.125 },
  },
  {
    provider: 'openai',
    id: 'gpt-5-mini',
    title: 'GPT-5 mini',
    context: 400_000,
    price: { input: 0.25, output: 2, cached: 0.025 },
  },
  {
    provider: 'openai',
    id: 'gpt-4.1',
    title: 'GPT-4.1',
    context: 1_000_000,
    price: { input: 2, output: 8, cached: 0.5 },
  },
  {
    provider: 'openai',
    id: 'gpt-4.1-mini',
    title: 'GPT-4.1 mini',
    context: 1_000_000,
    price: { input: 0.4, output: 1.6, cached: 0.1 },
  },
  {
    provider: 'openai',
    id: 'gpt-4o',
    title: 'GPT-4o',
    context: 128_000,
    price: { input: 2.5, output: 10, cached: 1.25 },
  },
  {
    provider: 'openai',
    id: 'gpt-4o-mini',
    title: 'GPT-4o mini',
    context: 128_000,
    price: { input: 0.15, output: 0.6, cached: 0.075 },
  },
];

/** Tokens that were sent and received; of those sent, some were read from or written to the provider's cache. */
type Used = { inputTokens: number; outputTokens: number; cachedTokens?: number; cacheWriteTokens?: number };

/** Estimated cost in US dollars; undefined for a model whose price is not known. */
export function costOf(model: string, used: Used): number | undefined {
  const known = knownModel(model);
  if (!known) return undefined;
  const { inputTokens, outputTokens, cachedTokens = 0, cacheWriteTokens = 0 } = used;
  const price = known.above && inputTokens > known.above.tokens ? known.above : known.price;
  const plain = inputTokens - cachedTokens - cacheWriteTokens;
  const cached = cachedTokens * (price.cached ?? price.input * CACHED_SHARE);
  const written = cacheWriteTokens * price.input * WRITE_SHARE;
  return (plain * price.input + cached + written + outputTokens * price.output) / 1_000_000;
}

/** Tokens that a model can hold at a time; undefined where that is not known. */
export function contextOf(model: string): number | undefined {
  return knownModel(model)?.context;
}

/** A broker puts the provider before the name; `gpt-5` must not stand for `gpt-5.4`, only for a dated name (`-2025…`) of itself. */
function knownModel(model: string): KnownModel | undefined {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return KNOWN_MODELS.find(({ id }) => name === id || name.startsWith(`${id}-20`));
}
