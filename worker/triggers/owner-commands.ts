/** What an owner may say to Hearth itself in any chat. It comes before every flow and model, and can approve nothing. */
import { env } from '#platform/env.ts';
import { setStop, stopFlags } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';

const SHOWN_RUNS = 5;

type Command = (by: string) => Promise<string>;

const COMMANDS: Record<string, Command> = {
  stop: async (by) => {
    await setStop('global', by, { reason: 'Stopped from a chat', mode: 'park' });
    return `Everything is stopped before its next step. Release it in Hearth: ${env().publicUrl}/settings`;
  },
  status: async () => {
    const open = await db().run.count({ where: { status: { in: ['queued', 'running', 'waiting'] } } });
    const stopped = (await stopFlags()).some(({ scope }) => scope === 'global');
    const waiting = await waitingApprovals();
    return [
      stopped ? 'Everything is stopped.' : 'Hearth is running.',
      `${open} open ${open === 1 ? 'run' : 'runs'}, ${waiting} ${waiting === 1 ? 'approval' : 'approvals'} waiting.`,
    ].join('\n');
  },
  runs: async () => {
    const rows = await db().run.findMany({
      orderBy: { createdAt: 'desc' },
      take: SHOWN_RUNS,
      select: { flowId: true, status: true, createdAt: true },
    });
    if (rows.length === 0) return 'Nothing has run yet.';
    const flows = await db().flow.findMany({
      where: { id: { in: rows.map(({ flowId }) => flowId) } },
      select: { id: true, name: true },
    });
    const names = new Map(flows.map(({ id, name }) => [id, name]));
    return rows
      .map(({ flowId, status, createdAt }) => `${names.get(flowId) ?? 'A flow'}: ${status}, ${agoText(createdAt)}`)
      .join('\n');
  },
  approvals: async () => {
    const waiting = await waitingApprovals();
    if (waiting === 0) return 'Nothing waits for you.';
    return `${waiting} ${waiting === 1 ? 'approval waits' : 'approvals wait'}. Decide in Hearth: ${env().publicUrl}/inbox`;
  },
};

/** Answers a command; null when the text is none. Call it for owners in their private chats only. */
export async function answerCommand(text: string, by: string): Promise<string | null> {
  const name = /^\/([a-z]+)(@\w+)?\s*$/i.exec(text.trim())?.[1]?.toLowerCase();
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command ? command(by) : null;
}

function waitingApprovals(): Promise<number> {
  return db().approval.count({ where: { status: 'waiting' } });
}

function agoText(at: Date): string {
  const minutes = Math.floor((Date.now() - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
