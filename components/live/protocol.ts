import type { RunEvent } from '#lib/run-event.ts';

/** What a tab tells the hub. `after`: the last event id the tab has seen of these runs. */
export type ToHub = { type: 'watch'; runs: Record<string, number> } | { type: 'alive' } | { type: 'bye' };

export type TokenChunk = { runId: string; stepId: string; iteration?: string; attempt: number; text: string };

/** What the hub tells its tabs. */
export type FromHub =
  | { type: 'run'; event: RunEvent }
  | { type: 'summary'; event: RunEvent }
  | { type: 'approvals'; waiting: number }
  | { type: 'notices'; unread: number }
  | { type: 'tokens'; chunk: TokenChunk }
  | { type: 'status'; online: boolean };
