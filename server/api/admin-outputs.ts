import { z } from 'zod';
import { INVITE_ROLES } from '#lib/views-people.ts';
import { JsonValue } from '#lib/flow.ts';

/** What the REST API answers about people, the record and health. */
const Time = z.iso.datetime();
const MaybeTime = Time.nullable();
const Text = z.string().nullable();
const Level = z.enum(['ok', 'warn', 'bad']);

export const PersonShown = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  createdAt: Time,
  lastSeenAt: MaybeTime,
  tokens: z.number(),
  fixed: z.enum(['owner', 'last-owner']).nullable(),
});
export const InviteShown = z.object({
  id: z.string(),
  role: z.enum(INVITE_ROLES),
  note: z.string(),
  status: z.enum(['open', 'used', 'expired', 'revoked']),
  createdBy: Text,
  createdAt: Time,
  expiresAt: Time,
  usedAt: MaybeTime,
  usedBy: Text,
});
export const AuditShown = z.object({
  seq: z.number(),
  at: Time,
  actor: z.string(),
  actorName: Text,
  action: z.string(),
  subject: z.string(),
  subjectName: Text,
  detail: z.record(z.string(), JsonValue),
  hash: z.string(),
});
export const AuditVerdict = z.object({
  ok: z.boolean(),
  rows: z.number(),
  brokenAt: z.number().optional(),
  reason: z.string().optional(),
});
export const HealthShown = z.object({
  at: Time,
  level: Level,
  checks: z.array(
    z.object({
      id: z.string(),
      level: Level,
      state: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number()])),
      message: z.string(),
    }),
  ),
  triggers: z.array(
    z.object({
      id: z.string(),
      flowId: z.string(),
      flowName: z.string(),
      nodeId: z.string(),
      name: z.string(),
      type: z.string(),
      state: z.enum(['ready', 'scheduled', 'listening', 'away', 'trouble', 'paused']),
      lastEventAt: MaybeTime,
      lastError: Text,
      nextFireAt: MaybeTime,
      held: z.number(),
    }),
  ),
  stuck: z.array(
    z.object({
      id: z.string(),
      flowId: z.string(),
      flowName: z.string(),
      why: z.enum(['not-started', 'silent']),
      since: Time,
    }),
  ),
  nextFires: z.array(z.object({ triggerId: z.string(), flowId: z.string(), flowName: z.string(), at: Time })),
  versions: z.array(z.object({ name: z.string(), version: z.string() })),
});
