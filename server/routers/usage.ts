import { usageRows, usageView } from '#server/services/usage.ts';
import { router, withRight } from '#server/trpc.ts';
import { UsageRange } from '#server/usage-inputs.ts';

const admin = withRight('admin').input(UsageRange);

export const usageRouter = router({
  get: admin.query(({ input }) => usageView(input)),
  /** For a file. */
  rows: admin.query(({ input }) => usageRows(input)),
});
