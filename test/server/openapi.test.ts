import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closeDb } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { routes } from '#server/api/table.ts';
import { addFlow } from '#server/services/flows.ts';
import { readFileSync } from 'node:fs';
import { addPerson, callApi, tokenOf } from './house.ts';

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

type Schema = Record<string, unknown>;
type Operation = {
  operationId: string;
  'x-right': string;
  parameters: { name: string; in: string; schema: Schema; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
};
type Document = { openapi: string; info: Schema; paths: Record<string, Record<string, Operation>>; components: Schema };

let owner: Actor;
let token: string;
let api: Document;

beforeAll(async () => {
  owner = await addPerson('owner');
  token = await tokenOf(owner, ['admin']);
  api = (await callApi('/openapi.json', { token })).body as unknown as Document;
});
afterAll(closeDb);

const described = (path: string) => path.replace(/:([a-z]+)/gi, '{$1}');

test('every address has an entry with its right, its parameters and what it takes; nothing else is described', () => {
  const entries = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const expected = routes.filter(({ path }) => path !== '/openapi.json');
  expect(entries.sort()).toEqual(expected.map(({ method, path }) => `${method} ${described(path)}`).sort());
  for (const route of expected) {
    const operation = api.paths[described(route.path)]?.[route.method.toLowerCase()];
    const names = [...route.path.matchAll(/:([a-z]+)/gi)].map(([, name]) => name);
    expect(operation?.['x-right']).toBe(route.right);
    expect(operation?.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(names);
    expect([route.path, operation?.requestBody !== undefined]).toEqual([route.path, route.body !== null]);
  }
});

test('it is a document of OpenAPI 3.1: what must be there is, every reference leads somewhere, ids are unique', () => {
  expect(api.openapi).toMatch(/^3\.1\.\d$/);
  expect(api.info).toMatchObject({ title: 'Hearth', version: expect.any(String) as string });
  const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const operation of operations) {
    const statuses = Object.keys(operation.responses);
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[1-5]\d\d$/);
      expect(response.description).toEqual(expect.any(String));
    }
    for (const { name, in: place, required, schema } of operation.parameters) {
      expect([name, ['path', 'query'].includes(place), typeof schema]).toEqual([name, true, 'object']);
      if (place === 'path') expect(required).toBe(true);
    }
  }
  const references = [...JSON.stringify(api).matchAll(/"\$ref":"#\/(components\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  for (const path of new Set(references)) {
    const found = path.split('/').reduce<unknown>((at, part) => (at as Schema | undefined)?.[part], api);
    expect([path, found]).not.toEqual([path, undefined]);
  }
});

test('what a real server answers is what the description says', async () => {
  const { id } = await addFlow({ name: 'Garden' });
  const variable = await callApi('/variables/city', { method: 'PUT', token, body: { value: 'Ulm' } });
  expect(variable.status).toBe(200);
  const reads = routes.filter(({ method, path }) => method === 'GET' && !path.startsWith('/openapi'));
  const known: Record<string, string> = { '/flows/:id': `/flows/${id}`, '/variables/:name': '/variables/city' };
  let checked = 0;
  for (const route of reads) {
    if (route.path.includes(':') && known[route.path] === undefined) continue;
    const { status, body } = await callApi(known[route.path] ?? route.path, { token });
    expect([route.path, status]).toEqual([route.path, route.status]);
    const schema =
      api.paths[described(route.path)]?.get?.responses[String(status)]?.content?.['application/json']?.schema;
    const parsed = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(body);
    expect([route.path, parsed.success ? '' : z.prettifyError(parsed.error)]).toEqual([route.path, '']);
    checked += 1;
  }
  expect(checked).toBeGreaterThan(12);
});

test('an error answers as described, too', async () => {
  const { status, body } = await callApi('/flows/nowhere', { token });
  expect([status, body.error]).toMatchObject([404, { code: 'not_found', message: expect.any(String) as string }]);
});

test('the guide names every address', () => {
  const guide = readFileSync('docs/api.md', 'utf8');
  const missing = routes
    .map(({ path }) => path)
    .filter((path) => {
      // Verbs of one thing stand in a row, by their last part.
      const last = `/${path.split('/').at(-1) ?? ''}`;
      return !guide.includes(path) && !(path.split('/').length > 3 && guide.includes(last));
    });
  expect([...new Set(missing)]).toEqual([]);
});
