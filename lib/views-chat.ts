/** Of the chat page: shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */
import type { StepError } from '#lib/errors.ts';
import type { RunStatus, StepStatus } from '#lib/run-event.ts';

/** A flow that can be written to. */
export type ChatFlow = { flowId: string; name: string; greeting: string };

export type ChatCard = {
  id: string;
  flowId: string;
  flowName: string;
  title: string;
  createdAt: string;
  lastAt: string;
  /** Its flow can still be written to. */
  open: boolean;
};

export type ChatFile = { ref: string; name: string; size: number; contentType: string };

export type ChatEntry = {
  id: string;
  seq: number;
  role: 'person' | 'flow';
  text: string;
  files: ChatFile[];
  createdAt: string;
  runId: string;
};

/** What became of a message. `rehearsed`: answers of models in it were made up by the rehearsal provider. */
export type ChatRun = { id: string; status: RunStatus; error: string | null; rehearsed: boolean };

/** A stretch of a chat, oldest first. `before` names the one further back. */
export type ChatPage = ChatCard & { greeting: string; entries: ChatEntry[]; runs: ChatRun[]; before: number | null };

/** Something a flow or its agent does for a message. */
export type ChatStep = {
  runId: string;
  node: string;
  iteration: string;
  type: string;
  name: string;
  /** Whom or what it is about. */
  target: string | null;
  status: StepStatus;
  error: StepError | null;
  startedAt: string | null;
  endedAt: string | null;
};

/** A step in which a model writes at this moment. */
export type ChatPlace = { runId: string; node: string; iteration: string };

/** How a message is worked on. `asked`: requests that wait for a person. */
export type ChatWork = {
  status: RunStatus;
  error: string | null;
  steps: ChatStep[];
  /** Of the ones there are, the last are in `steps`. */
  stepCount: number;
  writing: ChatPlace[];
  asked: string[];
  /** Runs to follow, with the cursor of each. */
  runs: { runId: string; lastEventId: number }[];
};

/** What one message may hold; `bytes`: all its files together. */
export const CHAT_LIMITS = { text: 100_000, files: 5, bytes: 6 * 1024 * 1024, title: 120 } as const;
