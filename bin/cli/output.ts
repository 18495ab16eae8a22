import type { Io } from '#bin/cli/io.ts';
import { explain } from '#server/errors.ts';
import { ApiError } from '#bin/cli/api-error.ts';

/** What a command gives back: data for --json, lines for people. */
export type Answer = { data: unknown; lines: string[]; exitCode?: number };

export const EXIT = { ok: 0, failed: 1, invalid: 2, notFound: 3, conflict: 4, unreachable: 5 } as const;

const BY_STATUS: Record<number, number> = {
  400: EXIT.invalid,
  404: EXIT.notFound,
  409: EXIT.conflict,
  410: EXIT.conflict,
  503: EXIT.unreachable,
};

/** Prints an answer and sets the exit code. */
export function show(io: Io, { data, lines, exitCode = EXIT.ok }: Answer, asJson: boolean): void {
  const text = asJson ? JSON.stringify(data, null, 2) : lines.join('\n');
  if (text !== '') io.stdout.write(`${text}\n`);
  io.exitCode = exitCode;
}

/** Prints what went wrong, in the same words as the API, and sets the exit code. */
export function showError(io: Io, error: unknown, asJson: boolean): void {
  const { status, code, message, details } = error instanceof ApiError ? error : explain(error);
  if (asJson) io.stdout.write(`${JSON.stringify({ error: { code, message, details } }, null, 2)}\n`);
  else io.stderr.write(`${[message, ...detailLines(details)].join('\n')}\n`);
  io.exitCode = BY_STATUS[status] ?? EXIT.failed;
}

function detailLines(details: unknown): string[] {
  if (!Array.isArray(details)) return [];
  return details.map(
    (detail: { path?: string; message?: string }) =>
      `  ${detail.path ? `${detail.path}: ` : ''}${detail.message ?? ''}`,
  );
}

/** Rows in columns, the first row being their titles. */
export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `2026-11-22 08:05` of an ISO time; a dash for none. */
export function shortTime(iso: string | null): string {
  return iso ? iso.slice(0, 16).replace('T', ' ') : '-';
}
