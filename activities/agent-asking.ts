/** How an agent's conversation is put to its model. */
import { shownIn } from '#activities/agent-files.ts';
import { turnsOf } from '#activities/agent-prompt.ts';
import { askModel, type Answered, type Asked } from '#activities/ask-model.ts';
import { NoPictures } from '#activities/connections/model-errors.ts';
import type { Turn } from '#activities/connections/model-client.ts';
import type { ActivityContext } from '#activities/context.ts';
import type { ModelChoice } from '#nodes/model-fields.ts';
import type { SaidMessage } from '#platform/agent-runs.ts';

type Told = Omit<Asked, 'turns'> & { said: readonly SaidMessage[]; then?: Turn[] };

/**
 * Asks with the pictures of a conversation; where the model takes none, without them, and it is told so: one picture must
 * not end a conversation. `then`: what is said last.
 */
export async function askAbout(
  ctx: ActivityContext,
  choice: ModelChoice,
  { said, then = [], ...asked }: Told,
): Promise<Answered> {
  const shown = await shownIn(said);
  const ask = (pictures: typeof shown) =>
    askModel(ctx, choice, { ...asked, turns: [...turnsOf(said, pictures), ...then] });
  try {
    return await ask(shown);
  } catch (error) {
    if (!(error instanceof NoPictures)) throw error;
    return ask(new Map());
  }
}
