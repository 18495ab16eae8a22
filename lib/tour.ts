/** The steps of the tour, in their order. */
export const TOUR_STEPS = ['template', 'try', 'decide', 'look', 'publish', 'done'] as const;
export type TourStep = (typeof TOUR_STEPS)[number];

/** Where a person is in it: at a step, never asked yet, or through with it. */
export type TourState = TourStep | 'offered' | 'over';

/** Whether a stored name is still a step. */
export function isTourStep(name: string | null): name is TourStep {
  return TOUR_STEPS.includes(name as TourStep);
}

/** The step after this one; the last one leads nowhere. */
export function afterStep(step: TourStep): TourStep | 'over' {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) + 1] ?? 'over';
}

/** The step before this one, itself for the first. */
export function beforeStep(step: TourStep): TourStep {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) - 1] ?? step;
}

/** What the tour looks at to see that a step is done. */
export type TourFacts = {
  pathname: string;
  /** Of the newest run; null for none yet. */
  run: { id: string; status: string } | null;
  published: boolean;
};

/** Whether what a step asks for has been done. `look` and `done` are for reading: the person goes on. */
export function isDone(step: TourStep, { pathname, run, published }: TourFacts): boolean {
  switch (step) {
    case 'template':
      return /^\/flows\/[^/]+$/.test(pathname);
    case 'try':
      return run !== null;
    case 'decide':
      return run !== null && ['done', 'failed', 'stopped'].includes(run.status);
    case 'publish':
      return published;
    case 'look':
    case 'done':
      return false;
    default:
      return step satisfies never;
  }
}
