import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { RunStatusName } from '#server/inputs.ts';

/** What the REST API answers about runs. */
const Time = z.iso.datetime();
const MaybeTime = Time.nullable();
const Text = z.string().nullable();

const StepError = z.object({ type: z.string(), message: z.string(), hint: z.string().optional() });
export const Label = z.object({
  integrity: z.enum(['trusted', 'untrusted']),
  confidentiality: z.enum(['public', 'private', 'secret']),
  origins: z.array(z.string()),
});
export const RunListed = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  status: RunStatusName,
  mode: z.enum(['production', 'test']),
  trigger: z.string(),
  createdAt: Time,
  startedAt: MaybeTime,
  endedAt: MaybeTime,
  error: Text,
  retryOfId: Text,
});
const RunLink = z.object({ runId: z.string(), flowName: z.string() });
export const RunShown = RunListed.extend({
  parent: RunLink.nullable(),
  failed: RunLink.nullable(),
  version: z.object({ id: z.string(), number: z.number() }),
  input: JsonValue,
  output: JsonValue,
  failure: StepError.nullable(),
  /** Where the next page of steps begins; only with `stepLimit`. */
  nextStep: z.string().nullable().optional(),
  steps: z.array(
    z.object({
      node: z.string(),
      iteration: z.string(),
      type: z.string(),
      name: z.string(),
      status: z.enum(['queued', 'running', 'retrying', 'waiting', 'done', 'failed', 'skipped', 'cancelled']),
      attempt: z.number(),
      reused: z.boolean(),
      input: JsonValue,
      output: JsonValue,
      error: StepError.nullable(),
      label: Label.nullable(),
      decision: z
        .object({ outcome: z.enum(['allow', 'ask', 'deny']), rule: z.string(), reason: z.string() })
        .nullable(),
      decidedBy: z.object({ choice: z.string(), by: z.string(), reason: z.string().optional() }).nullable(),
      port: Text,
      approvalId: Text,
      called: z
        .object({
          runId: z.string(),
          flowId: z.string(),
          flowName: z.string(),
          versionId: z.string(),
          version: z.number(),
        })
        .nullable(),
      cost: z.number().nullable(),
      startedAt: MaybeTime,
      endedAt: MaybeTime,
    }),
  ),
});
/** `status` and what follows are there when the caller asked to wait; `output` once the run is done. */
export const RunStarted = z.object({
  runId: z.string(),
  status: RunStatusName.optional(),
  output: JsonValue.optional(),
  error: Text.optional(),
});

const EffectAgain = z.object({
  key: z.string(),
  node: z.string(),
  name: z.string(),
  iteration: z.string(),
  tool: z.string(),
  target: Text,
  status: z.enum(['done', 'unknown']),
  at: Time,
});
const AgainStep = z.object({ node: z.string(), name: z.string() });
export const RetryPreviewed = z.object({
  version: z.object({ id: z.string(), number: z.number() }),
  reused: z.array(AgainStep),
  again: z.array(AgainStep.extend({ why: z.enum(['chosen', 'after', 'changed', 'unfinished']) })),
  effects: z.array(EffectAgain),
  effectCount: z.number(),
});
/** `found`: all that the filter finds and nobody has retried; `retried` and `leftOut` are about at most 100 of them. */
export const RetriedRuns = z.object({
  found: z.number(),
  retried: z.array(z.object({ id: z.string(), runId: Text })),
  leftOut: z.array(
    z.object({
      id: z.string(),
      flowName: z.string(),
      reason: z.string(),
      effectCount: z.number(),
      effects: z.array(EffectAgain),
    }),
  ),
  next: Text,
});
export const CancelledRuns = z.object({
  found: z.number(),
  cancelled: z.array(z.object({ id: z.string() })),
  leftOut: z.array(z.object({ id: z.string(), reason: z.string() })),
  next: Text,
});

const SaidCall = z.object({ id: z.string(), name: z.string(), args: JsonValue, unreadable: z.string().optional() });
const SaidResult = z.object({ id: z.string(), name: z.string(), text: z.string(), isError: z.boolean() });

const FileBase = z.object({ name: z.string(), size: z.number().int() });
const SaidFile = z.discriminatedUnion('kind', [
  FileBase.extend({ kind: z.literal('picture'), ref: z.string(), mediaType: z.string() }),
  FileBase.extend({ kind: z.literal('text'), text: z.string(), cut: z.boolean().optional() }),
  FileBase.extend({ kind: z.literal('other'), contentType: z.string() }),
]);

/** What was said in the run of an agent. */
export const ConversationShown = z.object({
  messages: z.array(
    z.object({
      seq: z.number().int(),
      /** Null while it waits to be heard. */
      turn: z.number().int().nullable(),
      compacted: z.boolean(),
      ofThisRun: z.boolean(),
      at: Time,
      body: z.discriminatedUnion('role', [
        z.object({
          role: z.literal('user'),
          text: z.string(),
          by: z.string().optional(),
          files: z.array(SaidFile).optional(),
        }),
        z.object({ role: z.literal('assistant'), text: z.string(), calls: z.array(SaidCall) }),
        z.object({ role: z.literal('tool'), results: z.array(SaidResult) }),
        z.object({ role: z.literal('summary'), text: z.string(), files: z.array(z.string()).optional() }),
      ]),
      label: Label,
    }),
  ),
  more: z.boolean(),
  paused: z.boolean(),
  tokens: z.number().int(),
  cost: z.number().nullable(),
});

/** A line of a rehearsal's script. */
export const RehearsedLine = z.object({
  when: z.string(),
  answer: z.string().optional(),
  data: JsonValue.optional(),
  calls: z.array(z.object({ name: z.string(), args: z.record(z.string(), JsonValue) })).optional(),
});
