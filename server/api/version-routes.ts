import { z } from 'zod';
import { NameVersion, Page, RollBack } from '#server/inputs.ts';
import { page, RolledBack, VersionListed, VersionShown } from '#server/api/outputs.ts';
import { route } from '#server/api/route.ts';
import * as versions from '#server/services/flow-versions.ts';

export const versionRoutes = [
  route({
    method: 'GET',
    path: '/flows/:id/versions',
    right: 'view',
    summary: 'The published versions of a flow, newest first, with what each changed',
    query: z.strictObject(Page),
    output: page(VersionListed),
    handle: ({ params, query }) => versions.listVersions({ flowId: params.id, ...query }),
  }),
  route({
    method: 'GET',
    path: '/flows/:id/versions/:version',
    right: 'view',
    summary: 'One version with its drawing, by its number or id',
    output: VersionShown,
    handle: ({ params }) => versions.getVersion({ flowId: params.id, version: params.version }),
  }),
  route({
    method: 'PATCH',
    path: '/flows/:id/versions/:version',
    right: 'edit',
    summary: 'Name a version, or note why it was made; what it holds never changes',
    body: NameVersion,
    output: VersionShown,
    handle: ({ params, body, actor }) =>
      versions.renameVersion({ flowId: params.id, version: params.version, ...body }, actor),
  }),
  route({
    method: 'POST',
    path: '/flows/:id/rollback',
    right: 'edit',
    summary:
      'Publish the drawing of a version again, as a new version; gives the draft that it replaced, for PUT /flows/:id',
    body: RollBack,
    output: RolledBack,
    handle: ({ params, body, actor }) => versions.rollBackTo({ flowId: params.id, ...body }, actor),
  }),
];
