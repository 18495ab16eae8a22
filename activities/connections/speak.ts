import type { ModelDeps } from '#activities/connections/model-client.ts';
import { BadKey, NoCredit, TooLong, UnknownModel } from '#activities/connections/model-errors.ts';
import { limitResetMs, retryAfterMs } from '#activities/retry-after.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** An answer that takes longer is taken for lost. The step's own time limit may be shorter. */
export const ANSWER_TIMEOUT_MS = 10 * 60 * 1000;
const MAX_ANSWER_BYTES = 20 * 1024 * 1024;

/** Errors inside a stream that the next attempt would meet again. */
const LASTING = [
  'invalid_request_error',
  'authentication_error',
  'permission_error',
  'billing_error',
  'not_found_error',
  'insufficient_quota',
];
const TOO_LONG = ['context_length_exceeded', 'request_too_large'];

/**
 * Runs a conversation with an SDK. Answers that are errors never reach the SDK: each wraps them in its own way and
 * some lose the cause, so they are judged here, once for all services.
 */
export async function speak<T>(deps: ModelDeps, model: string, talk: (fetch: Fetch) => Promise<T>): Promise<T> {
  let failure: Error | undefined;
  const silence = new Silence(deps, (error) => (failure ??= error));
  const fetchJudged: Fetch = async (input, init) => {
    try {
      const signals = [deps.signal, silence.signal, ...(init?.signal ? [init.signal] : [])];
      const response = await deps.fetch(input instanceof Request ? input.url : input, {
        ...init,
        signal: AbortSignal.any(signals),
        ...(deps.whole ?? { timeoutMs: ANSWER_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES }),
      });
      if (response.ok) return silence.heard(response);
      throw await judge(deps, model, response);
    } catch (error) {
      failure = isOurs(error) ? error : unreachable(deps, error);
      throw failure;
    }
  };
  try {
    return await talk(fetchJudged);
  } catch (error) {
    if (deps.signal.aborted) throw deps.signal.reason;
    throw failure ?? (isOurs(error) ? error : brokenOff(deps, error));
  } finally {
    silence.end();
  }
}

/** A service that says nothing for too long counts as lost: somebody else can be asked while there is time. */
class Silence {
  private readonly stop = new AbortController();
  private readonly limitMs: number;
  private readonly lost: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ service, silenceMs = ANSWER_TIMEOUT_MS }: ModelDeps, told: (error: Error) => void) {
    this.limitMs = silenceMs;
    this.lost = () => {
      const error = new Unreachable(`${service} said nothing for ${Math.round(silenceMs / 1000)} seconds.`);
      told(error);
      this.stop.abort(error);
    };
    this.listen();
  }

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** The same answer, each part of which is a sign of life. */
  heard(response: Response): Response {
    this.listen();
    if (!response.body) return response;
    const parts = new TransformStream<Uint8Array, Uint8Array>({
      transform: (part, to) => {
        this.listen();
        to.enqueue(part);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(parts), { status, statusText, headers });
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private listen(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.lost, this.limitMs);
  }
}

function isOurs(error: unknown): error is Error {
  return error instanceof Refused || error instanceof Unreachable || error instanceof Invalid;
}

function unreachable(deps: ModelDeps, cause: unknown): Unreachable {
  const where = new URL(deps.baseUrl).host;
  return new Unreachable(`Cannot reach ${deps.service} at ${where}. Is it running, and is the address right?`, {
    cause,
  });
}

/** What an error inside a stream means: the service may still name one that will not pass. */
function brokenOff(deps: ModelDeps, cause: unknown): Error {
  const { type, code, message } = cause as { type?: unknown; code?: unknown; message?: unknown };
  const why = `${deps.service} broke off its answer: ${String(message)}`;
  if (TOO_LONG.includes(String(code ?? type))) return new TooLong(why);
  if (LASTING.includes(String(type)) || LASTING.includes(String(code))) return new Refused(why);
  return new Unreachable(`${deps.service} broke off its answer before it was complete.`, { cause });
}

type Complaint = { message: string; code: string };

async function complaintOf(response: Response): Promise<Complaint> {
  const text = (await response.text().catch(() => '')).slice(0, 4000);
  try {
    const body = JSON.parse(text) as { error?: unknown; message?: unknown };
    const error = (typeof body.error === 'object' && body.error !== null ? body.error : body) as Record<
      string,
      unknown
    >;
    const message = typeof body.error === 'string' ? body.error : error.message;
    return {
      message: typeof message === 'string' ? message.slice(0, 500) : '',
      code: wordOf(error.code) ?? wordOf(error.type) ?? '',
    };
  } catch {
    // A proxy's page in HTML would not help anybody.
    return { message: text.startsWith('<') ? '' : text.slice(0, 300), code: '' };
  }
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function judge(deps: ModelDeps, model: string, response: Response): Promise<Error> {
  const { status } = response;
  const { message, code } = await complaintOf(response);
  const said = message === '' ? `status ${status}` : message;
  const { name } = deps.connection;
  if (status === 401)
    return new BadKey(
      `${deps.service} did not accept the key of the connection "${name}". Check the key in Connections.`,
    );
  if (status === 403)
    return new BadKey(
      `${deps.service} does not let the key of the connection "${name}" do this (${said}). Ask for it with the provider.`,
    );
  if (status === 402 || code === 'insufficient_quota' || /credit balance is too low/i.test(message)) {
    return new NoCredit(`The account of the connection "${name}" has no credit left. Top it up with the provider.`);
  }
  if (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500) {
    const now = deps.now().getTime();
    const wait =
      retryAfterMs(response.headers, now) ?? (status === 429 ? limitResetMs(response.headers, now) : undefined);
    const why = status === 429 ? 'asks us to slow down' : status === 529 ? 'is overloaded' : 'had trouble';
    return new Unreachable(`${deps.service} ${why} (${said}).`, wait === undefined ? {} : { retryAfterMs: wait });
  }
  if (status === 404) {
    const hint =
      deps.connection.type === 'ollama'
        ? ` Fetch it with: ollama pull ${model}`
        : ' Check the name of the model and the address of the connection.';
    return new UnknownModel(`${deps.service} does not know "${model}" (${said}).${hint}`);
  }
  if (
    status === 413 ||
    code === 'context_length_exceeded' ||
    /too long|maximum context|context length/i.test(message)
  ) {
    return new TooLong(
      `The prompt is too long for ${model} (${said}). Send less text or choose a model with a longer memory.`,
    );
  }
  return new Refused(`${deps.service} refused the request (${said}).`);
}
