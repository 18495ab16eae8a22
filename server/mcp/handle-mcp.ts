/** /mcp: published flows as tools for other assistants (Model Context Protocol, streamable HTTP without sessions). */
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { requireRight, type Actor } from '#server/actor.ts';
import { errorAnswer, json } from '#server/answers.ts';
import { readJson } from '#server/body.ts';
import { actorOf } from '#server/context.ts';
import { Forbidden, Unauthorized } from '#server/errors.ts';
import { trustedOrigins } from '#server/origin.ts';
import { flowServer } from '#server/mcp/flow-server.ts';

const BODY_LIMIT = 1024 * 1024;

/** Answers one message. Who sends it is told by its token alone: a page in a browser has none. */
export async function handleMcp(request: Request): Promise<Response> {
  try {
    requireKnownOrigin(request);
    const actor = await callerOf(request);
    if (request.method !== 'POST') return noStream();
    const parsedBody = await readJson(request, BODY_LIMIT);
    const server = flowServer(actor, request.signal);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    try {
      return await transport.handleRequest(request, { parsedBody });
    } finally {
      await server.close();
    }
  } catch (error) {
    const challenge: Record<string, string> =
      error instanceof Unauthorized ? { 'www-authenticate': 'Bearer realm="hearth"' } : {};
    return errorAnswer(error, challenge);
  }
}

async function callerOf(request: Request): Promise<Actor> {
  const actor = request.headers.has('authorization') ? await actorOf(request) : null;
  if (!actor) {
    throw new Unauthorized('Send a token as "Authorization: Bearer <token>". Make one under Settings, Tokens.');
  }
  requireRight(actor, 'run');
  return actor;
}

function requireKnownOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  if (origin === null || trustedOrigins(request).includes(origin)) return;
  throw new Forbidden('Pages of other sites cannot use this address.');
}

function noStream(): Response {
  const message = 'This address takes POST alone: it keeps no sessions and sends nothing by itself.';
  return json({ error: { code: 'wrong_method', message } }, { status: 405, headers: { allow: 'POST' } });
}
