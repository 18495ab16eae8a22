/** Of agents: shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */
import type { SaidBody } from '#lib/agent-words.ts';
import type { Label } from '#lib/label.ts';

/** One message of a conversation. `turn`: null while it waits to be heard. `compacted`: a summary stands for it. */
export type MessageView = {
  seq: number;
  turn: number | null;
  compacted: boolean;
  /** Said in this run, not in one before it. */
  ofThisRun: boolean;
  at: string;
  body: SaidBody;
  label: Label;
};

/** The latest messages; `cost` in US dollars, null where a price is not known. */
export type ConversationPage = {
  messages: MessageView[];
  more: boolean;
  paused: boolean;
  tokens: number;
  cost: number | null;
};
