import { ById, Joining, NewInvite, PersonRole } from '#server/inputs.ts';
import * as invites from '#server/services/invites.ts';
import * as people from '#server/services/people.ts';
import { freshly, publicProcedure, router, withRight } from '#server/trpc.ts';

const admin = withRight('admin');

export const peopleRouter = router({
  list: admin.query(({ ctx }) => people.listPeople(ctx.actor)),
  setRole: admin
    .use(freshly)
    .input(PersonRole)
    .mutation(({ ctx, input }) => people.changeRole({ ...input, actor: ctx.actor })),
  remove: admin.input(ById).mutation(({ ctx, input }) => people.removePerson(input.id, ctx.actor)),
});

export const invitesRouter = router({
  list: admin.query(() => invites.listInvites()),
  create: admin
    .use(freshly)
    .input(NewInvite)
    .mutation(({ ctx, input }) => invites.createInvite(input, ctx.actor)),
  revoke: admin.input(ById).mutation(({ ctx, input }) => invites.revokeInvite(input.id, ctx.actor)),
  /** For somebody without an account: the code is what lets them in. */
  join: publicProcedure.input(Joining).mutation(({ ctx, input }) => invites.join(input, ctx.client ?? '')),
});
