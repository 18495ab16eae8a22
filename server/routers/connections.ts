import { ById, ConnectionChange, Id, NewConnection } from '#server/inputs.ts';
import * as connections from '#server/services/connections.ts';
import { connectionHealth } from '#server/services/connection-health.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const admin = withRight('admin');

export const connectionsRouter = router({
  list: view.query(() => connections.connectionViews()),
  health: view.query(() => connectionHealth()),
  get: view.input(ById).query(({ input }) => connections.getConnection(input.id)),
  create: admin.input(NewConnection).mutation(({ ctx, input }) => connections.addConnection(input, ctx.actor)),
  update: admin
    .input(ConnectionChange.extend({ id: Id }))
    .mutation(({ ctx, input: { id, ...change } }) => connections.changeConnection({ id, change, actor: ctx.actor })),
  remove: admin.input(ById).mutation(({ ctx, input }) => connections.dropConnection(input.id, ctx.actor)),
  test: withRight('edit')
    .input(ById)
    .mutation(({ input }) => connections.testConnection(input.id)),
});
