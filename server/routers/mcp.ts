import { ById, Id } from '#server/inputs.ts';
import { FlowOffer, McpToolChange, McpToolName } from '#server/mcp-inputs.ts';
import { changeMcpTool, mcpTools, refreshMcpTools } from '#server/services/mcp-tools.ts';
import { offerFlow, offerOf } from '#server/services/offered-flows.ts';
import { router, withRight } from '#server/trpc.ts';

export const mcpRouter = router({
  tools: withRight('view')
    .input(ById)
    .query(({ input }) => mcpTools(input.id)),
  change: withRight('admin')
    .input(McpToolChange.extend({ id: Id, name: McpToolName }))
    .mutation(({ ctx, input }) => changeMcpTool(input, ctx.actor)),
  offer: withRight('view')
    .input(ById)
    .query(({ input }) => offerOf(input.id)),
  setOffer: withRight('admin')
    .input(FlowOffer.extend({ id: Id }))
    .mutation(({ ctx, input }) => offerFlow({ ...input, actor: ctx.actor })),
  refresh: withRight('edit')
    .input(ById)
    .mutation(({ input }) => refreshMcpTools(input.id)),
});
