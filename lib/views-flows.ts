/** Flows as the list shows them. Times are ISO 8601 text, UTC. */
import type { RunStatus } from '#lib/run-event.ts';
import type { TriggerHealth } from '#lib/views-admin.ts';

/** What can be done to many flows at once. */
export const MANY_ACTS = ['pause', 'resume', 'remove', 'restore', 'duplicate'] as const;
export type ManyAct = (typeof MANY_ACTS)[number];

/** Colours that a tag may have; what each looks like is the theme's. */
export const TAG_TONES = ['plain', 'ember', 'green', 'blue', 'amber', 'red', 'violet'] as const;
export type TagTone = (typeof TAG_TONES)[number];

/** What starts a flow, and how it is; `state` is null for what a person or another flow starts. */
export type FlowTrigger = {
  type: string;
  nextFireAt: string | null;
  waiting: number;
  state: TriggerHealth['state'] | null;
  error: string | null;
};

export type FlowCard = {
  id: string;
  name: string;
  paused: boolean;
  publishedNumber: number | null;
  /** The draft holds something else than what is published. */
  unpublishedChanges: boolean;
  updatedAt: string;
  triggers: FlowTrigger[];
  lastRun: { id: string; status: RunStatus; createdAt: string } | null;
  /** Runs of the last seven days that failed and were not run again. */
  failedRuns: number;
  folderId: string | null;
  /** Ids of tags. */
  tags: string[];
};

export type DeletedFlow = { id: string; name: string; deletedAt: string; wasPublished: boolean };

export type FolderView = { id: string; name: string; parentId: string | null };
export type TagView = { id: string; name: string; tone: TagTone };

/** Where flows are kept, and the words they are found by. */
export type ShelvesView = { folders: FolderView[]; tags: TagView[] };
