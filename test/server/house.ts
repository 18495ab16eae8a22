import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Right } from '#lib/views.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleApi } from '#server/api/handle.ts';
import { handleAuth } from '#server/auth-route.ts';
import { rightsOfRole } from '#server/rights.ts';
import { createToken } from '#server/services/tokens.ts';
import { handleTrpc } from '#server/trpc-route.ts';

export const PASSWORD = 'correct horse battery';
export const ORIGIN = 'http://localhost:3000';
/** What a browser sends along with a request that Hearth's own page makes. */
export const OWN_PAGE = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' };

/** A person with a password and a role. */
export async function addPerson(role: string): Promise<Actor> {
  const id = randomUUID();
  const email = `${role}-${id}@example.org`;
  await db().user.create({ data: { id, name: role, email, role } });
  const account = { id: randomUUID(), accountId: id, providerId: 'credential', userId: id };
  await db().account.create({ data: { ...account, password: await hashPassword(PASSWORD) } });
  return { userId: id, name: role, email, role, via: 'web', rights: rightsOfRole(role) };
}

/** Makes a request to Hearth's own origin. */
export function request(
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Request {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type: Record<string, string> =
    body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: { host: 'localhost:3000', ...type, ...headers },
    body: text,
  });
}

/** Signs in as a browser does; the answer is the cookie to send from then on. */
export async function signIn(email: string): Promise<string> {
  const response = await handleAuth(
    request('/api/auth/sign-in/email', { method: 'POST', headers: OWN_PAGE, body: { email, password: PASSWORD } }),
  );
  if (!response.ok) throw new Error(`Sign-in failed: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** The text of a new token of that person. */
export async function tokenOf(actor: Actor, scopes: Right[]): Promise<string> {
  const { token } = await createToken({ name: scopes.join('+'), scopes }, actor);
  return token;
}

type Call = { method?: string; token?: string; headers?: Record<string, string>; body?: unknown };
type Body = { [field: string]: unknown; error?: { code: string; message: string } };
type Answer = { status: number; headers: Headers; body: Body };

/** Calls the REST API. */
export async function callApi(path: string, { token, headers = {}, ...rest }: Call = {}): Promise<Answer> {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const response = await handleApi(request(`/api/v1${path}`, { ...rest, headers: { ...authorization, ...headers } }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? (JSON.parse(text) as Body) : {} };
}

type TrpcAnswer = { status: number; data: unknown; message: string | undefined; details: unknown };
type TrpcBody = { result?: { data: unknown }; error?: { message: string; data?: { details?: unknown } } };

/** Calls a tRPC procedure over HTTP, as the pages do. */
export async function callTrpc(
  name: string,
  {
    cookie,
    input,
    mutate = false,
    headers = {},
  }: { cookie?: string; input?: unknown; mutate?: boolean; headers?: Record<string, string> } = {},
): Promise<TrpcAnswer> {
  const query = !mutate && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const own: Record<string, string> = { ...(cookie ? { cookie } : {}), ...(mutate ? OWN_PAGE : {}), ...headers };
  const body = mutate ? { body: input ?? {} } : {};
  const response = await handleTrpc(
    request(`/api/trpc/${name}${query}`, { method: mutate ? 'POST' : 'GET', headers: own, ...body }),
  );
  const { result, error } = (await response.json()) as TrpcBody;
  const details = error?.data?.details ?? null;
  return { status: response.status, data: result?.data, message: error?.message, details };
}
