import { z } from 'zod';
import { Duration } from '#lib/flow.ts';
import type { Policy as PolicyType } from '#lib/policy.ts';

const Name = z.string().min(1).max(80);
const Tool = z
  .string()
  .min(1)
  .max(60)
  .regex(/^(\*|[a-z][a-zA-Z0-9.-]*(\.\*)?)$/, 'Use a node type such as http.request, a family such as mail.*, or *.');
const Match = z.strictObject({
  tool: Tool.optional(),
  connection: z.string().min(1).max(60).optional(),
  flowId: z.string().min(1).max(60).optional(),
});

/** The policy file. Rules can only narrow what the defaults allow, so there is no effect `allow`. */
export const Policy = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use small letters, digits and -.'),
        match: Match,
        effect: z.enum(['ask', 'deny']),
        reason: z.string().min(1).max(500),
      }),
    )
    .max(500)
    .refine((rules) => new Set(rules.map((rule) => rule.id)).size === rules.length, 'Two rules have the same id.')
    .default([]),
  allowLists: z
    .array(z.strictObject({ name: Name, match: Match, targets: z.array(z.string().min(1).max(500)).max(2000) }))
    .max(200)
    .default([]),
  budgets: z
    .array(
      z.strictObject({
        name: Name,
        tool: Tool,
        max: z.number().min(0).max(1e12),
        window: Duration,
        amount: z.string().min(1).max(60).optional(),
      }),
    )
    .max(200)
    .default([]),
}) satisfies z.ZodType<PolicyType>;
