/** Notices a stop while a step is under way: what streams or waits is let go of within a second, not at its end. */
import { stopFlags } from '#platform/stop.ts';

const LOOK_EVERY_MS = 400;

/** A stop was set while the step was under way. */
export class StoppedMeanwhile extends Error {
  override name = 'StoppedMeanwhile';
  constructor() {
    super('Everything that this step belongs to was stopped while it was under way.');
  }
}

type UnderStop = { scopes: ReadonlySet<string>; stop: () => void };

const underWay = new Set<UnderStop>();
let timer: NodeJS.Timeout | undefined;

/** Calls `stop` once a stop holds for one of these scopes; until the returned function is called. */
export function watchStops(scopes: readonly string[], stop: () => void): () => void {
  const one: UnderStop = { scopes: new Set(['global', ...scopes]), stop };
  underWay.add(one);
  timer ??= setInterval(look, LOOK_EVERY_MS);
  return () => {
    underWay.delete(one);
    if (underWay.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function look(): void {
  stopFlags().then(
    (flags) => {
      for (const one of [...underWay]) if (flags.some(({ scope }) => one.scopes.has(scope))) one.stop();
    },
    // The gate reads the flags itself before the next step.
    () => {},
  );
}
