import { TRPCClientError } from '@trpc/client';

const TEXT = {
  offline: 'Hearth does not answer. Check that it is running, then try again.',
  unknown: 'Something went wrong. Try again.',
};

type ErrorData = { code?: string; httpStatus?: number; details?: unknown };

function dataOf(error: unknown): ErrorData | null {
  return error instanceof TRPCClientError ? (error.data as ErrorData | null) : null;
}

/** What to tell the person: the server's own words where there are any. */
export function messageOf(error: unknown): string {
  if (error instanceof TRPCClientError) return dataOf(error) ? error.message : TEXT.offline;
  if (error instanceof TypeError) return TEXT.offline;
  return error instanceof Error && error.message ? error.message : TEXT.unknown;
}

/** The tRPC code of an error, e.g. `CONFLICT`; null when the server was not reached. */
export function codeOf(error: unknown): string | null {
  return dataOf(error)?.code ?? null;
}

/** What the server found wrong, by field path. */
export function fieldErrors(error: unknown): Record<string, string> {
  const details = dataOf(error)?.details;
  if (!Array.isArray(details)) return {};
  const pairs = details.flatMap((item: { path?: unknown; message?: unknown }) =>
    typeof item?.path === 'string' && typeof item.message === 'string' ? [[item.path, item.message] as const] : [],
  );
  return Object.fromEntries(pairs);
}

/** Worth another try: the server was away or overloaded, not one that said no. */
export function isPassing(error: unknown): boolean {
  const status = dataOf(error)?.httpStatus;
  return status === undefined || status >= 500;
}
