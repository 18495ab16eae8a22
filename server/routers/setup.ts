import { SetupInput } from '#server/inputs.ts';
import { setupState } from '#server/services/accounts.ts';
import { createOwner } from '#server/setup-code.ts';
import { publicProcedure, router } from '#server/trpc.ts';

export const setupRouter = router({
  state: publicProcedure.query(() => setupState()),
  createOwner: publicProcedure.input(SetupInput).mutation(({ input }) => createOwner(input)),
});
