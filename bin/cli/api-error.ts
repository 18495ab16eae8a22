/** What the REST interface answered instead of doing it. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly details: unknown;

  constructor({
    status,
    code,
    message,
    details,
  }: {
    status: number;
    code: string;
    message: string;
    details?: unknown;
  }) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Adds where a person can do it to a refusal that is only about the token. */
export function orOnThePage(error: unknown, place: string): never {
  if (!(error instanceof ApiError) || error.status !== 403) throw error;
  const { status, code, message, details } = error;
  throw new ApiError({ status, code, message: `${message}\nOn the page: ${place}`, details });
}
