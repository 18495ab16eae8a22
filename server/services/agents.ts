/** What people see of an agent at work, and what they may do meanwhile. */
import type { SaidBody } from '#lib/agent-words.ts';
import { TRUSTED, untrusted, type Label } from '#lib/label.ts';
import type { ConversationPage } from '#lib/views-agents.ts';
import { addMessage } from '#platform/agent-messages.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { isPausedRun, releaseStop, setStop } from '#platform/stop.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { findRun } from '#server/services/runs.ts';

/** What was said in the run of an agent, the latest last; `before`: messages before that one. */
export async function conversationOf({
  id,
  before,
  limit = 50,
}: {
  id: string;
  before?: number | undefined;
  limit?: number | undefined;
}): Promise<ConversationPage> {
  const run = await db().agentRun.findUnique({ where: { runId: id } });
  if (!run) throw new NotFound('This run is not that of an agent.');
  const rows = await db().agentMessage.findMany({
    where: { conversationId: run.conversationId, ...(before === undefined ? {} : { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).reverse();
  return {
    messages: page.map(({ seq, runId, turn, body, label, createdAt, compacted }) => ({
      ...{ seq, turn, compacted, ofThisRun: runId === id, at: createdAt.toISOString() },
      body: withoutThoughts(JSON.parse(body) as SaidBody),
      label: JSON.parse(label) as Label,
    })),
    more: rows.length > limit,
    paused: await isPausedRun(id),
    tokens: run.inputTokens + run.outputTokens,
    cost: run.costKnown ? run.cost : null,
  };
}

/** What a provider wants back as it was is no text for people. */
function withoutThoughts(body: SaidBody): SaidBody {
  if (body.role !== 'assistant') return body;
  const { role, text, calls } = body;
  return { role, text, calls };
}

type Telling = { id: string; text: string; actor: Actor };

/** Tells an agent something while it works: it hears it in its next turn. */
export async function tellAgent({ id, text, actor }: Telling): Promise<{ id: string }> {
  await findRun(id);
  // A token may be in other hands than those of the person that made it.
  const label = actor.via === 'token' ? untrusted('api:tell') : { ...TRUSTED, origins: [`person:${actor.userId}`] };
  await addMessage({ runId: id, text, by: actor.name, label });
  await transact((tx) =>
    audit(tx, { actor: actorName(actor), action: 'agent.tell', subject: `run:${id}`, detail: { length: text.length } }),
  );
  return { id };
}

/** Stops a run before its next step, until it is let go on. */
export async function pauseRun({ id, actor }: { id: string; actor: Actor }): Promise<{ id: string }> {
  const { endedAt } = await findRun(id);
  if (endedAt !== null) throw new Conflict('This run has already ended.');
  await setStop(`run:${id}`, actorName(actor), { mode: 'park' });
  return { id };
}

/** Lets a paused run go on. */
export async function resumeRun({ id, actor }: { id: string; actor: Actor }): Promise<{ id: string }> {
  await findRun(id);
  await releaseStop(`run:${id}`, actorName(actor));
  return { id };
}
