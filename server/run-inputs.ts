/** What callers may ask of one run. */
import { z } from 'zod';
import { MOST_WHEN } from '#nodes/rehearsal-script.ts';
import { Id } from '#server/inputs.ts';

const StepStatusName = z.enum(['queued', 'running', 'retrying', 'waiting', 'done', 'failed', 'skipped', 'cancelled']);
/** The path of a round of loops in each other: `3`, `3/0`; empty outside of loops. */
export const Iteration = z
  .string()
  .max(60)
  .regex(/^(\d+(\/\d+)*)?$/);
/** `node` and `iteration`: the loop, and the round of those around it; `status`: only rounds that stand so. */
export const Rounds = z.strictObject({
  id: Id,
  node: Id,
  iteration: Iteration.default(''),
  status: StepStatusName.optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100).default(50),
  values: z.boolean().default(false),
});
export const RunEvents = z.strictObject({
  id: Id,
  after: z.number().int().min(0),
  limit: z.number().int().min(1).max(1000).default(500),
});
/** `stepLimit`: only so many steps, from the one that `nextStep` of the page before names. */
export const StepPage = z.strictObject({
  stepLimit: z.coerce.number().int().min(1).max(500).optional(),
  stepCursor: z.coerce.number().int().min(0).default(0),
});

/** Something for an agent to hear. */
export const Telling = z.strictObject({ text: z.string().trim().min(1).max(20_000) });

/** A part of a conversation: what was said before a message. */
export const ConversationPart = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

/** An answer of a model, for a rehearsal (`connection`). `when`: other words to know it by. */
export const AnswerPart = z.strictObject({
  node: Id,
  iteration: Iteration.default(''),
  connection: Id,
  when: z.string().max(MOST_WHEN).optional(),
});
/** `seen`: of the script, as the preview gave it. */
export const AnswerTaking = AnswerPart.extend({ seen: z.string().length(64) });
