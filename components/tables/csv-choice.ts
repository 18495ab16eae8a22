import type { CsvPreview } from '#lib/views-data.ts';

export const MAX_CSV_BYTES = 5_000_000;

/** Leaves a column of the file out. */
export const LEFT_OUT = '-';

/** A name that a column of a table may have, made from what stands in the file. */
export function columnNameFrom(name: string): string {
  const kept = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  const begun = /^\p{L}/u.test(kept) ? kept : `column ${kept}`.trim();
  return begun.slice(0, 60).trim();
}

/** Where each column of the file goes at first: into the one of its name, else into a new one. */
export function firstChoice(preview: CsvPreview, columns: string[]): string[] {
  const taken = new Set<string>();
  return preview.columns.map((name) => {
    const wanted = columnNameFrom(name);
    const known = columns.find((column) => column.toLowerCase() === wanted.toLowerCase() && !taken.has(column));
    const free = known ?? freeName(wanted, new Set([...taken, ...columns]));
    taken.add(free);
    return free;
  });
}

function freeName(wanted: string, taken: Set<string>): string {
  let free = wanted;
  for (let n = 2; taken.has(free); n += 1) free = `${wanted.slice(0, 56)} ${n}`;
  return free;
}

/** The text of a file as spreadsheets save it: UTF-8, or the older one of Windows. */
export function decodeCsv(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
