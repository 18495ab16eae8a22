export const INBOX_VIEWS = ['waiting', 'decided', 'all'] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** What the inbox is narrowed to, as its address says it. */
export type InboxFilter = { view: InboxView; flowId: string | undefined; mine: boolean };

/** All that waits, where a flow that asks unusually often has one card. */
export function isCalm({ view, flowId }: InboxFilter): boolean {
  return view === 'waiting' && flowId === undefined;
}

/** Read from an address; what it cannot mean is left out. */
export function inboxOf(search: { get: (name: string) => string | null }): InboxFilter {
  return {
    view: INBOX_VIEWS.find((view) => view === search.get('view')) ?? 'waiting',
    flowId: search.get('flow')?.slice(0, 200) || undefined,
    mine: search.get('mine') === '1',
  };
}

/** The address of the inbox, or of one request in it, with the same filter. */
export function inboxPath({ view, flowId, mine }: InboxFilter, id?: string): string {
  const query = new URLSearchParams();
  if (view !== 'waiting') query.set('view', view);
  if (flowId) query.set('flow', flowId);
  if (mine) query.set('mine', '1');
  const path = id === undefined ? '/inbox' : `/inbox/${encodeURIComponent(id)}`;
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** The request that J (1) or K (-1) goes to from the one that is shown. */
export function neighbour(ids: readonly string[], shown: string | null, step: 1 | -1): string | null {
  const at = shown === null ? -1 : ids.indexOf(shown);
  if (at < 0) return ids[0] ?? null;
  return ids[at + step] ?? null;
}
