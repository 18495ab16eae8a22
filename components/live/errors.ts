import { TRPCClientError } from '@trpc/client';
import { inTheirWords } from '#components/texts/sentences.ts';
import type { TextKey, Texts } from '#messages/types.ts';

// Errors are told from callbacks all over the pages. A page has one language for as long as it lives.
let words: Texts<'common.errors'> | undefined;

/** Hands over the words for what the server did not word itself. */
export function keepErrorTexts(t: Texts<'common.errors'>): void {
  words = t;
}

/** A sentence that the server has no part in; nothing before the page is awake. */
export function say(key: TextKey<'common.errors'>): string {
  return words?.(key) ?? '';
}

type ErrorData = { code?: string; httpStatus?: number; details?: unknown };

function dataOf(error: unknown): ErrorData | null {
  return error instanceof TRPCClientError ? (error.data as ErrorData | null) : null;
}

/** What to tell the person: the server's own words where there are any. */
export function messageOf(error: unknown): string {
  if (error instanceof TRPCClientError) return dataOf(error) ? inTheirWords(error.message) : say('offline');
  if (error instanceof TypeError) return say('offline');
  return error instanceof Error && error.message ? inTheirWords(error.message) : say('unknown');
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
    typeof item?.path === 'string' && typeof item.message === 'string'
      ? [[item.path, inTheirWords(item.message)] as const]
      : [],
  );
  return Object.fromEntries(pairs);
}

/** What can happen in a flow and stood in the way of publishing it, a sentence each. */
export function unsafeIn(error: unknown): string[] {
  const details = dataOf(error)?.details;
  if (!Array.isArray(details)) return [];
  return details.flatMap((item: { rule?: unknown; message?: unknown }) =>
    typeof item?.rule === 'string' && typeof item.message === 'string' ? [inTheirWords(item.message)] : [],
  );
}

/** Worth another try: the server was away or overloaded, not one that said no. */
export function isPassing(error: unknown): boolean {
  const status = dataOf(error)?.httpStatus;
  return status === undefined || status >= 500;
}
