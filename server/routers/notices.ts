import { z } from 'zod';
import { countUnread, listNotices, markRead } from '#platform/notices.ts';
import { Id } from '#server/inputs.ts';
import { router, withRight } from '#server/trpc.ts';

const MOST_SHOWN = 50;

/** They are for the owner: whoever may do everything here. */
const owner = withRight('admin');

export const noticesRouter = router({
  list: owner.query(() => listNotices(MOST_SHOWN)),
  count: owner.query(async () => ({ unread: await countUnread() })),
  /** Without an id: all of them. */
  read: owner.input(z.strictObject({ id: Id.optional() })).mutation(({ input }) => markRead(input.id)),
});
