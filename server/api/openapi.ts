import { z } from 'zod';
import { Failure } from '#server/api/outputs.ts';
import type { Route } from '#server/api/route.ts';
import packageFile from '#package.json' with { type: 'json' };

type Schema = Record<string, unknown>;

const ERRORS = {
  400: 'The input cannot be used',
  401: 'No valid token',
  403: 'The right is missing',
  404: 'There is no such thing',
  409: 'Somebody was first, or it is too late',
  422: 'Refused',
  503: 'Something that Hearth needs cannot be reached',
};

/** The description of the API in OpenAPI 3.1, made from the routes themselves. */
export function openapi(routes: readonly Route[]): Schema {
  const paths: Record<string, Schema> = {};
  for (const one of routes) {
    const path = one.path.replace(/:([a-z]+)/gi, '{$1}');
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operation(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Hearth', version: packageFile.version },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(Failure) },
    },
  };
}

function operation(one: Route): Schema {
  const failures = Object.entries(ERRORS).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
  ]);
  return {
    operationId: `${one.method.toLowerCase()}${one.path.replace(/[^a-z]+(\w)/gi, (_, letter: string) => letter.toUpperCase())}`,
    summary: one.summary,
    'x-right': one.right,
    ...(one.right === 'public' ? { security: [] } : {}),
    parameters: [...pathParameters(one.path), ...queryParameters(one.query)],
    ...(one.body ? { requestBody: { content: { 'application/json': { schema: schemaOf(one.body, 'input') } } } } : {}),
    responses: {
      [one.status]: { description: 'Done', content: { 'application/json': { schema: schemaOf(one.output) } } },
      ...Object.fromEntries(failures),
    },
  };
}

function pathParameters(path: string): Schema[] {
  return [...path.matchAll(/:([a-z]+)/gi)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | null): Schema[] {
  if (!query) return [];
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, Schema> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
