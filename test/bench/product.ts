/** The product as a whole: how soon it is there, how much it holds, how soon a page knows. */
import { readFileSync, readdirSync } from 'node:fs';
import { startProduct } from '../e2e/support/product.ts';
import { median, ms, timed } from './measure.ts';
import type { Figure } from './measure.ts';

/** Time from `npm start` on a data folder that exists to the line that says it is ready. */
export async function startUp(settings: Record<string, string>): Promise<Figure> {
  const taken: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    let product: Awaited<ReturnType<typeof startProduct>> | undefined;
    taken.push(await timed(async () => (product = await startProduct(settings))));
    await product?.[Symbol.asyncDispose]();
  }
  const seconds = median(taken) / 1000;
  return {
    what: 'ready after a start, not the first',
    value: `${seconds.toFixed(1)} s`,
    bar: 'under 5 s',
    within: seconds < 5,
  };
}

/** Resident memory of a process and all it started, in MB. Linux only: elsewhere there is nothing to read. */
export function memory(pid: number): Figure {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = statusOf(Number(name), 'PPid');
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const family = [...parents.keys()].filter((one) => isUnder(one, pid, parents));
  const megabytes = Math.round(family.reduce((sum, one) => sum + (statusOf(one, 'VmRSS') ?? 0), 0) / 1024);
  return {
    what: 'resident memory, all processes, idle',
    value: `${megabytes} MB`,
    bar: 'under 750 MB',
    within: megabytes < 750,
  };
}

function isUnder(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true;
  return false;
}

function statusOf(pid: number, field: string): number | undefined {
  try {
    const line = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) : undefined;
  } catch {
    return undefined;
  }
}

/** Time from when a step ended to when a page that watches the run is told. */
export function heard(delays: readonly number[]): Figure {
  const value = median(delays);
  return {
    what: "a step's end, until a watching page hears of it",
    value: ms(value),
    bar: 'under 300 ms',
    within: value < 300,
  };
}
