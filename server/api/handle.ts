import { NotFound } from '#platform/errors.ts';
import { requireRight, type Actor } from '#server/actor.ts';
import { errorAnswer, json } from '#server/answers.ts';
import { type Method, type Route } from '#server/api/route.ts';
import { routes } from '#server/api/table.ts';
import { API_BODY_LIMIT, readJson } from '#server/body.ts';
import { actorOf } from '#server/context.ts';
import { Unauthorized } from '#server/errors.ts';

const PREFIX = '/api/v1';
const NOBODY: Actor = { userId: '', name: 'Nobody', email: '', role: '', via: 'token', rights: [] };

type Match = { route: Route; params: Record<string, string> };

/** Answers /api/v1/*. */
export async function handleApi(request: Request): Promise<Response> {
  try {
    const matches = matchPath(new URL(request.url).pathname.slice(PREFIX.length));
    const match = matches.find(({ route }) => route.method === request.method);
    if (!match) return noMatch(matches);
    return await answer(request, match);
  } catch (error) {
    const challenge: Record<string, string> =
      error instanceof Unauthorized ? { 'www-authenticate': 'Bearer realm="hearth"' } : {};
    return errorAnswer(error, challenge);
  }
}

async function answer(request: Request, { route, params }: Match): Promise<Response> {
  // Before the body is looked at: a stranger's bytes are not worth reading.
  const actor = route.right === 'public' ? NOBODY : await authorized(request, route.right);
  const query = route.query?.parse(Object.fromEntries(new URL(request.url).searchParams));
  const body = route.body?.parse(await readJson(request, API_BODY_LIMIT));
  const result = await route.handle({ params, query, body, actor, signal: request.signal });
  return json(route.output.parse(result), { status: route.status });
}

async function authorized(request: Request, right: Exclude<Route['right'], 'public'>): Promise<Actor> {
  const actor = await actorOf(request);
  if (!actor)
    throw new Unauthorized('Send a token as "Authorization: Bearer <token>". Make one under Settings, Tokens.');
  if (right !== 'signed-in') requireRight(actor, right);
  return actor;
}

/** Routes of this path, whatever the method; a spelled-out part wins over a parameter. */
function matchPath(path: string): Match[] {
  const matches = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const fewest = Math.min(...matches.map((match) => Object.keys(match.params).length));
  return matches.filter((match) => Object.keys(match.params).length === fewest);
}

function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const text = given[i] ?? '';
    if (!part.startsWith(':')) {
      if (part !== text) return null;
      continue;
    }
    const value = decoded(text);
    if (!value) return null;
    params[part.slice(1)] = value;
  }
  return params;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function noMatch(matches: Match[]): Response {
  if (matches.length === 0) return errorAnswer(new NotFound('There is no such address. See /api/v1/openapi.json.'));
  const allow: Method[] = [...new Set(matches.map(({ route }) => route.method))];
  const message = `This address takes ${allow.join(', ')}.`;
  return json({ error: { code: 'wrong_method', message } }, { status: 405, headers: { allow: allow.join(', ') } });
}
