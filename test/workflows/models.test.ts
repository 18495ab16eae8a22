/** Models of a service: listed over each wire, fetched by an Ollama, and one that is found by itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelsView, PullView } from '#lib/views-models.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';
import { startModelServer, type ModelServer } from '#test/fakes/model-server.ts';
import { addPerson, callApi, tokenOf } from '#test/server/house.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import { findOllama } from '#server/services/models.ts';

const KINDS = ['anthropic', 'openai', 'ollama'] as const;
const ollama = await startModelServer('ollama');
// Before settings are read: that of the machine that these tests run on is not looked at.
process.env['HEARTH_OLLAMA_URL'] = ollama.baseUrl;

useHearth();
const servers: Partial<Record<string, ModelServer>> = { ollama };
const ids: Partial<Record<string, string>> = {};
let admin: string;
let editor: string;

beforeAll(async () => {
  admin = await tokenOf(await addPerson('owner'), ['view', 'edit', 'admin']);
  editor = await tokenOf(await addPerson('editor'), ['view', 'edit']);
  for (const kind of KINDS) {
    const server = servers[kind] ?? (await startModelServer(kind));
    servers[kind] = server;
    const secrets: Record<string, string> = kind === 'ollama' ? {} : { apiKey: server.key };
    const config = { baseUrl: server.baseUrl };
    ids[kind] = (await saveConnection({ name: kind, type: kind, config, secrets, by: 'system' })).id;
  }
});
beforeEach(async () => {
  ollama.fetch(undefined);
  await db().modelPull.deleteMany();
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.[Symbol.asyncDispose]();
});

const at = (kind: string, rest = 'models') => `/connections/${ids[kind] ?? ''}/${rest}`;
const list = async (kind: string) => (await callApi(at(kind), { token: editor })).body as unknown as ModelsView;
const pull = (model: string, token = admin) =>
  callApi(at('ollama', 'pulls'), { method: 'POST', token, body: { model } });
const pullWith = async (status: PullView['status']) =>
  until(async () => (await list('ollama')).pulls.find((one) => one.status === status), { what: `a pull: ${status}` });

describe('models', () => {
  it.each(KINDS)('of %s are there once the service was asked, with what is known of them', async (kind) => {
    expect(await list(kind)).toEqual({ at: null, models: [], pulls: [] });
    servers[kind]?.models.push('gpt-5.4');
    const { body } = await callApi(at(kind), { method: 'POST', token: editor });
    expect(body).toMatchObject({ ok: true, message: expect.stringContaining('3 models') as string });
    const { models } = await list(kind);
    expect(models.map(({ name }) => name)).toEqual(['model-a', 'model-b', 'gpt-5.4']);
    expect(models[2]).toMatchObject({ price: { input: expect.any(Number) as number }, title: 'GPT-5.4' });
    expect(models[0]).toMatchObject({ price: null, context: null, bytes: kind === 'ollama' ? 1 : null });
  });

  it('are not those of what has none', async () => {
    const config = { hosts: ['a.example'] };
    const secrets = { token: 'x' };
    const { id } = await saveConnection({ name: 'Web', type: 'http-bearer', config, secrets, by: 'system' });
    const { status, body } = await callApi(`/connections/${id}/models`, { token: editor });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('has no models')]);
  });
});

describe('a model that is fetched', () => {
  it('says how far it is, is listed once it is there, and is on record', async () => {
    let go = () => {};
    ollama.fetch({ until: new Promise<void>((resolve) => (go = resolve)) });
    expect(await pull('qwen3:8b')).toMatchObject({ status: 201, body: { model: 'qwen3:8b', status: 'running' } });
    await until(async () => (await list('ollama')).pulls[0]?.stage !== '', { what: 'the first news' });
    // Whoever asks for it again is told of the same.
    const again = (await pull('qwen3:8b')).body as unknown as PullView;
    expect((await list('ollama')).pulls.map(({ id }) => id)).toEqual([again.id]);
    go();
    await pullWith('done');
    expect((await list('ollama')).models.map(({ name }) => name)).toContain('qwen3:8b');
    expect(ollama.pulls).toEqual(['qwen3:8b']);
    expect(
      await db().audit.count({ where: { action: 'model.pull', subject: `connection:${ids['ollama'] ?? ''}` } }),
    ).toBe(1);
  });

  it('is stopped, and can be begun again', async () => {
    ollama.fetch({ until: new Promise<void>(() => {}) });
    const { id } = (await pull('big-model')).body as unknown as PullView;
    await until(() => Promise.resolve(ollama.pulls.includes('big-model')), { what: 'the request' });
    await callApi(at('ollama', `pulls/${id}`), { method: 'DELETE', token: admin });
    await pullWith('cancelled');
    ollama.fetch(undefined);
    await pull('big-model');
    await pullWith('done');
  });

  it('that is not there says so, in the words of the service', async () => {
    ollama.fetch({ error: 'pull model manifest: file does not exist' });
    await pull('no-such-model');
    expect((await pullWith('failed')).message).toContain('file does not exist');
  });

  it.each([
    'https://evil.example/model',
    'evil.example/space/model',
    'registry.evil.example:5000/a/b',
    '../model',
    'a b',
    '',
  ])('has a name of the library: not "%s"', async (model) => {
    expect((await pull(model)).status).toBe(400);
    expect(ollama.pulls).not.toContain(model);
  });

  it('takes the right of whoever makes connections, and a service that fetches', async () => {
    expect((await pull('llama3.2', editor)).status).toBe(403);
    const { status } = await callApi(at('openai', 'pulls'), { method: 'POST', token: admin, body: { model: 'a' } });
    expect(status).toBe(400);
  });
});

it('an Ollama that answers is found; without one nothing is', async () => {
  expect(await findOllama()).toEqual({ url: ollama.baseUrl, models: ollama.models.length });
});
