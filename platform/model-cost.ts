/** What a question to a model may cost at most, told before it is asked. */
import { costOf } from '#nodes/models.ts';
import type { GateInput } from '#platform/gate-types.ts';

/** An answer that does not fit its schema is asked for once more, with the first one before it. */
const MOST_TURNS = 2;

/** In US dollars; null where the price is not known. */
export function mostCost({ args, connection }: GateInput): number | null {
  if (connection?.type === 'ollama') return 0;
  const value = (field: string) => args.find((arg) => arg.field === field)?.value;
  const [model, longest] = [value('model'), value('maxTokens')];
  if (typeof model !== 'string' || typeof longest !== 'number') return null;
  // A token is at least one byte; what the service adds to a question is little beside that.
  const asked = Buffer.byteLength(JSON.stringify(args.map((arg) => arg.value)));
  const cost = costOf(model, { inputTokens: MOST_TURNS * asked + longest, outputTokens: MOST_TURNS * longest });
  return cost ?? null;
}
