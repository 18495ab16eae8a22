import type { OutputFacts } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';

const NOTHING: OutputFacts = { items: null, tokens: null };

/** What cards and wires say of an output. A value in the blob store is not opened for it. */
export function factsOf(output: Stored): OutputFacts {
  if (output.kind !== 'inline') return NOTHING;
  const { value } = output;
  if (Array.isArray(value)) return { items: value.length, tokens: null };
  if (value === null || typeof value !== 'object') return NOTHING;
  const lists = Object.values(value).filter((one) => Array.isArray(one));
  return { items: lists.length === 1 ? (lists[0]?.length ?? null) : null, tokens: tokensOf(value) };
}

function tokensOf(value: { [key: string]: Json }): number | null {
  const usage = Object.hasOwn(value, 'usage') ? value['usage'] : null;
  if (usage === null || typeof usage !== 'object' || Array.isArray(usage)) return null;
  const { inputTokens, outputTokens } = usage as Record<string, Json | undefined>;
  return typeof inputTokens === 'number' && typeof outputTokens === 'number' ? inputTokens + outputTokens : null;
}
