/** Shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */
import type { ApprovalRequest } from '#lib/approval.ts';
import type { Flow } from '#lib/flow.ts';
import type { Answers } from '#lib/form.ts';
import type { Label } from '#lib/label.ts';
import type { RunStatus } from '#lib/run-event.ts';
import type { Problem } from '#lib/plan.ts';
import type { TourState } from '#lib/tour.ts';
import type { Json, Stored } from '#lib/value.ts';
import type { ProofAsked } from '#lib/views-passkeys.ts';

export type Right = 'view' | 'edit' | 'run' | 'approve' | 'admin';

export type Me = { id: string; name: string; email: string; role: string; rights: Right[]; tour: TourState };

/** A connection that a template cannot do without, and where it goes: a step's connection, or a field of it. */
export type TemplateNeed = { types: string[]; nodes: { id: string; field: string | null }[] };

/** A flow that comes with Hearth. */
export type FlowTemplate = {
  id: string;
  name: string;
  description: string;
  /** Of its steps, the first few kinds. */
  icons: { icon: string; kind: string }[];
  needs: TemplateNeed[];
  flow: Flow;
};

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

/** The triggers of a flow, and whether anything can start it at all. */
export type TriggersView = { published: boolean; paused: boolean; triggers: TriggerView[] };

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

/** A flow with so many questions waiting that they are shown as one. */
export type FloodView = { flowId: string; flowName: string; waiting: number; paused: boolean };

export type ApprovalCard = {
  id: string;
  status: 'waiting' | 'decided' | 'expired' | 'cancelled';
  kind: 'gate' | 'step' | 'outcome' | 'cap';
  title: string;
  /** Whom or what the action reaches. */
  target: string | null;
  flowId: string;
  flowName: string;
  runId: string;
  stepId: string;
  createdAt: string;
  expiresAt: string;
  choice: string | null;
  reason: string | null;
  decidedBy: string | null;
  /** Whom that person stood in for. */
  decidedFor: string | null;
  decidedAt: string | null;
  /** When those who may decide were last told again. */
  remindedAt: string | null;
  /** How many runs wait for this very action, this one among them. */
  same: number;
  /** The same for requests that may be decided together; null where one is decided alone. */
  batch: string | null;
};

export type ApprovalView = ApprovalCard & {
  request: ApprovalRequest;
  actionHash: string;
  replacedById: string | null;
  /** What took its place waits for a person. */
  replacedWaits: boolean;
  /** What a person changed to make this action of another one. */
  edited: EditedFrom | null;
  /** What was filled in with the decision. */
  answers: Answers | null;
  /** The caller has the right, and is among those whom the flow lets decide. */
  mayDecide: boolean;
  /** In whose place the caller would decide, where it is not his own to decide. */
  standsInFor: string | null;
  /** The same step's last action that a person allowed and that was done: what may differ is seen beside it. */
  before: DoneBefore | null;
  /** `first`: who said yes already, where two people must. `barred`: why the caller may only say no; `OfOther`: because of whom he stands in for. */
  people: { two: boolean; first: string | null; barred: 'own' | 'said' | 'ownOfOther' | 'saidOfOther' | null };
  /** What a yes takes from the caller, where a click is not enough. */
  proof: ProofAsked | null;
  /** The other runs that wait for this very action: one decision may answer them too. */
  others: SameElsewhere[];
  /** What its run waits for at once and one answer may be for, itself among it; empty where it waits for this alone. */
  plan: string[];
};

export type SameElsewhere = { id: string; runId: string; stepName: string; createdAt: string };

/** `args` by field. */
export type DoneBefore = { at: string; args: Record<string, Json> };

/** `args` by field: what was asked for before. */
export type EditedFrom = { by: string; at: string; args: Record<string, Json> };

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
  usedBy: ConnectionUse[];
};

/** A flow that uses a connection, and its steps that do: as drawn, as published, or both. */
export type ConnectionUse = {
  flowId: string;
  flowName: string;
  steps: { node: string; name: string; where: 'draft' | 'published' | 'both' }[];
};

/** How a connection does: its steps in the last runs of each flow, and the triggers that listen with it. */
export type ConnectionHealth = {
  id: string;
  lastUsedAt: string | null;
  /** What went wrong, if the last use did. `runId` is null for a trigger. */
  problem: { message: string; at: string | null; flowId: string; runId: string | null } | null;
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

/** What the command bar finds on the server. */
export type Found = {
  flows: { id: string; name: string }[];
  runs: { id: string; flowName: string; status: RunStatus; createdAt: string }[];
};

/** What a step replaced or deleted in a folder, as it was before. `size` in bytes. */
export type FileVersion = {
  id: string;
  folder: string;
  path: string;
  kind: 'write' | 'append' | 'delete' | 'restore';
  size: number;
  at: string;
  runId: string;
  stepId: string;
  /** Null: the run is gone. */
  flowName: string | null;
};

/** `then` is the kept version, `now` what is there; null where it is no text that can be compared. */
export type FileVersionContent = { then: string | null; now: string | null; isThere: boolean; isSame: boolean };
