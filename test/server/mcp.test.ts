import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleMcp } from '#server/mcp/handle-mcp.ts';
import { startNudgeHub } from '#server/nudge-hub.ts';
import { FakeMcpServer } from '../fakes/mcp-server.ts';
import { chain, draw } from '../support/draw.ts';
import { useHearth } from '../support/hearth.ts';
import { addPerson, callApi, callTrpc, ORIGIN, request, signIn, tokenOf } from './house.ts';

// A Temporal server and a worker start here.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
useHearth();

let owner: Actor;
let admin: string;
let token: string;
let stopNudges: () => Promise<void>;

beforeAll(async () => {
  owner = await addPerson('owner');
  admin = await tokenOf(owner, ['admin']);
  token = await tokenOf(owner, ['run']);
  stopNudges = await startNudgeHub();
});
beforeEach(() => db().flow.deleteMany());
afterAll(async () => {
  await stopNudges();
  await closeDb();
});

type Drawn = ReturnType<typeof draw>;

async function published(flow: Drawn, { offered = true } = {}): Promise<string> {
  const { body } = await callApi('/flows', { method: 'POST', token: admin, body: flow });
  const id = body.id as string;
  await callApi(`/flows/${id}/publish`, { method: 'POST', token: admin });
  if (offered) await callApi(`/flows/${id}/offer`, { method: 'PUT', token: admin, body: { offered } });
  return id;
}

