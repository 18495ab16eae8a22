import { z } from 'zod';
import { Flow, JsonValue } from '#lib/flow.ts';
import { ApprovalStatusName, RightName, RunStatusName } from '#server/inputs.ts';
import { Policy } from '#lib/policy-schema.ts';
import { Label } from '#server/api/run-outputs.ts';

/** What the REST API answers. Fields that are not named here never leave. */
const Time = z.iso.datetime();
const MaybeTime = Time.nullable();
const Text = z.string().nullable();

export const Problem = z.object({
  node: z.string().optional(),
  field: z.string().optional(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});
export const Problems = z.array(Problem);
export const Findings = z.array(
  Problem.extend({
    rule: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    node: z.string(),
    trigger: z.string(),
    way: z.array(z.string()),
  }),
);

export const Created = z.object({ id: z.string() });
export const FlowListed = z.object({
  id: z.string(),
  name: z.string(),
  paused: z.boolean(),
  publishedNumber: z.number().nullable(),
  unpublishedChanges: z.boolean(),
  updatedAt: Time,
  triggers: z.array(z.object({ type: z.string(), nextFireAt: MaybeTime })),
  lastRun: z.object({ id: z.string(), status: RunStatusName, createdAt: Time }).nullable(),
  failedRuns: z.number(),
  folder: Text,
  tags: z.array(z.string()),
});
const VersionHead = {
  id: z.string(),
  number: z.number(),
  name: Text,
  note: Text,
  createdAt: Time,
  by: Text,
  restoredOf: z.number().nullable(),
  inSpite: Text,
};
export const VersionListed = z.object({
  ...VersionHead,
  published: z.boolean(),
  changes: z
    .object({
      added: z.number(),
      removed: z.number(),
      changed: z.number(),
      moved: z.number(),
      wires: z.number(),
      notes: z.number(),
      settings: z.boolean(),
      names: z.array(z.string()),
    })
    .nullable(),
});
export const VersionShown = z.object({ ...VersionHead, flow: Flow });
export const FlowShown = z.object({
  id: z.string(),
  name: z.string(),
  draft: Flow,
  draftRevision: z.number(),
  problems: Problems,
  published: z.object({ id: z.string(), number: z.number(), createdAt: Time }).nullable(),
  unpublishedChanges: z.boolean(),
  paused: z.boolean(),
  triggers: z.array(
    z.object({
      id: z.string(),
      nodeId: z.string(),
      type: z.string(),
      active: z.boolean(),
      url: Text,
      nextFires: z.array(Time),
      lastEventAt: MaybeTime,
      lastError: Text,
    }),
  ),
});
export const Saved = z.object({
  id: z.string(),
  draftRevision: z.number(),
  problems: Problems,
  unpublishedChanges: z.boolean(),
});
export const Published = z.object({ versionId: z.string(), number: z.number(), problems: Problems });
export const RolledBack = Published.extend({ draftRevision: z.number(), replacedDraft: Flow });

export const ApprovalListed = z.object({
  id: z.string(),
  status: ApprovalStatusName,
  kind: z.enum(['gate', 'step', 'outcome', 'cap']),
  title: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  runId: z.string(),
  stepId: z.string(),
  createdAt: Time,
  expiresAt: Time,
  choice: Text,
  reason: Text,
  decidedBy: Text,
  decidedFor: Text,
  decidedAt: MaybeTime,
  remindedAt: MaybeTime,
  same: z.number().int(),
  batch: Text,
});
export const ApprovalShown = ApprovalListed.extend({
  others: z.array(z.object({ id: z.string(), runId: z.string(), stepName: z.string(), createdAt: Time })),
  request: JsonValue,
  actionHash: z.string(),
  replacedById: Text,
  answers: z.record(z.string(), JsonValue).nullable(),
  mayDecide: z.boolean(),
  standsInFor: Text,
  people: z.object({
    two: z.boolean(),
    first: Text,
    barred: z.enum(['own', 'said', 'ownOfOther', 'saidOfOther']).nullable(),
  }),
  before: z.object({ at: z.iso.datetime(), args: z.record(z.string(), z.json()) }).nullable(),
  edited: z.object({ by: z.string(), at: z.iso.datetime(), args: z.record(z.string(), z.json()) }).nullable(),
});

export const ConnectionShown = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  hosts: z.array(z.string()),
  testedAt: MaybeTime,
  testResult: z.object({ ok: z.boolean(), message: z.string() }).nullable(),
  usedBy: z.array(
    z.object({
      flowId: z.string(),
      flowName: z.string(),
      steps: z.array(z.object({ node: z.string(), name: z.string(), where: z.enum(['draft', 'published', 'both']) })),
    }),
  ),
});
export const TestResult = z.object({ ok: z.boolean(), message: z.string() });
export const ContactShown = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  address: z.string(),
  createdAt: Time,
});
export const TokenShown = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(RightName),
  createdAt: Time,
  lastUsedAt: MaybeTime,
  expiresAt: MaybeTime,
  revokedAt: MaybeTime,
});
export const MeShown = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  via: z.enum(['web', 'token', 'cli']),
  rights: z.array(RightName),
});
export const PolicyShown = z.object({ version: z.number(), document: Policy });
export const VariableListed = z.object({
  name: z.string(),
  kind: z.enum(['text', 'number', 'yes-no', 'data']),
  preview: z.string(),
  label: Label,
  updatedAt: Time,
});
export const VariableShown = VariableListed.extend({ value: JsonValue });
export const StatusShown = z.object({
  version: z.string(),
  temporal: TestResult,
  worker: TestResult,
  waitingApprovals: z.number(),
  openRuns: z.number(),
  stopped: z.array(z.object({ scope: z.string(), reason: Text, at: Time })),
});
export const Failure = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});

/** A page of a list; `next` is the cursor of the following one. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
