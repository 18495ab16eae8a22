import { BadComparison } from '#lib/condition.ts';
import { failStep } from '#lib/engine/settle.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import { Invalid } from '#lib/errors.ts';

const TOO_DEEP = { type: 'TooDeep', message: 'A value is nested too deeply.' };

/** What goes wrong with a step's values is that step's failure, not the run's. */
export function guarded(turn: Turn, step: StepAt, work: () => void): void {
  try {
    work();
  } catch (error) {
    const hint = `Look at the settings of "${step.name}".`;
    failStep(turn, step, { error: { ...meaningOf(error), hint } });
  }
}

function meaningOf(error: unknown): { type: string; message: string } {
  if (error instanceof Invalid || error instanceof BadComparison) return { type: error.name, message: error.message };
  if (error instanceof RangeError) return TOO_DEEP;
  const why = error instanceof Error ? error.message : String(error);
  return { type: 'Invalid', message: `The values of this step are not of the kind it needs (${why}).` };
}