/** As another assistant speaks with Hearth: with the SDK's own client. */
async function assistant<T>(work: (client: Client) => Promise<T>, bearer = token): Promise<T> {
  const client = new Client({ name: 'assistant', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${ORIGIN}/mcp`), {
    fetch: (url, init) => handleMcp(new Request(url, init)),
    requestInit: { headers: { authorization: `Bearer ${bearer}` } },
  });
  await client.connect(transport);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

type Said = { isError?: boolean; structuredContent: Record<string, unknown> };

const names = () => assistant(async (client) => (await client.listTools()).tools.map(({ name }) => name));
const callOf = (name: string, args: Record<string, unknown>, bearer?: string) =>
  assistant(async (client) => (await client.callTool({ name, arguments: args })) as unknown as Said, bearer);

const fields = [{ name: 'who', title: 'Whom to greet', type: 'text', required: true }];
const greet = draw({
  name: 'Greet sömebody',
  nodes: { start: ['flow.called', { fields }], say: ['template', { text: 'Hello {{ trigger.who }}' }] },
  wires: chain('start', 'say'),
});

describe('a published flow as a tool', () => {
  it('is offered once somebody says so, with what it asks for, and no longer when it is paused', async () => {
    const id = await published(greet, { offered: false });
    expect(await names()).toEqual(['run_status']);
    await callApi(`/flows/${id}/offer`, { method: 'PUT', token: admin, body: { offered: true } });
    const { tools } = await assistant((client) => client.listTools());
    expect(tools[0]).toMatchObject({
      name: expect.stringMatching(/^greet_so_mebody_[0-9a-z]{6}$/) as string,
      title: 'Greet sömebody',
      inputSchema: { properties: { who: { type: 'string', description: 'Whom to greet' } }, required: ['who'] },
    });
    const offer = async () => (await callApi(`/flows/${id}/offer`, { token: admin })).body;
    expect(await offer()).toMatchObject({ offered: true, tool: tools[0]?.name, hindrance: null });
    await callApi(`/flows/${id}/pause`, { method: 'POST', token: admin });
    expect(await names()).toEqual(['run_status']);
    expect(await offer()).toMatchObject({ offered: true, hindrance: 'paused' });
  });

  it('runs with what it is given, as untrusted', async () => {
    await published(greet);
    const [name = ''] = await names();
    const answer = await callOf(name, { who: 'Ann' });
    expect(answer.structuredContent).toMatchObject({ status: 'done', output: { text: 'Hello Ann' } });
    const { runId } = answer.structuredContent as { runId: string };
    const { body } = await callApi(`/runs/${runId}`, { token: admin });
    const say = (body.steps as { node: string }[]).find(({ node }) => node === 'say');
    expect(say).toMatchObject({ label: { integrity: 'untrusted' } });
    expect((await callOf('run_status', { runId })).structuredContent).toMatchObject({ status: 'done' });
  });

  it('begins nothing with what it did not ask for', async () => {
    await published(greet);
    const [name = ''] = await names();
    const before = await db().run.count();
    for (const args of [{}, { who: 7 }]) expect(await callOf(name, args)).toMatchObject({ isError: true });
    expect(await db().run.count()).toBe(before);
    await expect(callOf('no_such_tool', {})).rejects.toThrow('There is no tool');
  });
});

describe('who may use it', () => {
  it('is told by a token with the right to run, and by nothing else', async () => {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const accept = { accept: 'application/json, text/event-stream' };
    const ask = (headers: Record<string, string>) =>
      handleMcp(request('/mcp', { method: 'POST', headers: { ...accept, ...headers }, body: message }));
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: 'Bearer hearth_wrong' })).status).toBe(401);
    // A cookie is sent by the browser for whatever page asks.
    expect((await ask({ cookie: await signIn(owner.email) })).status).toBe(401);
    const looking = await tokenOf(owner, ['view']);
    expect((await ask({ authorization: `Bearer ${looking}` })).status).toBe(403);
    const good = { authorization: `Bearer ${token}` };
    expect((await ask({ ...good, origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask(good)).status).toBe(200);
    expect((await handleMcp(request('/mcp', { headers: good }))).status).toBe(405);
  });

  it('sees no runs of others, and none of flows that are not offered', async () => {
    const hidden = await published({ ...greet, name: 'Hidden' }, { offered: false });
    const body = { input: { who: 'Bo' }, wait: 30 };
    const { body: run } = await callApi(`/flows/${hidden}/runs`, { method: 'POST', token: admin, body });
    expect(await callOf('run_status', { runId: run.runId })).toMatchObject({ isError: true });
    await published(greet);
    const [name = ''] = await names();
    const { structuredContent } = await callOf(name, { who: 'Ann' });
    const other = await tokenOf(await addPerson('runner'), ['run']);
    expect(await callOf('run_status', { runId: structuredContent['runId'] }, other)).toMatchObject({ isError: true });
  });
});

describe('connections to MCP servers', () => {
  const program = { name: 'Program', type: 'mcp-stdio', config: { command: 'node' }, secrets: {} };

  it('that run programs are made by the owner with his own hands alone', async () => {
    expect((await callApi('/connections', { method: 'POST', token: admin, body: program })).status).toBe(403);
    const other = await addPerson('admin');
    const asAdmin = await callTrpc('connections.create', {
      cookie: await signIn(other.email),
      input: program,
      mutate: true,
    });
    expect(asAdmin.status).toBe(403);
    expect(await db().connection.count({ where: { type: 'mcp-stdio' } })).toBe(0);
    const cookie = await signIn(owner.email);
    const made = await callTrpc('connections.create', { cookie, input: program, mutate: true });
    expect(made.status).toBe(200);
    const { id } = made.data as { id: string };
    const change = { config: { command: 'sh' } };
    expect((await callApi(`/connections/${id}`, { method: 'PATCH', token: admin, body: change })).status).toBe(403);
    // The sign-in was a while ago.
    await db().session.updateMany({ data: { createdAt: new Date(0), confirmedAt: null } });
    expect(
      (await callTrpc('connections.update', { cookie, input: { id, ...change }, mutate: true })).details,
    ).toMatchObject({
      freshSignIn: true,
    });
  });

  it('have their tools read, switched on and rated by REST', async () => {
    const server = await FakeMcpServer.start();
    const connection = { name: 'Tools', type: 'mcp-http', config: { url: server.url }, secrets: {} };
    const { id } = (await callApi('/connections', { method: 'POST', token: admin, body: connection })).body as {
      id: string;
    };
    const tools = `/connections/${id}/tools`;
    const { body } = await callApi(tools, { method: 'POST', token: admin });
    const [echo] = body.items as { name: string; status: string; offeredHash: string }[];
    expect(echo).toMatchObject({ name: 'echo', status: 'new' });
    const patch = (change: object, by = admin) =>
      callApi(`${tools}/echo`, { method: 'PATCH', token: by, body: change });
    expect((await patch({ on: true })).status).toBe(400);
    expect((await patch({ on: true, read: 'f'.repeat(64) })).status).toBe(409);
    expect((await patch({ on: true, read: echo?.offeredHash }, token)).status).toBe(403);
    expect((await patch({ on: true, read: echo?.offeredHash, risk: 'read' })).body).toMatchObject({
      status: 'on',
      risk: 'read',
    });
    expect((await callApi(tools, { token: admin })).body.items).toMatchObject([{ status: 'on' }]);
    await server.stop();
  });
});
