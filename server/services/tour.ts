import { isTourStep, type TourState, type TourStep } from '#lib/tour.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';

/** Where a person is in the tour. It is offered to those who run this Hearth; others may begin it from the help. */
export async function tourOf({ userId, rights }: Actor): Promise<TourState> {
  const row = await db().tour.findUnique({ where: { userId }, select: { step: true } });
  if (!row) return rights.includes('admin') ? 'offered' : 'over';
  return isTourStep(row.step) ? row.step : 'over';
}

/** Keeps where a person is; `over` ends it until they begin again. */
export async function keepTour(actor: Actor, at: TourStep | 'over'): Promise<{ tour: TourState }> {
  const step = at === 'over' ? null : at;
  const where = { userId: actor.userId };
  await db().tour.upsert({ where, create: { ...where, step }, update: { step } });
  return { tour: at };
}
