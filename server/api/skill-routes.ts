import { z } from 'zod';
import { FINDING_KINDS } from '#lib/skill-text.ts';
import { route } from '#server/api/route.ts';
import { SkillChange, SkillUpload } from '#server/skill-inputs.ts';
import { changeSkill, removeSkill, skillPack, skillPacks, uploadSkill } from '#server/services/skills.ts';

const Summary = z.object({
  name: z.string(),
  status: z.enum(['new', 'changed', 'on', 'off']),
  description: z.string(),
  hash: z.string(),
  readAt: z.iso.datetime().nullable(),
  versions: z.array(z.object({ hash: z.string(), createdAt: z.iso.datetime(), createdBy: z.string() })),
  usedBy: z.array(z.object({ id: z.string(), name: z.string() })),
});
const Files = z.array(z.object({ path: z.string(), text: z.string() }));
const Finding = z.object({
  file: z.string(),
  line: z.number().int(),
  kind: z.enum(FINDING_KINDS),
  excerpt: z.string(),
});
const Detail = Summary.extend({ files: Files, findings: z.array(Finding), readFiles: Files.nullable() });

export const skillRoutes = [
  route({
    method: 'GET',
    path: '/skills',
    right: 'view',
    summary: 'Skill packs, and which agents name them',
    output: z.object({ items: z.array(Summary) }),
    handle: async () => ({ items: await skillPacks() }),
  }),
  route({
    method: 'POST',
    path: '/skills',
    right: 'admin',
    summary: 'Upload a skill pack (.zip or SKILL.md); it is off until it is read',
    status: 201,
    body: SkillUpload,
    output: Detail,
    handle: ({ body, actor }) => uploadSkill(body, actor),
  }),
  route({
    method: 'GET',
    path: '/skills/:name',
    right: 'view',
    summary: 'All texts of a skill pack, what to look at twice, and what was read before',
    output: Detail,
    handle: ({ params }) => skillPack(params.name),
  }),
  route({
    method: 'PATCH',
    path: '/skills/:name',
    right: 'admin',
    summary: 'Switch a skill pack on (owners only, naming the hash of what was read) or off',
    body: SkillChange,
    output: Detail,
    handle: ({ params, body, actor }) => changeSkill({ ...body, name: params.name }, actor),
  }),
  route({
    method: 'DELETE',
    path: '/skills/:name',
    right: 'admin',
    summary: 'Delete a skill pack with all of its versions',
    output: z.object({ name: z.string() }),
    handle: ({ params, actor }) => removeSkill(params.name, actor),
  }),
];
