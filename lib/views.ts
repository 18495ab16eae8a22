/** Shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */
import type { ApprovalRequest } from '#lib/approval.ts';
import type { CalledRun } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import type { Answers } from '#lib/form.ts';
import type { Flow } from '#lib/flow.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import type { Problem } from '#lib/plan.ts';
import type { AgainWhy } from '#lib/resume/reuse.ts';
import type { RunStatus, StepStatus } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';

/** What a signed-in person or a token may do. `admin` implies the others. */
export type Right = 'view' | 'edit' | 'run' | 'approve' | 'admin';

export type Me = { id: string; name: string; email: string; role: string; rights: Right[] };

export type TriggerView = {
  id: string;
  nodeId: string;
  type: string;
  active: boolean;
  /** Full address of a webhook. */
  url: string | null;
  nextFires: string[];
  lastEventAt: string | null;
  lastError: string | null;
  /** How its channel is listened to; null for triggers without one. `connectedAt` is null while nobody listens. */
  listener: { accountName: string; connectedAt: string | null; checkedAt: string | null } | null;
  /** Events that wait for their turn, and how many were not taken; null where neither ever was. */
  pace: { waiting: number; nextAt: string | null; dropped: number; droppedAt: string | null } | null;
};

/** Waiting for one real event of a trigger as it is drawn, and what came last. */
export type ListenView = {
  nodeId: string;
  status: 'waiting' | 'captured' | 'cancelled' | 'expired';
  /** Where to send the event, while one waits and the trigger has an address. */
  url: string | null;
  expiresAt: string;
  capturedAt: string | null;
  /** Null before the first event, and for one that was too large. */
  sample: Extract<Stored, { kind: 'inline' }> | null;
};

export type FlowCard = {
  id: string;
  name: string;
  paused: boolean;
  publishedNumber: number | null;
  unpublishedChanges: boolean;
  updatedAt: string;
  triggers: { type: string; nextFireAt: string | null; waiting: number }[];
  lastRun: { id: string; status: RunStatus; createdAt: string } | null;
};

/** A flow that a step may call. `fields`: what it asks for; null when nothing in it can be called. */
export type CallableFlow = {
  id: string;
  name: string;
  published: boolean;
  fields: { name: string; title?: string | undefined; type: string; required: boolean }[] | null;
};

export type FlowDetail = {
  id: string;
  name: string;
  draft: Flow;
  draftRevision: number;
  problems: Problem[];
  published: { id: string; number: number; createdAt: string } | null;
  unpublishedChanges: boolean;
  paused: boolean;
  triggers: TriggerView[];
};

export type RunCard = {
  id: string;
  flowId: string;
  flowName: string;
  status: RunStatus;
  mode: 'production' | 'test';
  trigger: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
  retryOfId: string | null;
};

/** Another run, as a link names it. */
export type RunLink = { runId: string; flowName: string };

export type StepView = {
  node: string;
  iteration: string;
  type: string;
  name: string;
  status: StepStatus;
  attempt: number;
  attempts: number | null;
  /** Its end was taken over from the run that this one repeats. */
  reused: boolean;
  input: Stored | null;
  output: Stored | null;
  error: StepError | null;
  label: Label | null;
  decision: { outcome: 'allow' | 'ask' | 'deny'; rule: string; reason: string } | null;
  decidedBy: { choice: string; by: string; reason?: string } | null;
  port: string | null;
  approvalId: string | null;
  /** The run that it called. */
  called: CalledRun | null;
  until: string | null;
  remindedAt: string | null;
  cost: number | null;
  startedAt: string | null;
  endedAt: string | null;
};

export type RunView = RunCard & {
  version: { id: string; number: number };
  /** The run that called this one, and the failed run that this one is about. */
  parent: RunLink | null;
  failed: RunLink | null;
  /** The drawing that ran. */
  flow: Flow;
  input: Stored;
  output: Stored | null;
  failure: StepError | null;
  steps: StepView[];
  /** Cursor to follow the run live from. */
  lastEventId: number;
};

/** Something that was done to the world, or may have been, and would be done once more. */
export type EffectAgain = {
  key: string;
  node: string;
  name: string;
  iteration: string;
  tool: string;
  target: string | null;
  status: 'done' | 'unknown';
  at: string;
};

