/** Ids of what stands still before it acts; they take the place of an approval's id where a run waits for one of these. */
const PREFIX = 'hold-';

export function holdId(unique: string): string {
  return `${PREFIX}${unique}`;
}

export function isHoldId(id: string | undefined): boolean {
  return id?.startsWith(PREFIX) === true;
}

const CAP = 'cap-';

/** Ids of questions whether a budget may be raised: the answer is no approval of what the step does. */
export function capId(unique: string): string {
  return `${CAP}${unique}`;
}

export function isCapId(id: string | undefined): boolean {
  return id?.startsWith(CAP) === true;
}
