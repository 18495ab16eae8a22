/** Ids of what stands still before it acts; they take the place of an approval's id where a run waits for one of these. */
const PREFIX = 'hold-';

export function holdId(unique: string): string {
  return `${PREFIX}${unique}`;
}

export function isHoldId(id: string | undefined): boolean {
  return id?.startsWith(PREFIX) === true;
}
