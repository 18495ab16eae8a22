import { z } from 'zod';
import { Id, OneVersion, Page, RollBack, VersionNaming } from '#server/inputs.ts';
import * as versions from '#server/services/flow-versions.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');

const Restore = RollBack.pick({ version: true, revision: true }).extend({ flowId: Id });

export const versionsRouter = router({
  list: view.input(z.strictObject({ flowId: Id, ...Page })).query(({ input }) => versions.listVersions(input)),
  get: view.input(OneVersion).query(({ input }) => versions.getVersion(input)),
  rename: edit
    .input(OneVersion.extend(VersionNaming))
    .mutation(({ ctx, input }) => versions.renameVersion(input, ctx.actor)),
  restore: edit.input(Restore).mutation(({ ctx, input }) => versions.restoreVersion(input, ctx.actor)),
  rollBack: edit
    .input(RollBack.extend({ flowId: Id }))
    .mutation(({ ctx, input }) => versions.rollBackTo(input, ctx.actor)),
});
