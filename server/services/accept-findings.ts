/** Whether a flow may be published in spite of what the lint says. */
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import { errorsIn, problemsOf, type Accepted, type Lint } from '#platform/lint.ts';
import type { Actor } from '#server/actor.ts';
import { Forbidden } from '#server/errors.ts';
import { requireFreshSignIn } from '#server/step-up.ts';

/** Throws where errors stand in the way: only a person who has just signed in can say why they are none here. */
export async function acceptFindings(
  { findings, hash }: Lint,
  reason: string | undefined,
  actor: Actor,
): Promise<Accepted> {
  const errors = errorsIn(findings);
  if (errors.length === 0) return { hash, reason: null };
  if (actor.sessionId === undefined) throw new OnThePage(errors[0]?.message ?? '', problemsOf(errors));
  if (reason === undefined) {
    const first = errors[0]?.message ?? '';
    throw new Invalid(`This flow is not safe to publish: ${first} Publish it with a reason if that is right.`, [
      ...problemsOf(errors),
    ]);
  }
  await requireFreshSignIn(actor);
  return { hash, reason };
}

class OnThePage extends Forbidden {
  readonly details: Json;
  constructor(first: string, details: Json) {
    super(`This flow is not safe to publish: ${first} A person can publish it on the page, with a reason.`);
    this.details = details;
  }
}
