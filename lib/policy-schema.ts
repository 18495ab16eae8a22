import { z } from 'zod';
import { Duration } from '#lib/flow.ts';
import type { Policy as PolicyDocument } from '#lib/policy.ts';

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

const Rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Use small letters, digits and -.'),
  match: Match,
  effect: z.enum(['ask', 'deny'], 'A rule asks or denies; nothing can allow what the defaults ask about.'),
  reason: z.string().trim().min(1, 'Say why, for whoever meets the rule.').max(500),
});
const AllowList = z.strictObject({ name: Name, match: Match, targets: z.array(z.string().min(1).max(300)).max(2000) });
const Budget = z.strictObject({
  name: Name,
  tool: Tool,
  max: z.number().min(0).max(1e12),
  window: Duration,
  amount: z.string().max(60).optional(),
});

const distinct = (names: string[]) => new Set(names).size === names.length;

/** The owner's rules as they may be saved. They can only narrow what the defaults allow, so there is no effect `allow`. */
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
}) satisfies z.ZodType<PolicyDocument>;
