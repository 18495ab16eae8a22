import { z } from 'zod';
import { Policy } from '#lib/policy-schema.ts';
import { verifyAudit } from '#platform/audit.ts';
import { AuditFilter, IncidentBegin, IncidentSince } from '#server/inputs.ts';
import { auditChoices, listAudit } from '#server/services/audit-log.ts';
import { healthView } from '#server/services/health.ts';
import { incidentView, lockDown } from '#server/services/incident.ts';
import { getPolicy, policyAt, policyVersions, putPolicy } from '#server/services/policies.ts';
import { previewPolicy, toolChoices } from '#server/services/policy-preview.ts';
import { allowStanding, dropStanding, standingOverview } from '#server/services/standing.ts';
import { freshly, router, withRight } from '#server/trpc.ts';
import { replayPolicy } from '#server/services/policy-replay.ts';

const view = withRight('view');
const admin = withRight('admin');

const StandingChoice = z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}$/) });

export const healthRouter = router({ get: view.query(() => healthView()) });

export const auditRouter = router({
  list: admin.input(AuditFilter).query(({ input }) => listAudit(input)),
  choices: admin.query(() => auditChoices()),
  verify: admin.query(() => verifyAudit()),
});

export const incidentRouter = router({
  view: admin.input(IncidentSince).query(({ input }) => incidentView(input)),
  /** The red button stops without a password; this also takes everybody's way in, which a stolen session must not. */
  begin: admin
    .use(freshly)
    .input(IncidentBegin)
    .mutation(({ ctx, input }) => lockDown({ ...input, actor: ctx.actor })),
});

export const policyRouter = router({
  get: view.query(() => getPolicy()),
  /** What a rule may be about. */
  tools: view.query(() => toolChoices()),
  versions: view.query(() => policyVersions()),
  at: view.input(z.strictObject({ version: z.number().int().min(0) })).query(({ input }) => policyAt(input.version)),
  /** A mutation only because the document is too large for an address: nothing is changed. */
  preview: view.input(z.strictObject({ document: Policy })).mutation(({ input }) => previewPolicy(input.document)),
  /** What the rules would have done to what really happened. A mutation like `preview`. */
  replay: view.input(z.strictObject({ document: Policy })).mutation(({ input }) => replayPolicy(input.document)),
  /** What goes without asking for a while, and what is proposed to. */
  standing: admin.query(() => standingOverview()),
  allowStanding: admin
    .use(freshly)
    .input(StandingChoice)
    .mutation(({ ctx, input }) => allowStanding(input.id, ctx.actor)),
  /** More is asked than before: no fresh sign-in. */
  dropStanding: admin.input(StandingChoice).mutation(({ ctx, input }) => dropStanding(input.id, ctx.actor)),
  save: admin
    .input(z.strictObject({ document: Policy, base: z.number().int().min(0) }))
    .mutation(({ ctx, input }) => putPolicy(input, ctx.actor)),
});
