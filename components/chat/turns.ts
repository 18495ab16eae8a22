import type { ChatEntry, ChatPage, ChatRun } from '#lib/views-chat.ts';

/** What was said to one run, and its answer once there is one. */
export type Turn = { id: string; runId: string; said: ChatEntry[]; answer: ChatEntry | null; run: ChatRun | undefined };

/** The turns of a chat, from its pages in the order in which they were said. */
export function turnsOf(pages: readonly Pick<ChatPage, 'entries' | 'runs'>[]): Turn[] {
  const runs = new Map(pages.flatMap((page) => page.runs.map((run) => [run.id, run] as const)));
  const turns = new Map<string, Turn>();
  for (const entry of pages.flatMap((page) => page.entries)) {
    const { runId } = entry;
    const turn = turns.get(runId) ?? { id: runId, runId, said: [], answer: null, run: runs.get(runId) };
    if (entry.role === 'flow') turn.answer = entry;
    else turn.said.push(entry);
    turns.set(runId, turn);
  }
  return [...turns.values()];
}
