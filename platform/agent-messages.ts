/** What people say to an agent while it works. */
import { Refused } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import { agentRun, appendMessage } from '#platform/agent-runs.ts';
import { transact } from '#prisma/client.ts';

type Added = { runId: string; text: string; by: string; label: Label };

/** Adds a message to what an agent hears in its next turn. Throws `Refused` when it has ended. */
export async function addMessage({ runId, text, by, label }: Added): Promise<void> {
  const { conversationId } = await agentRun(runId);
  await transact(async (tx) => {
    const run = await tx.run.findUnique({ where: { id: runId }, select: { endedAt: true } });
    if (!run || run.endedAt !== null) throw new Refused('This agent has ended. Start it again to tell it more.');
    const body = { role: 'user' as const, text, by };
    await appendMessage(tx, { conversationId, runId, turn: null, body, label });
  });
}
