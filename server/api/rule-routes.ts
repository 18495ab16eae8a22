import { z } from 'zod';
import { ConnectionShown, ContactShown, MeShown, PolicyShown, TestResult, TokenShown } from '#server/api/outputs.ts';
import { route } from '#server/api/route.ts';
import { ConnectionChange, Name, NewConnection, NewContact, NewToken } from '#server/inputs.ts';
import { Policy } from '#lib/policy-schema.ts';
import * as connections from '#server/services/connections.ts';
import * as contacts from '#server/services/contacts.ts';
import { getPolicy, policyAt, policyVersions, putPolicy } from '#server/services/policies.ts';
import * as tokens from '#server/services/tokens.ts';

const VersionNumber = z.coerce.number('Say the number of a version.').int().min(0);
const Removed = z.object({ removed: z.literal(true) });

const connectionRoutes = [
  route({
    method: 'GET',
    path: '/connections',
    right: 'view',
    summary: 'Connections, without secrets',
    output: z.object({ items: z.array(ConnectionShown) }),
    handle: async () => ({ items: await connections.connectionViews() }),
  }),
  route({
    method: 'POST',
    path: '/connections',
    right: 'admin',
    summary: 'Save a connection; its secrets are never shown again',
    status: 201,
    body: NewConnection,
    output: ConnectionShown,
    handle: ({ body, actor }) => connections.addConnection(body, actor),
  }),
  route({
    method: 'GET',
    path: '/connections/:id',
    right: 'view',
    summary: 'One connection, without secrets',
    output: ConnectionShown,
    handle: ({ params }) => connections.getConnection(params.id),
  }),
  route({
    method: 'PATCH',
    path: '/connections/:id',
    right: 'admin',
    summary: 'Change a connection; secrets that are left out stay',
    body: ConnectionChange,
    output: ConnectionShown,
    handle: ({ params, body, actor }) => connections.changeConnection({ id: params.id, change: body, actor }),
  }),
  route({
    method: 'DELETE',
    path: '/connections/:id',
    right: 'admin',
    summary: 'Delete a connection and its secrets',
    output: Removed,
    handle: ({ params, actor }) => connections.dropConnection(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/connections/:id/test',
    right: 'edit',
    summary: 'Try a connection out',
    output: TestResult,
    handle: ({ params }) => connections.testConnection(params.id),
  }),
];

const contactRoutes = [
  route({
    method: 'GET',
    path: '/contacts',
    right: 'view',
    summary: 'Listed recipients and hosts',
    output: z.object({ items: z.array(ContactShown) }),
    handle: async () => ({ items: await contacts.listContacts() }),
  }),
  route({
    method: 'POST',
    path: '/contacts',
    right: 'admin',
    summary: 'List a recipient or host',
    status: 201,
    body: NewContact,
    output: ContactShown,
    handle: ({ body, actor }) => contacts.addContact(body, actor),
  }),
  route({
    method: 'PATCH',
    path: '/contacts/:id',
    right: 'admin',
    summary: 'Rename a contact; its address stays what was listed',
    body: z.strictObject({ name: Name }),
    output: ContactShown,
    handle: ({ params, body, actor }) => contacts.renameContact({ id: params.id, name: body.name, actor }),
  }),
  route({
    method: 'DELETE',
    path: '/contacts/:id',
    right: 'admin',
    summary: 'Take a recipient or host off the list',
    output: Removed,
    handle: ({ params, actor }) => contacts.dropContact(params.id, actor),
  }),
];

const policyRoutes = [
  route({
    method: 'GET',
    path: '/policies',
    right: 'view',
    summary: 'The policy in force and the numbers of earlier ones',
    output: z.object({
      current: PolicyShown,
      versions: z.array(
        z.object({
          version: z.number(),
          createdAt: z.iso.datetime(),
          createdById: z.string().nullable(),
          createdBy: z.string().nullable(),
        }),
      ),
    }),
    handle: async () => ({ current: await getPolicy(), versions: await policyVersions() }),
  }),
  route({
    method: 'GET',
    path: '/policies/:version',
    right: 'view',
    summary: 'An earlier policy, as it was',
    output: PolicyShown,
    handle: ({ params }) => policyAt(VersionNumber.parse(params.version)),
  }),
  route({
    method: 'POST',
    path: '/policies',
    right: 'admin',
    summary: 'Put a new policy in force',
    status: 201,
    body: z.strictObject({ document: Policy, base: z.number().int().min(0).optional() }),
    output: PolicyShown,
    handle: ({ body, actor }) => putPolicy(body, actor),
  }),
];

const tokenRoutes = [
  route({
    method: 'GET',
    path: '/me',
    right: 'signed-in',
    summary: 'Who is calling, and with which rights',
    output: MeShown,
    handle: ({ actor: { userId, name, email, role, via, rights } }) => ({ id: userId, name, email, role, via, rights }),
  }),
  route({
    method: 'GET',
    path: '/tokens',
    right: 'signed-in',
    summary: 'Your tokens (an admin sees all)',
    output: z.object({ items: z.array(TokenShown) }),
    handle: async ({ actor }) => ({ items: await tokens.listTokens(actor) }),
  }),
  route({
    method: 'POST',
    path: '/tokens',
    right: 'signed-in',
    summary: 'Make a token of at most your own rights; its text is shown this once',
    status: 201,
    body: NewToken,
    output: z.object({ id: z.string(), token: z.string() }),
    handle: ({ body, actor }) => tokens.createToken(body, actor),
  }),
  route({
    method: 'PATCH',
    path: '/tokens/:id',
    right: 'signed-in',
    summary: 'Rename a token',
    body: z.strictObject({ name: Name }),
    output: TokenShown,
    handle: ({ params, body, actor }) => tokens.renameToken({ id: params.id, name: body.name, actor }),
  }),
  route({
    method: 'DELETE',
    path: '/tokens/:id',
    right: 'signed-in',
    summary: 'Revoke a token; any token can revoke itself',
    output: z.object({ revoked: z.literal(true) }),
    handle: ({ params, actor }) => tokens.revokeToken(params.id, actor),
  }),
];

export const ruleRoutes = [...connectionRoutes, ...contactRoutes, ...policyRoutes, ...tokenRoutes];
