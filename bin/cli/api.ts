/** The REST interface, as commands use it: with a short token, and for what tokens cannot do with the person's password. */
import { Invalid, Unreachable } from '#lib/errors.ts';
import { parseEnv } from '#platform/env.ts';
import { ApiError } from '#bin/cli/api-error.ts';
import type { Io } from '#bin/cli/io.ts';
import { readLogin, type Login } from '#bin/cli/login-file.ts';
import { ask, askHidden } from '#bin/cli/prompt.ts';

type Query = Record<string, string | number | undefined>;

export type Api = {
  /** Where Hearth is, without a slash at the end. */
  url: string;
  get: <T>(path: string, query?: Query) => Promise<T>;
  /** `POST /flows` and the like. */
  send: <T>(what: string, body?: unknown) => Promise<T>;
};

/** A path with its parameters made safe. */
export function at(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.map((part, i) => part + encodeURIComponent(values[i] ?? '')).join('');
}

/** The interface with the token of the environment, or of whoever is signed in on this machine. */
export function connect(io: Io): Api {
  const { HEARTH_TOKEN: token, HEARTH_URL: named } = io.env;
  if (token) return apiAt(addressOf(named ?? usualAddress(io)), { authorization: `Bearer ${token}` });
  const login = knownHere(io);
  if (!login) throw new Invalid('You are not signed in. Sign in with: hearth login');
  return apiAt(login.url, { authorization: `Bearer ${login.token}` });
}

/** For what a token cannot do: asks for the password, and signs in for as long as the work takes. */
export async function withPassword<T>(io: Io, work: (api: Api) => Promise<T>): Promise<T> {
  if (io.env['HEARTH_TOKEN']) return work(connect(io));
  const login = knownHere(io);
  const email = login?.email ?? (await ask(io, 'Email'));
  const password = await askHidden(io, `Password of ${email}`);
  return signedIn({ url: login?.url ?? givenAddress(io), email, password }, work);
}

/** Signs in as a browser does, does the work and signs out. */
export async function signedIn<T>(
  { url, email, password }: { url: string; email: string; password: string },
  work: (api: Api) => Promise<T>,
): Promise<T> {
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' };
  const answer = await reach(url, {
    what: 'POST /api/auth/sign-in/email',
    headers,
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw await refusal(answer);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  try {
    return await work(apiAt(url, { ...headers, cookie }));
  } finally {
    await reach(url, { what: 'POST /api/auth/sign-out', headers: { ...headers, cookie }, body: '{}' }).catch(
      () => null,
    );
  }
}

/** The address that is named, or that of this machine. */
export function givenAddress(io: Io, named?: string): string {
  return addressOf(named ?? (io.env['HEARTH_URL'] || usualAddress(io)));
}

/** A token goes to the place that gave it, whatever else is named. */
function knownHere(io: Io): Login | null {
  const login = readLogin(io);
  const named = io.env['HEARTH_URL'];
  if (login && named && addressOf(named) !== login.url)
    throw new Invalid(`You are signed in at ${login.url}, not at ${named}. Sign in there: hearth login --url ${named}`);
  return login;
}

function usualAddress({ env }: Io): string {
  return parseEnv(env).publicUrl;
}

function addressOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Invalid('An address begins with http:// or https://');
  const { protocol, hostname, origin } = new URL(text);
  const isHere = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !isHere)
    throw new Invalid(`Passwords and tokens do not go to ${hostname} in the clear. Use its https:// address.`);
  return origin;
}

function apiAt(url: string, headers: Record<string, string>): Api {
  const call = async <T>(what: string, body?: unknown): Promise<T> => {
    const [method = '', path = ''] = what.split(' ');
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await reach(url, { what: `${method} /api/v1${path}`, headers, body: text });
    if (!answer.ok) throw await refusal(answer);
    return (await answer.json()) as T;
  };
  return {
    url,
    get: (path, query = {}) => {
      const given = Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      );
      return call(`GET ${path}${given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`}`);
    },
    send: call,
  };
}

type Asked = { what: string; headers: Record<string, string>; body?: string | undefined };

async function reach(url: string, { what, headers, body }: Asked): Promise<Response> {
  const [method = '', path = ''] = what.split(' ');
  const content: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: { ...content, ...headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
    });
  } catch (cause) {
    throw new Unreachable(`Hearth does not answer at ${url}. Start it with: npm start`, { cause });
  }
}

async function refusal(answer: Response): Promise<ApiError> {
  const body = (await answer.json().catch(() => ({}))) as { error?: Partial<ApiError>; message?: string };
  const { code = 'refused', message = body.message ?? `Hearth answered ${answer.status}.`, details } = body.error ?? {};
  return new ApiError({
    status: answer.status,
    code,
    message: `${message}${hintFor(answer.status, message)}`,
    details,
  });
}

function hintFor(status: number, message: string): string {
  if (status === 401 && message.includes('token')) return ' Sign in again: hearth login';
  const [, right] = /have the right "(\w+)"/.exec(message) ?? [];
  return status === 403 && right ? ` Or sign in with it: hearth login --scopes ${right}` : '';
}
