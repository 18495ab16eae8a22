/** When a step begins. */
import type { Arrivals } from '#lib/engine/turn.ts';
import type { Join } from '#lib/plan.ts';

/** Whether enough is known of a step's edges to say that it runs, or that it never will. */
export function isDecided(join: Join, arrivals: Arrivals): boolean {
  const { undecided, taken } = arrivals;
  if (join.mode === 'all') return undecided === 0;
  const needed = neededBy(join);
  return taken >= needed || taken + undecided < needed;
}

/** Whether a decided step runs; else it is skipped. */
export function goesOn(join: Join, { taken }: Arrivals): boolean {
  return taken >= neededBy(join);
}

function neededBy(join: Join): number {
  return join.mode === 'count' ? join.count : 1;
}
