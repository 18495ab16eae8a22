import { z } from 'zod';
import { durationMs } from '#lib/duration.ts';
import { Duration, JsonValue } from '#lib/flow.ts';
import { isZone } from '#lib/hours.ts';
import type { Policy as PolicyDocument } from '#lib/policy.ts';
import { WAIVABLE } from '#lib/standing.ts';

const Name = z.string().trim().min(1).max(120);
const Tool = z
  .string()
  .regex(
    /^(\*|[a-z][\w-]*(\.[\w-]+)*(\.\*)?)$/i,
    'Use a node type such as http.request, a family such as mail.*, or *.',
  );
const Match = z.strictObject({
  tool: Tool.optional(),
  connection: z.string().max(60).optional(),
  flowId: z.string().max(60).optional(),
});

const Patterns = z.array(z.string().trim().min(1).max(300)).min(1, 'Name at least one.').max(500);
const TextAbout = z.union([
  z.enum(['target', 'method', 'path']),
  z.templateLiteral(['field:', z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,59}$/)]),
]);
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 22:00.');
const Condition = z.union([
  z.strictObject({ about: TextAbout, is: z.enum(['like', 'unlike']), patterns: Patterns }),
  z.strictObject({
    about: z.templateLiteral(['field:', z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,59}$/)]),
    is: z.literal('over'),
    max: z.number().min(0).max(1e12),
  }),
  z.strictObject({
    about: z.literal('time'),
    is: z.enum(['within', 'outside']),
    from: Time,
    to: Time,
    zone: z.string().max(60).refine(isZone, 'Use a time zone such as Europe/Paris.'),
    days: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  }),
]);

const Attention = Duration.refine((text) => durationMs(text) >= 60_000, 'At least 1m.');
const Rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Use small letters, digits and -.'),
  match: Match,
  when: z.array(Condition).min(1).max(20).optional(),
  effect: z.enum(['ask', 'passkey', 'deny'], 'A rule asks or denies; nothing can allow what the defaults ask about.'),
  reason: z.string().trim().min(1, 'Say why, for whoever meets the rule.').max(500),
  two: z.literal(true).optional(),
  notOwn: z.literal(true).optional(),
  remindAfter: Attention.optional(),
  escalateAfter: Attention.optional(),
});
const AllowList = z.strictObject({ name: Name, match: Match, targets: z.array(z.string().min(1).max(300)).max(2000) });
const Budget = z
  .strictObject({
    name: Name,
    tool: Tool,
    max: z.number().min(0).max(1e12),
    window: Duration,
    amount: z.string().max(60).optional(),
    cost: z.literal(true).optional(),
    per: z.enum(['target', 'flow', 'run']).optional(),
    atCap: z.enum(['stop', 'ask']).optional(),
  })
  .refine(({ cost, atCap }) => cost || atCap !== 'ask', 'Only a budget of what models cost can ask.');
const SendDelay = Duration.refine((text) => durationMs(text) <= 3600_000, 'A message waits an hour at most.');
const LoopBreaker = z.strictObject({ max: z.number().int().min(1).max(10_000), window: Duration });

const StandingId = z.string().regex(/^[0-9a-f]{16}$/);
const Standing = z.strictObject({
  id: StandingId,
  flowId: z.string().max(60),
  tool: z.string().max(60),
  connectionId: z.string().max(60).nullable(),
  target: z.strictObject({ kind: z.string().max(60), id: z.string().max(4000) }),
  rule: z.enum(WAIVABLE),
  scope: z.string().max(60),
  labels: z.record(z.string().max(60), z.string().max(60)),
  values: z.record(z.string().max(60), JsonValue),
  expiresAt: z.number().int().min(0),
});

const distinct = (names: string[]) => new Set(names).size === names.length;

/** The owner's rules as they may be saved. They can only narrow what the defaults allow, so there is no effect `allow`.
 * A standing yes is made by the server alone, out of decisions. */
export const Policy = z.strictObject({
  rules: z
    .array(Rule)
    .max(200)
    .refine((rules) => distinct(rules.map((rule) => rule.id)), 'Two rules have the same id.')
    .default([]),
  allowLists: z
    .array(AllowList)
    .max(200)
    .refine((lists) => distinct(lists.map((list) => list.name)), 'Two lists have the same name.')
    .default([]),
  budgets: z
    .array(Budget)
    .max(200)
    .refine((budgets) => distinct(budgets.map((budget) => budget.name)), 'Two budgets have the same name.')
    .default([]),
  sendDelay: SendDelay.optional(),
  loopBreaker: LoopBreaker.optional(),
  standing: z.array(Standing).max(200).optional(),
  notProposed: z.array(StandingId).max(500).optional(),
}) satisfies z.ZodType<PolicyDocument>;
