import { ById, FileVersionFilter } from '#server/inputs.ts';
import { listFileVersions, lookAtFileVersion, restoreFileVersion } from '#server/services/file-versions.ts';
import { router, withRight } from '#server/trpc.ts';

/** What steps replaced or deleted in folders. */
export const fileVersionsRouter = router({
  list: withRight('view')
    .input(FileVersionFilter)
    .query(({ input }) => listFileVersions(input)),
  look: withRight('view')
    .input(ById)
    .query(({ input }) => lookAtFileVersion(input.id)),
  restore: withRight('run')
    .input(ById)
    .mutation(({ ctx, input }) => restoreFileVersion(input.id, ctx.actor)),
});
