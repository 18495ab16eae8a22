import { z } from 'zod';
import { VariableListed, VariableShown } from '#server/api/outputs.ts';
import { route } from '#server/api/route.ts';
import { JsonValue, VariableFilter } from '#server/inputs.ts';
import { getVariable, listVariables, removeVariable, setVariable } from '#server/services/variables.ts';

export const variableRoutes = [
  route({
    method: 'GET',
    path: '/variables',
    right: 'view',
    summary: 'Variables by name, with the beginning of their values',
    query: VariableFilter,
    output: z.object({ items: z.array(VariableListed), next: z.string().nullable() }),
    handle: ({ query }) => listVariables(query),
  }),
  route({
    method: 'GET',
    path: '/variables/:name',
    right: 'view',
    summary: 'One variable with its value and where that came from',
    output: VariableShown,
    handle: ({ params }) => getVariable(params.name),
  }),
  route({
    method: 'PUT',
    path: '/variables/:name',
    right: 'edit',
    summary: 'Keep a value under a name; it replaces what was there',
    body: z.strictObject({ value: JsonValue }),
    output: VariableShown,
    handle: ({ params, body, actor }) => setVariable({ name: params.name, value: body.value, actor }),
  }),
  route({
    method: 'DELETE',
    path: '/variables/:name',
    right: 'edit',
    summary: 'Delete a variable',
    output: z.object({ removed: z.literal(true) }),
    handle: ({ params, actor }) => removeVariable(params.name, actor),
  }),
];
