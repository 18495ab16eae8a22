/** What is handed to services that cannot tell a repetition. A row is written first, and tells what became of it. */
import { OutcomeUnknown } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import { db } from '#prisma/client.ts';

/** `handed`: from here on it may have gone out. */
export type OutboxState = 'queued' | 'handed' | 'accepted' | 'refused' | 'unknown';

type NewEntry = {
  effectKey: string;
  channel: string;
  runId: string;
  stepId: string;
  messageId: string;
  recipients: string[];
};

/**
 * Writes down what is about to be sent. Gives back what an earlier attempt was answered, if it was accepted; throws if
 * nobody knows what became of that attempt.
 */
export async function enqueue({ recipients, ...entry }: NewEntry): Promise<{ answered: Json } | null> {
  const { effectKey } = entry;
  const row = await db().outbox.findUnique({ where: { effectKey }, select: { state: true, answer: true } });
  const data = { ...entry, recipients: JSON.stringify(recipients), state: 'queued' };
  switch (row?.state as OutboxState | undefined) {
    case undefined:
      await db().outbox.create({ data, select: { effectKey: true } });
      return null;
    case 'accepted':
      return { answered: JSON.parse(row?.answer ?? 'null') as Json };
    case 'queued':
    case 'refused':
      await db().outbox.update({
        where: { effectKey },
        data: { ...data, answer: null, endedAt: null, handedAt: null },
      });
      return null;
    default:
      await settle(effectKey, 'unknown', null);
      throw new OutcomeUnknown('It was being handed over when the step was interrupted. It may or may not be sent.');
  }
}

/** The last moment before it may go out. Committed before a single byte of it leaves. */
export async function handOver(effectKey: string): Promise<void> {
  const { count } = await db().outbox.updateMany({
    where: { effectKey, state: 'queued' },
    data: { state: 'handed', handedAt: new Date() },
  });
  if (count !== 1) throw new OutcomeUnknown('Another attempt is handing this over already.');
}

/** What became of it. `queued`: surely not sent, and may be tried again. */
export async function settle(effectKey: string, state: Exclude<OutboxState, 'handed'>, answer: Json): Promise<void> {
  const endedAt = state === 'queued' ? null : new Date();
  const data = { state, endedAt, answer: answer === null ? null : JSON.stringify(answer) };
  await db().outbox.updateMany({ where: { effectKey }, data });
}