/** What a retry would do; making it executes nothing. */
export type RetryPreview = {
  version: { id: string; number: number };
  /** Steps whose results are taken over. */
  reused: { node: string; name: string }[];
  /** Steps that the run may come to. */
  again: { node: string; name: string; why: AgainWhy }[];
  /** The first of those to tick. */
  effects: EffectAgain[];
  effectCount: number;
};

/** What became of many failed runs, or would become of them. */
export type RetriedRuns = {
  /** Runs that the filter finds and nobody has retried yet. */
  found: number;
  /** Of the ones looked at: to retry, or retried as. */
  retried: { id: string; runId: string | null }[];
  leftOut: { id: string; reason: string; effectCount: number }[];
  /** Cursor of what was not looked at. */
  next: string | null;
};

export type ApprovalCard = {
  id: string;
  status: 'waiting' | 'decided' | 'expired' | 'cancelled';
  kind: 'gate' | 'step' | 'outcome';
  title: string;
  flowId: string;
  flowName: string;
  runId: string;
  stepId: string;
  createdAt: string;
  expiresAt: string;
  choice: string | null;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  /** When those who may decide were last told again. */
  remindedAt: string | null;
};

export type ApprovalView = ApprovalCard & {
  request: ApprovalRequest;
  actionHash: string;
  replacedById: string | null;
  /** What was filled in with the decision. */
  answers: Answers | null;
  /** The caller has the right, and is among those whom the flow lets decide. */
  mayDecide: boolean;
};

/** What a step told the owner. */
export type NoticeView = {
  id: string;
  title: string;
  text: string;
  label: Label;
  level: 'info' | 'warning' | 'urgent';
  runId: string;
  flowId: string;
  flowName: string;
  createdAt: string;
  readAt: string | null;
};

export type ConnectionView = {
  id: string;
  name: string;
  type: string;
  /** Fields that are not secret. */
  config: Record<string, unknown>;
  /** Names of the secret fields that are set; never their values. */
  secretsSet: string[];
  hosts: string[];
  testedAt: string | null;
  testResult: { ok: boolean; message: string } | null;
  usedBy: { flowId: string; flowName: string }[];
};

/** Who is paired with a chat connection. */
export type ChatsView = {
  /** Name of the bot, once Hearth has signed in. */
  accountName: string | null;
  /** A code is open. */
  pairing: { expiresAt: string } | null;
  chats: {
    id: string;
    name: string;
    chatId: string;
    role: 'owner' | 'guest';
    trusted: boolean;
    isPrivate: boolean;
  }[];
};

export type TokenView = {
  id: string;
  name: string;
  scopes: Right[];
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
};

/** Health as the status page and `GET /api/v1/status` show it. */
export type StatusView = {
  version: string;
  temporal: { ok: boolean; message: string };
  worker: { ok: boolean; message: string };
  waitingApprovals: number;
  openRuns: number;
  stopped: { scope: string; reason: string | null; at: string }[];
};

/** `value` is left out of lists; `preview` is its beginning. */
export type VariableCard = {
  name: string;
  kind: 'text' | 'number' | 'yes-no' | 'data';
  preview: string;
  label: Label;
  /** Named when saving, so that nobody overwrites what they have not seen. */
  updatedAt: string;
};

export type VariableView = VariableCard & { value: Json };

export type CounterView = { name: string; value: number; label: Label; updatedAt: string };

/** Times of a schedule that passed while Hearth was off, for too long to be made up for. */
export type MissedView = {
  id: string;
  flowId: string;
  flowName: string;
  triggerId: string;
  count: number;
  firstAt: string;
  lastAt: string;
};

/** A list of "Only what is new". What it holds is kept as hashes only. */
export type SeenView = { list: string; count: number; lastAt: string };

export type TableCard = { id: string; name: string; createdAt: string; rows: number };

export type RowView = {
  id: string;
  data: Record<string, Json>;
  labels: FieldLabels;
  createdAt: string;
  /** Named when saving, so that nobody overwrites what they have not seen. */
  updatedAt: string;
};
