/** What steps tell the owner: kept here and shown in the web page, whatever becomes of a message about it. */
import { randomUUID } from 'node:crypto';
import type { Label } from '#lib/label.ts';
import type { NoticeView } from '#lib/views.ts';
import { nudge } from '#platform/nudge.ts';
import { db } from '#prisma/client.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

type NewNotice = Pick<NoticeView, 'title' | 'text' | 'label' | 'level' | 'runId' | 'flowId' | 'flowName'> & {
  effectKey: string;
};

/** Keeps a notice, once per effect. */
export async function addNotice({ label, ...notice }: NewNotice): Promise<{ id: string }> {
  const { effectKey } = notice;
  await db().notice.deleteMany({ where: { readAt: { not: null }, createdAt: { lt: new Date(Date.now() - KEPT_MS) } } });
  const kept = await db().notice.upsert({
    where: { effectKey },
    create: { ...notice, id: randomUUID(), label: JSON.stringify(label) },
    update: {},
    select: { id: true },
  });
  nudge({ type: 'notices' });
  return kept;
}

/** True for the one caller that may send it to the owner's chats. */
export async function claimPush(id: string): Promise<boolean> {
  const { count } = await db().notice.updateMany({ where: { id, pushedAt: null }, data: { pushedAt: new Date() } });
  return count === 1;
}

/** The newest notices, unread ones first. */
export async function listNotices(limit: number): Promise<NoticeView[]> {
  const orderBy = { createdAt: 'desc' } as const;
  const unread = await db().notice.findMany({ where: { readAt: null }, orderBy, take: limit });
  const rest = limit - unread.length;
  const read = rest > 0 ? await db().notice.findMany({ where: { readAt: { not: null } }, orderBy, take: rest }) : [];
  return [...unread, ...read].map((row) => ({
    id: row.id,
    title: row.title,
    text: row.text,
    label: JSON.parse(row.label) as Label,
    level: row.level as NoticeView['level'],
    runId: row.runId,
    flowId: row.flowId,
    flowName: row.flowName,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }));
}

export async function countUnread(): Promise<number> {
  return db().notice.count({ where: { readAt: null } });
}

/** Marks one notice, or all there are, as read. */
export async function markRead(id?: string): Promise<void> {
  await db().notice.updateMany({
    where: { readAt: null, ...(id === undefined ? {} : { id }) },
    data: { readAt: new Date() },
  });
  nudge({ type: 'notices' });
}
