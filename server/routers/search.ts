import { z } from 'zod';
import { search } from '#server/services/search.ts';
import { router, withRight } from '#server/trpc.ts';

export const searchRouter = router({
  find: withRight('view')
    .input(z.strictObject({ text: z.string().max(100) }))
    .query(({ input }) => search(input.text)),
});
