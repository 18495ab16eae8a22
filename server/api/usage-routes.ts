import { z } from 'zod';
import { route } from '#server/api/route.ts';
import { usageRows, usageView } from '#server/services/usage.ts';
import { UsageRange } from '#server/usage-inputs.ts';

const Sum = z.object({
  calls: z.number(),
  failed: z.number(),
  cut: z.number(),
  unpriced: z.number(),
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
  uncertain: z.number(),
});
const Parts = z.array(Sum.extend({ id: z.string().nullable(), name: z.string().nullable() }));
const Slices = z.array(
  z.object({ id: z.string().nullable(), cost: z.number(), tokens: z.number(), calls: z.number() }),
);
const each = <T extends z.ZodType>(what: T) => z.object({ flow: what, model: what, connection: what, person: what });
const Cap = z.object({
  name: z.string(),
  max: z.number(),
  window: z.string(),
  per: z.enum(['target', 'flow', 'run']).nullable(),
  asks: z.boolean(),
  used: z.number().nullable(),
  raised: z.number(),
});
const Usage = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  zone: z.string(),
  currency: z.literal('USD'),
  total: Sum,
  since: z.iso.date().nullable(),
  days: z.array(Sum.extend({ day: z.iso.date(), by: each(Slices) })),
  by: each(Parts),
  forecast: z.object({
    month: z.string(),
    soFar: z.number(),
    total: z.number().nullable(),
    from: z.enum(['this-month', 'both-months', 'last-month', 'nothing']),
  }),
  caps: z.array(Cap),
});
const Row = Sum.extend({
  day: z.iso.date(),
  flow: z.string(),
  model: z.string(),
  connection: z.string(),
  person: z.string(),
});

export const usageRoutes = [
  route({
    method: 'GET',
    path: '/usage',
    right: 'admin',
    summary: 'What models were asked and what that cost over some days, what the month may come to, and the caps',
    query: UsageRange,
    output: Usage,
    handle: ({ query }) => usageView(query),
  }),
  route({
    method: 'GET',
    path: '/usage/rows',
    right: 'admin',
    summary: 'The same day by day for each flow, model, connection and person, at most 50,000 rows',
    query: UsageRange,
    output: z.object({ items: z.array(Row) }),
    handle: async ({ query }) => ({ items: await usageRows(query) }),
  }),
];
