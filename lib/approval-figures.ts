/** How questions are answered: whether they are read, and whether there are too many. */

/** A question that was asked. Times in ms since 1970. */
export type Answered = {
  flowId: string;
  /** Nobody decided: it expired or was taken back. */
  decidedAt: number | null;
  createdAt: number;
  refused: boolean;
  /** How long it was on the screen, where the page said so */
  readMs: number | null;
};

export type ApprovalFigures = {
  /** Questions asked, and runs begun, in the same time */
  asked: number;
  runs: number;
  /** Null where there was no run */
  per100Runs: number | null;
  /** From the question to its answer, of half of them; ms */
  medianMs: number | null;
  /** Share (0 to 1) that was on the screen for less than two seconds before it was decided */
  hasty: number | null;
  /** Share (0 to 1) of decisions that were a no */
  refused: number | null;
  /** Flows that ask most, most first */
  flows: { flowId: string; asked: number }[];
};

const HASTY_MS = 2000;
const MOST_FLOWS = 5;

/** Sums up questions of some time. Shares and times are null where there is nothing to tell them of. */
export function figuresOf(questions: readonly Answered[], runs: number): ApprovalFigures {
  const decided = questions.flatMap(({ decidedAt, ...rest }) => (decidedAt === null ? [] : [{ ...rest, decidedAt }]));
  const read = decided.flatMap(({ readMs }) => (readMs === null ? [] : [readMs]));
  const byFlow = new Map<string, number>();
  for (const { flowId } of questions) byFlow.set(flowId, (byFlow.get(flowId) ?? 0) + 1);
  return {
    ...{ asked: questions.length, runs },
    per100Runs: runs === 0 ? null : (questions.length / runs) * 100,
    medianMs: median(decided.map(({ createdAt, decidedAt }) => Math.max(0, decidedAt - createdAt))),
    hasty: share(read.filter((ms) => ms < HASTY_MS).length, read.length),
    refused: share(decided.filter(({ refused }) => refused).length, decided.length),
    flows: [...byFlow]
      .map(([flowId, asked]) => ({ flowId, asked }))
      .sort((one, other) => other.asked - one.asked || (one.flowId < other.flowId ? -1 : 1))
      .slice(0, MOST_FLOWS),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
