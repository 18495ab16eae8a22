/** Of health, record and rules: shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */
import type { Json } from '#lib/value.ts';
import type { Waivable } from '#lib/standing.ts';
import type { Risk } from '#lib/plan.ts';

export type HealthLevel = 'ok' | 'warn' | 'bad';

/** One thing that was looked at. `state` and `facts` say what is so; `message` says it in English, for programs. */
export type HealthCheck = {
  id: 'web' | 'worker' | 'temporal' | 'database' | 'disk' | 'key' | 'triggers' | 'runs' | 'waiting';
  level: HealthLevel;
  state: string;
  facts: Record<string, string | number>;
  message: string;
};

export type TriggerHealth = {
  id: string;
  flowId: string;
  flowName: string;
  nodeId: string;
  name: string;
  type: string;
  state: 'ready' | 'scheduled' | 'listening' | 'away' | 'trouble' | 'paused';
  lastEventAt: string | null;
  lastError: string | null;
  nextFireAt: string | null;
  /** Events that wait for their turn */
  held: number;
};

/** A run that should have moved on. */
export type StuckRun = {
  id: string;
  flowId: string;
  flowName: string;
  why: 'not-started' | 'silent';
  since: string;
};

export type HealthView = {
  at: string;
  level: HealthLevel;
  checks: HealthCheck[];
  triggers: TriggerHealth[];
  stuck: StuckRun[];
  /** The next times that schedules start something, soonest first. */
  nextFires: { triggerId: string; flowId: string; flowName: string; at: string }[];
  versions: { name: string; version: string }[];
};

export type AuditView = {
  seq: number;
  at: string;
  actor: string;
  /** The person or token as people call it; null where nobody is called anything. */
  actorName: string | null;
  action: string;
  subject: string;
  subjectName: string | null;
  detail: Record<string, Json>;
  hash: string;
};

/** What becomes of a step under a policy, as far as it can be said before it runs. */
export type PolicyWord = 'deny' | 'ask' | 'depends' | 'allow';

/** What a step really did (or was asked, or refused) that other rules would have judged otherwise. */
export type ReplayedAction = {
  runId: string;
  flowName: string;
  stepName: string;
  title: string;
  at: string;
  target: string | null;
  now: 'allow' | 'ask' | 'deny';
  then: 'allow' | 'ask' | 'deny';
  rule: string;
  passkey: boolean;
};
/** `looked`: how many were judged again; `items`: the newest of those that change. */
export type PolicyReplay = { looked: number; changed: number; items: ReplayedAction[] };

/** An action that goes, or might go, without asking: all of it but its content. */
export type NamedAction = {
  flowId: string;
  flowName: string;
  tool: string;
  title: string;
  target: string;
  /** Why it asks. */
  rule: Waivable;
};

/** `decided`: the newest of the `count` times in the last thirty days that it was asked and allowed. */
export type StandingOverview = {
  standing: (NamedAction & { id: string; expiresAt: string })[];
  proposed: (NamedAction & { id: string; count: number; decided: { runId: string; at: string }[] })[];
};

export type PolicyEffect = {
  flowId: string;
  flowName: string;
  node: string;
  name: string;
  tool: string;
  title: string;
  /** Null: it depends on what the step gets. */
  risk: Risk | null;
  now: PolicyWord;
  then: PolicyWord;
  /** The rule or list behind `then`, where the owner wrote one. */
  rule: string | null;
  /** Whom it reached in the last thirty days and would no longer reach. */
  refused: { target: string; count: number }[];
  budgets: string[];
};

/** Something that was done to the world, and who allowed it. */
export type IncidentEffect = {
  key: string;
  at: string;
  runId: string;
  flowId: string | null;
  flowName: string | null;
  stepId: string;
  tool: string;
  risk: string | null;
  target: string | null;
  status: string;
  /** Null: the rules let it through by themselves. */
  approval: { id: string; choice: string | null; by: string | null; at: string | null } | null;
};

export type IncidentView = {
  since: string;
  /** The newest first */
  effects: IncidentEffect[];
  more: boolean;
  /** Whose secrets were within reach. */
  connections: { id: string; name: string; type: string; hosts: string[]; secrets: string[]; changedAt: string }[];
  tokens: number;
  sessions: number;
  stopped: boolean;
};
