import { z } from 'zod';
import { verifyAudit } from '#platform/audit.ts';
import { AuditShown, AuditVerdict, HealthShown, InviteShown, PersonShown } from '#server/api/admin-outputs.ts';
import { route } from '#server/api/route.ts';
import { AuditFilter, NewInvite, PersonRole } from '#server/inputs.ts';
import { listAudit } from '#server/services/audit-log.ts';
import { healthView } from '#server/services/health.ts';
import { createInvite, listInvites, revokeInvite } from '#server/services/invites.ts';
import { changeRole, listPeople, removePerson } from '#server/services/people.ts';

const peopleRoutes = [
  route({
    method: 'GET',
    path: '/people',
    right: 'admin',
    summary: 'Everybody who can sign in',
    output: z.object({ items: z.array(PersonShown) }),
    handle: async ({ actor }) => ({ items: await listPeople(actor) }),
  }),
  route({
    method: 'PATCH',
    path: '/people/:id',
    right: 'admin',
    summary: 'Give a person another role; not with a token',
    body: PersonRole.pick({ role: true }),
    output: PersonShown,
    handle: ({ params, body, actor }) => changeRole({ id: params.id, role: body.role, actor }),
  }),
  route({
    method: 'DELETE',
    path: '/people/:id',
    right: 'admin',
    summary: 'Take a person out: sessions end, tokens open nothing',
    output: z.object({ removed: z.literal(true) }),
    handle: ({ params, actor }) => removePerson(params.id, actor),
  }),
  route({
    method: 'GET',
    path: '/invites',
    right: 'admin',
    summary: 'Invites, newest first, without their codes',
    output: z.object({ items: z.array(InviteShown) }),
    handle: async () => ({ items: await listInvites() }),
  }),
  route({
    method: 'POST',
    path: '/invites',
    right: 'admin',
    summary: 'Invite somebody; the code is shown this once; not with a token',
    status: 201,
    body: NewInvite,
    output: z.object({ id: z.string(), code: z.string(), expiresAt: z.iso.datetime() }),
    handle: ({ body, actor }) => createInvite(body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/invites/:id',
    right: 'admin',
    summary: 'Take an invite back',
    output: z.object({ revoked: z.literal(true) }),
    handle: ({ params, actor }) => revokeInvite(params.id, actor),
  }),
];

const recordRoutes = [
  route({
    method: 'GET',
    path: '/audit',
    right: 'admin',
    summary: 'The record of who did what, newest first',
    query: AuditFilter,
    output: z.object({ items: z.array(AuditShown), next: z.number().nullable() }),
    handle: ({ query }) => listAudit(query),
  }),
  route({
    method: 'GET',
    path: '/audit/verify',
    right: 'admin',
    summary: 'Whether a row of the record was changed or removed',
    output: AuditVerdict,
    handle: () => verifyAudit(),
  }),
  route({
    method: 'GET',
    path: '/health/details',
    right: 'view',
    summary: 'Each part of Hearth and how it is: triggers, runs that are stuck, versions, the next times of schedules',
    output: HealthShown,
    handle: () => healthView(),
  }),
];

export const adminRoutes = [...peopleRoutes, ...recordRoutes];
