/** The lines of a run's list and timeline: steps, and under an opened loop its rounds, and under those their steps. */
import { LOOP_TYPES } from '#lib/control.ts';
import { stepKey } from '#lib/engine/types.ts';
import { iterationsOf } from '#lib/iterations.ts';
import type { IterationView, RunView, StepView } from '#lib/views-runs.ts';

/** The rounds of a loop that are to be listed; `at` gives null for one that is not loaded yet. */
export type RoundSource = { total: number | null; at: (index: number) => IterationView | null };

/** A loop whose rounds are listed: its key as a step; with `failed` only the rounds that failed. */
export type OpenLoop = { key: string; node: string; iteration: string; failed: boolean };

export type StepRow = { kind: 'step'; key: string; depth: number; step: StepView; isLoop: boolean; open: boolean };
export type RoundRow = {
  kind: 'round';
  key: string;
  depth: number;
  loop: OpenLoop;
  index: number;
  round: IterationView | null;
  open: boolean;
};
/** The rounds of a loop are not there yet, or there are none. */
export type NoteRow = { kind: 'note'; key: string; depth: number; loop: OpenLoop; note: 'loading' | 'none' };
export type Row = StepRow | RoundRow | NoteRow;

export type Listing = {
  /** Keys of opened rows, `true`, and of those that a person closed, `false`. */
  toggled: ReadonlyMap<string, boolean>;
  /** Loops of which only failed rounds are listed, by key. */
  failedOnly: ReadonlySet<string>;
  /** Open without being asked to. */
  opensItself: (step: StepView) => boolean;
  roundsOf: (loop: OpenLoop) => RoundSource;
};

/** All lines, in order. */
export function rowsOf(steps: readonly StepView[], listing: Listing): Row[] {
  return stepRows(
    steps.filter(({ iteration }) => iteration === ''),
    { depth: 0, listing },
  );
}

type Level = { depth: number; listing: Listing };

function stepRows(steps: readonly StepView[], { depth, listing }: Level): Row[] {
  return steps.flatMap((step) => {
    const key = stepKey(step.node, step.iteration);
    const isLoop = LOOP_TYPES.has(step.type);
    const open = listing.toggled.get(key) ?? listing.opensItself(step);
    const row: StepRow = { kind: 'step', key, depth, step, isLoop, open };
    if (!isLoop || !open) return [row];
    const loop = { key, node: step.node, iteration: step.iteration, failed: listing.failedOnly.has(key) };
    return [row, ...roundRows(loop, { depth: depth + 1, listing })];
  });
}

function roundRows(loop: OpenLoop, { depth, listing }: Level): Row[] {
  const source = listing.roundsOf(loop);
  if (!source.total)
    return [{ kind: 'note', key: `${loop.key}#`, depth, loop, note: source.total === 0 ? 'none' : 'loading' }];
  const rows: Row[] = [];
  for (let index = 0; index < source.total; index += 1) {
    const round = source.at(index);
    const key = `${loop.key}#${loop.failed ? `failed ${index}` : index}`;
    const open = listing.toggled.get(key) ?? false;
    rows.push({ kind: 'round', key, depth, loop, index, round, open });
    if (open && round) rows.push(...stepRows(round.steps, { depth: depth + 1, listing }));
  }
  return rows;
}

/** What must be open for a step to have a line: the loops and rounds around it. */
export function rowsAround(step: { node: string; iteration: string }, parents: ReadonlyMap<string, string>): string[] {
  const path = step.iteration === '' ? [] : step.iteration.split('/');
  const keys: string[] = [];
  let loop = parents.get(step.node);
  for (let depth = path.length; depth > 0 && loop !== undefined; depth -= 1) {
    const outer = path.slice(0, depth - 1).join('/');
    const key = stepKey(loop, outer);
    keys.push(`${key}#${path[depth - 1] ?? ''}`, key);
    loop = parents.get(loop);
  }
  return keys.reverse();
}

/** The rounds of a run whose steps are all at hand. */
export function roundsAtHand(run: Pick<RunView, 'steps'>, parents: ReadonlyMap<string, string>) {
  const known = new Map<string, IterationView[]>();
  return (loop: OpenLoop): RoundSource => {
    const key = `${loop.key} ${String(loop.failed)}`;
    const all = known.get(key) ?? iterationsOf(run.steps, { node: loop.node, iteration: loop.iteration, parents });
    const rounds = loop.failed ? all.filter(({ status }) => status === 'failed') : all;
    known.set(key, rounds);
    return { total: rounds.length, at: (index) => rounds[index] ?? null };
  };
}
